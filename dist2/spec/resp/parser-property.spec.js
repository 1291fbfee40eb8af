import { expect } from 'chai';
import fc from 'fast-check';
import { InputBuffer } from '../../lib/resp/input-buffer.js';
import { REQUEST_LIMITS } from '../../lib/resp/limits.js';
import { COMMAND, INCOMPLETE } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { bytes, multibulk, oneByOne, parse, split } from './drive.js';
const byteString = (maxLength) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString('latin1'));
const command = fc.array(byteString(40), { minLength: 1, maxLength: 6 });
const lengths = fc.array(fc.nat({ max: 60 }), { maxLength: 30 });
/** Text that reaches deep into the grammar of requests, most of it broken. */
const almostProtocol = fc
    .array(fc.oneof({
    weight: 3,
    arbitrary: fc.constantFrom('*1\r\n', '*2\r\n', '$3\r\n', '$0\r\n', 'abc\r\n', '\r\n', '\n'),
}, {
    weight: 2,
    arbitrary: fc.constantFrom('*', '$', '\r', '\0', '"', "'", '\\x4', ' ', '-1', '9999999999', 'x'),
}, { weight: 1, arbitrary: byteString(5) }, { weight: 1, arbitrary: command.map((args) => multibulk(...args)) }), { maxLength: 20 })
    .map((parts) => parts.join(''));
describe('request parser properties', () => {
    it('reads what a client library writes, however it is split', () => {
        fc.assert(fc.property(fc.array(command, { maxLength: 8 }), lengths, (commands, cuts) => {
            const sent = commands.map((args) => multibulk(...args));
            const expected = { commands, raw: sent, error: '' };
            expect(parse(split(sent.join(''), cuts))).to.deep.equal(expected);
            expect(parse(oneByOne(sent.join('')))).to.deep.equal(expected);
        }), { numRuns: 200 });
    });
    it('finds the same commands and the same error in any bytes, however they are split', () => {
        fc.assert(fc.property(almostProtocol, lengths, (text, cuts) => {
            const whole = parse([bytes(text)]);
            expect(parse(split(text, cuts))).to.deep.equal(whole);
            expect(parse(oneByOne(text))).to.deep.equal(whole);
        }), { numRuns: 2000 });
    });
    it('holds the same limits however the bytes are split', () => {
        const limits = { ...REQUEST_LIMITS, multibulkCount: 3, bulkBytes: 30, inlineBytes: 12 };
        fc.assert(fc.property(almostProtocol, lengths, (text, cuts) => {
            const whole = parse([bytes(text)], limits);
            expect(parse(split(text, cuts), limits)).to.deep.equal(whole);
            expect(parse(oneByOne(text), limits)).to.deep.equal(whole);
        }), { numRuns: 500 });
    });
    it('leaves the bytes of every command intact while later ones are parsed', () => {
        fc.assert(fc.property(fc.array(command, { maxLength: 8 }), lengths, (commands, cuts) => {
            const parser = new RequestParser();
            const kept = [];
            const sent = commands.map((args) => multibulk(...args));
            for (const chunk of split(sent.join(''), cuts)) {
                parser.push(chunk);
                while (parser.next() === COMMAND) {
                    kept.push(parser.request.buf.subarray(parser.request.rawStart, parser.request.rawEnd));
                }
            }
            expect(kept.map((range) => range.toString('latin1'))).to.deep.equal(sent);
        }));
    });
    it('needs a chunk no longer once it has said INCOMPLETE', () => {
        fc.assert(fc.property(fc.array(command, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (commands, size) => {
            const sent = bytes(commands.map((args) => multibulk(...args)).join(''));
            const shared = Buffer.alloc(size);
            const parser = new RequestParser();
            const seen = [];
            for (let at = 0; at < sent.length; at += size) {
                const count = sent.copy(shared, 0, at, at + size);
                parser.push(shared.subarray(0, count));
                while (parser.next() === COMMAND) {
                    seen.push(Array.from({ length: parser.request.argc }, (_, i) => parser.request.text(i)));
                }
                shared.fill(0x2a);
            }
            expect(seen).to.deep.equal(commands);
        }));
    });
});
describe('request parser costs', () => {
    const MB = 1024 * 1024;
    /** Pushes `size` bytes of a value that was announced with `announced`, in pieces; the most memory held, over the bytes received. */
    function worstRatio(announced, size, piece) {
        const parser = new RequestParser();
        parser.push(bytes(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${announced}\r\n`));
        let received = 0;
        let worst = 0;
        for (expect(parser.next()).to.equal(INCOMPLETE); received < size; received += piece) {
            parser.push(Buffer.alloc(Math.min(piece, size - received)));
            parser.next();
            worst = Math.max(worst, parser.bufferedBytes / (received + piece));
        }
        return worst;
    }
    it('claims no memory before the bytes are there', () => {
        const parser = new RequestParser();
        parser.push(bytes(`*1\r\n$${512 * MB}\r\n`));
        expect(parser.next()).to.equal(INCOMPLETE);
        expect(parser.bufferedBytes).to.be.at.most(512);
        expect(worstRatio(512 * MB, 4 * MB, 4096)).to.be.below(2.1);
        expect(worstRatio(4 * MB, 4 * MB, 4096)).to.be.below(2.1);
    });
    it('takes for a long last argument just the memory it needs', () => {
        const parser = new RequestParser();
        const sent = bytes(multibulk('SET', 'k', 'v'.repeat(3 * MB)));
        for (let at = 0; at < sent.length - 1; at += 65_536) {
            parser.push(sent.subarray(at, Math.min(at + 65_536, sent.length - 1)));
            expect(parser.next()).to.equal(INCOMPLETE);
        }
        expect(parser.bufferedBytes).to.equal(sent.length);
        parser.push(sent.subarray(-1));
        expect(parser.next()).to.equal(COMMAND);
        expect(parser.request.length(2)).to.equal(3 * MB);
        expect(parser.next()).to.equal(INCOMPLETE);
        expect(parser.bufferedBytes).to.equal(0);
    });
    it('gives everything back once a split command is done, and when idle', () => {
        const parser = new RequestParser();
        const sent = bytes(multibulk('MSET', ...Array(10_000).fill('x')));
        parser.push(sent.subarray(0, 20_000));
        expect(parser.next()).to.equal(INCOMPLETE);
        expect(parser.bufferedBytes).to.be.within(20_000, 40_000);
        parser.push(sent.subarray(20_000));
        expect(parser.next()).to.equal(COMMAND);
        expect(parser.request.argc).to.equal(10_001);
        expect(parser.bufferedBytes).to.equal(0);
        expect(parser.next()).to.equal(INCOMPLETE);
        expect(parser.request.buf.length).to.equal(0);
    });
    it('copies a value that comes in 1000 pieces a bounded number of times', () => {
        const input = new InputBuffer();
        const header = bytes(`*1\r\n$${4 * MB}\r\n`);
        const size = header.length + 4 * MB + 2;
        input.push(header, 0, header.length);
        input.more(1, false);
        let copied = header.length;
        let { buf } = input;
        for (let at = header.length; at < size; at += 4096) {
            const length = Math.min(4096, size - at);
            input.push(Buffer.alloc(length), 0, length);
            const before = input.limit;
            while (input.more(size - input.limit, true)) {
                if (input.buf !== buf)
                    copied += before;
                buf = input.buf;
            }
            copied += input.limit - before;
        }
        expect(input.limit).to.equal(size);
        expect(copied).to.be.below(3.1 * size);
    });
    // Each of these would take minutes if the parser began again at the front of the command, or line, with every piece.
    it('is linear for a value that comes byte by byte', () => {
        const parsed = parse(oneByOne(multibulk('SET', 'k', 'v'.repeat(200_000))));
        expect(parsed.commands[0]?.[2]?.length).to.equal(200_000);
    });
    it('is linear for many arguments that come in small pieces', () => {
        const count = 300_000;
        const sent = bytes(`*${count}\r\n${'$1\r\na\r\n'.repeat(count)}`);
        const pieces = Array.from({ length: Math.ceil(sent.length / 17) }, (_, i) => sent.subarray(17 * i, 17 * i + 17));
        expect(parse(pieces).commands[0]?.length).to.equal(count);
    });
    it('is linear for a line that comes byte by byte', () => {
        const limits = { ...REQUEST_LIMITS, inlineBytes: 500_000 };
        expect(parse(oneByOne(`${'x'.repeat(500_000)}\n`), limits).commands[0]?.[0]?.length).to.equal(500_000);
    });
    it('is linear for chunks that pile up', () => {
        const parser = new RequestParser();
        for (let i = 0; i < 200_000; i++)
            parser.push(bytes('\n'));
        parser.push(bytes('PING\n'));
        expect(parser.next()).to.equal(COMMAND);
        expect(parser.next()).to.equal(INCOMPLETE);
    });
});
//# sourceMappingURL=parser-property.spec.js.map