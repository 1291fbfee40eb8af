import { expect } from 'chai';
import { bodyStart, readElementCount, readElements, readInteger } from '../../lib/resp/reply-reader.js';
import { bytes } from './drive.js';
/** Calls `read` on `reply` in the midst of other bytes. */
function within(reply, read) {
    const buf = bytes(`+before\r\n${reply}:1\r\n`);
    return read(buf, 9, 9 + reply.length);
}
describe('reply reader', () => {
    it('reads integers', () => {
        expect(within(':0\r\n', readInteger)).to.equal(0);
        expect(within(':-12\r\n', readInteger)).to.equal(-12);
        expect(within(':9007199254740991\r\n', readInteger)).to.equal(Number.MAX_SAFE_INTEGER);
        for (const reply of [':9007199254740992\r\n', '+1\r\n', '$1\r\n1\r\n', '-ERR\r\n', '_\r\n']) {
            expect(within(reply, readInteger)).to.be.NaN;
        }
    });
    it('counts the elements of arrays and sets', () => {
        expect(within('*0\r\n', readElementCount)).to.equal(0);
        expect(within('*2\r\n:1\r\n*1\r\n:2\r\n', readElementCount)).to.equal(2);
        expect(within('~1\r\n:1\r\n', readElementCount)).to.equal(1);
        for (const reply of ['*-1\r\n', ':3\r\n', '$1\r\na\r\n', '_\r\n', '%1\r\n:1\r\n:1\r\n']) {
            expect(within(reply, readElementCount)).to.equal(-1);
        }
    });
    it('finds the body of arrays and bulk strings', () => {
        const body = (buf, start, end) => buf.toString('latin1', bodyStart(buf, start, end), end);
        expect(within('*12\r\n:1\r\n', body)).to.equal(':1\r\n');
        expect(within('$3\r\na\nb\r\n', body)).to.equal('a\nb\r\n');
        expect(within('*0\r\n', body)).to.equal('');
    });
    it('finds every element of an array, whatever it is', () => {
        const elements = [
            '$1\r\na\r\n',
            '$-1\r\n',
            '*2\r\n:1\r\n*1\r\n_\r\n',
            '%1\r\n+a\r\n+b\r\n',
            '|1\r\n+a\r\n+b\r\n+c\r\n',
        ];
        const ranges = new Int32Array(2 * elements.length);
        const found = within(`*${elements.length}\r\n${elements.join('')}`, (buf, start, end) => {
            expect(readElements(buf, start, end, ranges)).to.equal(elements.length);
            return elements.map((_, i) => buf.toString('latin1', ranges[2 * i], ranges[2 * i + 1]));
        });
        expect(found).to.deep.equal(elements);
    });
    it('takes no more elements than there is room for, and no other reply', () => {
        const ranges = new Int32Array(4);
        const read = (buf, start, end) => readElements(buf, start, end, ranges);
        expect(within('*2\r\n:1\r\n:2\r\n', read)).to.equal(2);
        expect(within('*0\r\n', read)).to.equal(0);
        expect(within('*3\r\n:1\r\n:2\r\n:3\r\n', read)).to.equal(-1);
        expect(within('*-1\r\n', read)).to.equal(-1);
        expect(within('-ERR\r\n', read)).to.equal(-1);
    });
});
//# sourceMappingURL=reply-reader.spec.js.map