import { expect } from 'chai';
import { InputBuffer } from '../../lib/resp/input-buffer.js';
import { bytes } from './drive.js';
function seen(input) {
    return input.buf.toString('latin1', input.start, input.limit);
}
function holding(...chunks) {
    const input = new InputBuffer();
    for (const chunk of chunks)
        input.push(bytes(chunk), 0, chunk.length);
    return input;
}
describe('input buffer', () => {
    it('shows one chunk after the other while units end with their chunks', () => {
        const input = holding('ab', '', 'cd');
        expect(seen(input)).to.equal('');
        for (const chunk of ['ab', 'cd']) {
            expect(input.more(1, false)).to.equal(true);
            expect(seen(input)).to.equal(chunk);
            input.finish(input.limit);
        }
        expect(input.more(1, false)).to.equal(false);
        expect([input.heldBytes, input.buf.length]).to.deep.equal([0, 0]);
    });
    it('puts a split unit together, and goes on in the chunk that it ended in', () => {
        const input = holding('xab', 'cde');
        input.more(1, false);
        input.finish(1);
        expect(input.more(1, false)).to.equal(true);
        expect(seen(input)).to.equal('abcde');
        input.finish(input.start + 3);
        expect(seen(input)).to.equal('de');
        expect(input.start).to.equal(1);
        expect(input.unreadBytes).to.equal(2);
    });
    it('copies what the unit needs, or a little more when that is not known', () => {
        const rest = 'y'.repeat(10_000);
        const known = holding('xx', rest);
        known.more(1, false);
        known.more(5000, true);
        expect(known.limit).to.equal(5002);
        const unknown = holding('xx', rest);
        unknown.more(1, false);
        unknown.more(1, false);
        expect(unknown.limit).to.be.within(3, 2 + 1024);
        const more = holding('xx', rest);
        more.more(1, false);
        more.more(5000, false);
        expect(more.limit).to.equal(5002);
    });
    it('does not move a unit that has room for what it needs', () => {
        const input = holding('x'.repeat(100_000));
        input.more(1, false);
        expect(input.more(5, false)).to.equal(false);
        const { buf } = input;
        expect(buf.length).to.equal(200_000);
        input.push(Buffer.alloc(99_500), 0, 99_500);
        while (input.more(1, false))
            ;
        input.push(Buffer.alloc(10_000), 0, 10_000);
        expect(input.more(500, false)).to.equal(true);
        expect(input.buf).to.equal(buf);
        expect(input.limit).to.equal(200_000);
        expect(input.more(1, false)).to.equal(true);
        expect(input.buf).not.to.equal(buf);
    });
    it('counts what it holds', () => {
        const input = holding('abc', 'def');
        expect([input.heldBytes, input.unreadBytes]).to.deep.equal([6, 6]);
        input.more(1, false);
        input.finish(2);
        expect([input.heldBytes, input.unreadBytes]).to.deep.equal([4, 4]);
        input.more(1, false);
        input.more(1, false);
        expect([input.heldBytes, input.unreadBytes]).to.deep.equal([512, 4]);
        input.clear();
        expect([input.heldBytes, input.unreadBytes, input.more(1, false)]).to.deep.equal([0, 0, false]);
    });
});
//# sourceMappingURL=input-buffer.spec.js.map