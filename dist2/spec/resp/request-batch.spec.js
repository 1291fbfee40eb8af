import { expect } from 'chai';
import { REQUEST_LIMITS } from '../../lib/resp/limits.js';
import { COMMAND, INCOMPLETE } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { RequestBatch } from '../../lib/resp/request-batch.js';
import { bytes, multibulk } from './drive.js';
describe('commands parsed ahead', () => {
    const batch = new RequestBatch();
    const me = {};
    function fill(text, limits = REQUEST_LIMITS) {
        const buf = bytes(text);
        const count = batch.fill(me, buf, 0, buf.length, limits);
        return Array.from({ length: count }, (_, i) => Array.from({ length: batch.argc[i] }, (_, arg) => {
            const at = batch.first[i] + 2 * arg;
            return buf.toString('latin1', batch.offsets[at], batch.offsets[at + 1]);
        }));
    }
    it('are all that lie whole at the front, 32 at most', () => {
        expect(fill(`${multibulk('GET', 'a')}${multibulk('SET', 'b', '')}*1\r\n$4\r\nPI`)).to.deep.equal([
            ['GET', 'a'],
            ['SET', 'b', ''],
        ]);
        expect(fill(multibulk('GET', 'a').repeat(40))).to.have.length(32);
    });
    it('have their second argument marked as a key, if there is one', () => {
        fill(`${multibulk('PING')}${multibulk('GET', 'key')}`);
        const lengths = [0, 1].map((i) => batch.keyEnds[i] - batch.keyStarts[i]);
        expect(lengths).to.deep.equal([0, 3]);
    });
    it('end before anything that is not plain', () => {
        const plain = multibulk('GET', 'a');
        const odd = [
            'PING\r\n',
            '*0\r\n',
            '*-1\r\n',
            '*1\r\n$-1\r\n',
            '*1\r\n:1\r\n',
            '*1\r\n$x\r\n',
            '*1\r\n$+4\r\nPING\r\n',
            '\r\n',
        ];
        for (const text of odd)
            expect(fill(`${plain}${text}${plain}`), text).to.have.length(1);
    });
    it('end before what breaks a limit, or takes more room than there is', () => {
        const plain = multibulk('GET', 'a');
        expect(fill(plain + multibulk('GET', 'abc'), { ...REQUEST_LIMITS, bulkBytes: 2 })).to.have.length(0);
        expect(fill(plain + multibulk('SET', 'a', 'b'), { ...REQUEST_LIMITS, multibulkCount: 2 })).to.have.length(1);
        expect(fill(plain + multibulk(...new Array(300).fill('a')))).to.have.length(1);
    });
    it('are announced once when there are several, before the first is taken', () => {
        const announced = [];
        const batch = new RequestBatch(({ count }) => announced.push(count));
        const parser = new RequestParser(REQUEST_LIMITS, { batch });
        parser.push(bytes(multibulk('GET', 'a').repeat(3)));
        for (let i = 0; i < 3; i++)
            expect(parser.next()).to.equal(COMMAND);
        expect(parser.next()).to.equal(INCOMPLETE);
        parser.push(bytes(multibulk('GET', 'a')));
        expect(parser.next()).to.equal(COMMAND);
        expect(announced).to.deep.equal([3]);
    });
    it("stay the parser's own when another uses the same batch between", () => {
        const shared = { batch: new RequestBatch() };
        const [one, two] = [new RequestParser(REQUEST_LIMITS, shared), new RequestParser(REQUEST_LIMITS, shared)];
        one.push(bytes(multibulk('GET', 'a') + multibulk('GET', 'b')));
        two.push(bytes(multibulk('GET', 'c') + multibulk('GET', 'd')));
        const seen = [one, two, one, two].map((parser) => {
            expect(parser.next()).to.equal(COMMAND);
            return parser.request.text(1);
        });
        expect(seen).to.deep.equal(['a', 'c', 'b', 'd']);
        expect([one.next(), two.next()]).to.deep.equal([INCOMPLETE, INCOMPLETE]);
    });
    it('are not lost when the chunk that they lie in is written to again', () => {
        const parser = new RequestParser();
        const chunk = bytes(multibulk('GET', 'a') + multibulk('GET', 'b'));
        parser.push(chunk);
        expect(parser.next()).to.equal(COMMAND);
        parser.keepUnread();
        chunk.fill(0);
        expect(parser.next()).to.equal(COMMAND);
        expect(parser.request.text(1)).to.equal('b');
    });
    it('leave a command that is not whole as it is, wherever it is cut and whatever is kept', () => {
        const text = multibulk('SET', 'key', 'value');
        for (let cut = 1; cut < text.length; cut++) {
            const parser = new RequestParser();
            parser.push(bytes(multibulk('PING') + text.slice(0, cut)));
            expect([parser.next(), parser.next()]).to.deep.equal([COMMAND, INCOMPLETE]);
            parser.keepUnread();
            parser.push(bytes(text.slice(cut)));
            expect([parser.next(), parser.request.text(2)]).to.deep.equal([COMMAND, 'value']);
        }
    });
    it('are taken from what another has parsed for the parser, where that is what comes next', () => {
        const turn = new RequestBatch();
        const parser = new RequestParser(REQUEST_LIMITS, { batch: new RequestBatch(), turn });
        const chunk = bytes(`xx${multibulk('GET', 'a')}${multibulk('GET', 'b')}`);
        turn.buf = chunk;
        turn.append(2, chunk.length, REQUEST_LIMITS);
        turn.keySlots.set([7, 8]);
        turn.offer(parser, 0, 2);
        parser.push(chunk, 2, chunk.length);
        const seen = [];
        while (parser.next() === COMMAND)
            seen.push([parser.request.text(1), parser.request.keySlot]);
        expect(seen).to.deep.equal([
            ['a', 7],
            ['b', 8],
        ]);
        turn.offer(parser, 0, 2);
        parser.push(Buffer.from(chunk));
        expect([parser.next(), parser.request.text(0)]).to.deep.equal([COMMAND, 'xx*2']);
    });
});
//# sourceMappingURL=request-batch.spec.js.map