import { expect } from 'chai';
import fc from 'fast-check';
import { REPLY_LIMITS } from '../../lib/resp/limits.js';
import { INCOMPLETE, PROTOCOL_ERROR, REPLY } from '../../lib/resp/parse-result.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
import { bytes, oneByOne, scan, split } from './drive.js';
const REPLIES = [
    '+OK\r\n',
    '+\r\n',
    '-ERR no\r\n',
    ':12\r\n',
    ':-9223372036854775808\r\n',
    '$3\r\nabc\r\n',
    '$0\r\n\r\n',
    '$4\r\n\r\n\r\n\r\n',
    '$-1\r\n',
    '*0\r\n',
    '*-1\r\n',
    '*2\r\n$1\r\na\r\n:1\r\n',
    '*1\r\n-ERR inside\r\n',
    '*3\r\n*-1\r\n*0\r\n*1\r\n$-1\r\n',
    '_\r\n',
    '#t\r\n',
    ',3.14\r\n',
    ',inf\r\n',
    '(3492890328409238509324850943850943825024385\r\n',
    '!21\r\nSYNTAX invalid\r\nsynta\r\n',
    '=15\r\ntxt:Some string\r\n',
    '%0\r\n',
    '%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n%1\r\n+c\r\n_\r\n',
    '~2\r\n#t\r\n#f\r\n',
    '>2\r\n+message\r\n+x\r\n',
    '|1\r\n+ttl\r\n:3600\r\n+OK\r\n',
    '|0\r\n-ERR after attribute\r\n',
    '|1\r\n-a\r\n|1\r\n+b\r\n*1\r\n_\r\n+c\r\n:1\r\n',
    '|1\r\n+a\r\n-b\r\n!1\r\nx\r\n',
    '*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n',
    `${'*1\r\n'.repeat(5000)}:1\r\n`,
];
function isError(reply) {
    return (reply.startsWith('-') || reply.startsWith('!') || /\r\n(-ERR after attribute|!1\r\nx)\r\n$/.test(reply));
}
const MALFORMED = [
    'x',
    '\r\n',
    '\0',
    ';4\r\n',
    '.\r\n',
    '$?\r\n',
    '*?\r\n',
    '%?\r\n',
    '~?\r\n',
    '$\r\n',
    '$-2\r\n',
    '$-\r\n',
    '$--1\r\n',
    '$1-\r\n',
    '$+1\r\n',
    '$ 1\r\n',
    '$1\rx',
    '$-1\rx',
    '$12345678901\r\n',
    '$1\r\nabc',
    '$1\r\na\rb',
    '$1\r\na.\n',
    '!-1\r\n',
    '=-1\r\n',
    '%-1\r\n',
    '~-1\r\n',
    '>-1\r\n',
    '|-1\r\n',
    '*-2\r\n',
    '*a\r\n',
    '+a\rb\r\n',
    ':1\r\r\n',
    `*1\r\n${'*9999999999\r\n'}`,
    '*1073741825\r\n',
    '%536870913\r\n',
    '$1073741825\r\n',
];
describe('reply scanner', () => {
    for (const reply of REPLIES) {
        it(`finds the end of ${JSON.stringify(reply.slice(0, 40))}`, () => {
            const expected = { replies: [reply, '+next\r\n'].map((raw) => [raw, isError(raw)]), error: '' };
            expect(scan([bytes(`${reply}+next\r\n`)])).to.deep.equal(expected);
            expect(scan(oneByOne(`${reply}+next\r\n`))).to.deep.equal(expected);
        });
    }
    for (const text of MALFORMED) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            for (const chunks of [[bytes(`:1\r\n${text}`)], oneByOne(`:1\r\n${text}`)]) {
                const { replies, error } = scan(chunks);
                expect(replies).to.deep.equal([[':1\r\n', false]]);
                expect(error).not.to.equal('');
            }
        });
    }
    it('waits for every prefix of a reply', () => {
        for (const reply of REPLIES.slice(0, -1)) {
            for (let length = 1; length < reply.length; length++) {
                expect(scan([bytes(reply.slice(0, length))])).to.deep.equal({ replies: [], error: '' });
            }
        }
    });
    it('finds the same replies however they are split', () => {
        const stream = fc.array(fc.constantFrom(...REPLIES.slice(0, -1)), { maxLength: 12 });
        fc.assert(fc.property(stream, fc.array(fc.nat({ max: 40 }), { maxLength: 30 }), (replies, cuts) => {
            const { replies: found, error } = scan(split(replies.join(''), cuts));
            expect(found.map(([raw]) => raw)).to.deep.equal(replies);
            expect(error).to.equal('');
        }), { numRuns: 300 });
    });
    it('comes to the same in any bytes, however they are split', () => {
        const part = fc.oneof(fc.constantFrom(...REPLIES.slice(0, -1)), fc.constantFrom('*2\r\n', '|1\r\n', '$3\r\n', 'abc', '\r\n', '\r', '\n', '*', '-', '1', '?'), fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array).toString('latin1')));
        fc.assert(fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat({ max: 20 }), { maxLength: 20 }), (parts, cuts) => {
            const text = parts.join('');
            const whole = scan([bytes(text)]);
            expect(scan(split(text, cuts))).to.deep.equal(whole);
            expect(scan(oneByOne(text))).to.deep.equal(whole);
        }), { numRuns: 2000 });
    });
    it('finds replies where they lie, and puts together those that are split', () => {
        const scanner = new ReplyScanner();
        const [first, second] = split('+a\r\n$5\r\nhello\r\n+b\r\n', [9]);
        scanner.push(first);
        expect(scanner.next()).to.equal(REPLY);
        expect([scanner.buf, scanner.start, scanner.end]).to.deep.equal([first, 0, 4]);
        expect(scanner.next()).to.equal(INCOMPLETE);
        expect(scanner.buf).not.to.equal(first);
        scanner.push(second);
        expect(scanner.next()).to.equal(REPLY);
        expect(scanner.buf.toString('latin1', scanner.start, scanner.end)).to.equal('$5\r\nhello\r\n');
        expect(scanner.buf).not.to.equal(second);
        expect(scanner.next()).to.equal(REPLY);
        expect([scanner.buf, scanner.start, scanner.end]).to.deep.equal([second, 6, 10]);
        expect(scanner.next()).to.equal(INCOMPLETE);
        expect([scanner.bufferedBytes, scanner.buf.length]).to.deep.equal([0, 0]);
    });
    it('keeps to its error, and holds nothing', () => {
        const scanner = new ReplyScanner();
        scanner.push(bytes('x'));
        expect(scanner.next()).to.equal(PROTOCOL_ERROR);
        expect(scanner.error).to.equal('unknown reply type 0x78');
        scanner.push(bytes('+OK\r\n'));
        expect(scanner.next()).to.equal(PROTOCOL_ERROR);
        expect([scanner.bufferedBytes, scanner.buf.length]).to.deep.equal([0, 0]);
    });
    it('holds no more than twice what it got of a long reply', () => {
        const scanner = new ReplyScanner();
        scanner.push(bytes('$500000000\r\n'));
        expect(scanner.next()).to.equal(INCOMPLETE);
        expect(scanner.bufferedBytes).to.be.at.most(512);
        for (let received = 65_536; received < 1_000_000; received += 65_536) {
            scanner.push(Buffer.alloc(65_536));
            expect(scanner.next()).to.equal(INCOMPLETE);
            expect(scanner.bufferedBytes).to.be.below(2.1 * received);
        }
    });
    it('takes for a long string just the memory it needs', () => {
        const scanner = new ReplyScanner();
        const reply = bytes(`$100000\r\n${'x'.repeat(100_000)}\r\n`);
        scanner.push(reply.subarray(0, 60_000));
        expect(scanner.next()).to.equal(INCOMPLETE);
        expect(scanner.bufferedBytes).to.equal(reply.length);
        scanner.push(reply.subarray(60_000));
        expect(scanner.next()).to.equal(REPLY);
        expect(scanner.end - scanner.start).to.equal(reply.length);
    });
    // These would take minutes if scanning began again at the front of the reply with every piece.
    it('is linear for what comes byte by byte', () => {
        const elements = `*60000\r\n${'$1\r\na\r\n'.repeat(60_000)}`;
        const string = `$200000\r\n${'x'.repeat(200_000)}\r\n`;
        const line = `+${'x'.repeat(500_000)}\r\n`;
        const scanner = new ReplyScanner({ ...REPLY_LIMITS, lineBytes: line.length });
        const { replies } = scan(oneByOne(elements + string + line), scanner);
        expect(replies.map(([raw]) => raw.length)).to.deep.equal([elements.length, string.length, line.length]);
    });
    it('refuses a reply past its limits, however it is split', () => {
        const limits = { lineBytes: 10, replyBytes: 30 };
        const attempt = (text) => {
            const whole = scan([bytes(text)], new ReplyScanner(limits));
            expect(scan(oneByOne(text), new ReplyScanner(limits))).to.deep.equal(whole);
            return whole.error;
        };
        expect(attempt(`+${'x'.repeat(9)}\r\n`)).to.equal('');
        expect(attempt(`+${'x'.repeat(10)}\r\n`)).to.equal('a line is too long');
        expect(attempt(`$23\r\n${'x'.repeat(23)}\r\n`)).to.equal('');
        expect(attempt(`$24\r\n${'x'.repeat(24)}\r\n`)).to.equal('a reply is too long');
        expect(attempt(`*5\r\n${'_\r\n'.repeat(3)}${':1234567\r\n'}${'_\r\n'}`)).to.equal('');
        expect(attempt(`*5\r\n${'_\r\n'.repeat(3)}${':12345678901\r\n'}${'_\r\n'}`)).to.equal('a line is too long');
        expect(attempt(`*9\r\n${'_\r\n'.repeat(9)}`)).to.equal('a reply is too long');
        expect(attempt('*31\r\n')).to.equal('a reply is too long');
        expect(REPLY_LIMITS.replyBytes).to.equal(1024 ** 3);
    });
});
//# sourceMappingURL=reply-scanner.spec.js.map