import { expect } from 'chai';
import fc from 'fast-check';
import { writeCrc64 } from '../../lib/persist/crc64.js';
import { isPayload, maxStringPayloadBytes, RDB_VERSION, readStringPayload, writeStringPayload, } from '../../lib/persist/dump-payload.js';
import { maxStringBytes, StringReader, writeString } from '../../lib/persist/rdb-string.js';
import { strings } from './arbitraries.js';
const MAX_BYTES = 1 << 20;
const FOOTER_BYTES = 10;
function payloadOf(value) {
    const target = Buffer.alloc(maxStringPayloadBytes(value.length));
    return target.subarray(0, writeStringPayload(target, value, 0, value.length));
}
function withFooter(body, version = RDB_VERSION) {
    const payload = Buffer.concat([body, Buffer.alloc(FOOTER_BYTES)]);
    payload.writeUInt16LE(version, body.length);
    writeCrc64(payload, body.length + 2, payload, 0, body.length + 2);
    return payload;
}
/** The payload's string; undefined if it is refused. Reads it where other bytes are around it. */
function read(payload, maxBytes = MAX_BYTES) {
    const source = Buffer.concat([Buffer.alloc(3, 0xee), payload, Buffer.alloc(3, 0xee)]);
    const reader = new StringReader();
    if (!isPayload(source, 3, source.length - 3))
        return undefined;
    if (!readStringPayload(reader, source, 3, source.length - 3, maxBytes))
        return undefined;
    return Buffer.from(reader.buf.subarray(reader.start, reader.end));
}
function stringHex(text) {
    const value = Buffer.from(text, 'latin1');
    const target = Buffer.alloc(maxStringBytes(value.length));
    return target.toString('hex', 0, writeString(target, 0, value, 0, value.length));
}
describe('RDB strings', () => {
    const forms = [
        ['', '00'],
        ['0', 'c000'],
        ['-128', 'c080'],
        ['127', 'c07f'],
        ['128', 'c18000'],
        ['-129', 'c17fff'],
        ['32767', 'c1ff7f'],
        ['32768', 'c200800000'],
        ['-2147483648', 'c200000080'],
        ['2147483647', 'c2ffffff7f'],
        ['2147483648', '0a32313437343833363438'],
        ['-2147483649', '0b2d32313437343833363439'],
        ['01', '023031'],
        ['-0', '022d30'],
        ['a'.repeat(20), `14${'61'.repeat(20)}`],
        ['a'.repeat(21), 'c30615016161e00a00'],
    ];
    for (const [text, hex] of forms) {
        it(`are written as Redis does: ${JSON.stringify(text)}`, () => {
            expect(stringHex(text)).to.equal(hex);
        });
    }
});
describe('payloads of DUMP', () => {
    it('give any string back', () => {
        fc.assert(fc.property(strings, (value) => {
            expect(read(payloadOf(value))?.equals(value)).to.equal(true);
        }), { numRuns: 1000 });
    });
    it('are refused when a bit is wrong or a byte is missing', () => {
        fc.assert(fc.property(strings, fc.nat(), fc.nat(), (value, bit, cut) => {
            const payload = payloadOf(value);
            const flipped = Buffer.from(payload);
            const at = (bit >>> 3) % payload.length;
            flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (bit & 7)), at);
            expect(read(flipped)).to.equal(undefined);
            expect(read(payload.subarray(0, cut % payload.length))).to.equal(undefined);
        }), { numRuns: 1000 });
    });
    it('are refused or give a string of bounded length, whatever is between the checksum and the beginning', () => {
        const mutated = fc.tuple(strings, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
            const body = Buffer.from(payloadOf(value).subarray(0, -FOOTER_BYTES));
            body[at % Math.min(body.length, 12)] = byte;
            return body.subarray(0, at % 3 === 0 ? body.length : 1 + (at % body.length));
        });
        const anything = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from([0, ...array]));
        fc.assert(fc.property(fc.oneof(mutated, anything), (body) => {
            expect(read(withFooter(body), 5000)?.length ?? 0).to.be.at.most(5000);
        }), { numRuns: 3000 });
    });
    it('of earlier versions are read, later ones not', () => {
        const body = Buffer.from('0003616263', 'hex');
        expect(read(withFooter(body, 6))?.toString()).to.equal('abc');
        expect(read(withFooter(body))?.toString()).to.equal('abc');
        expect(read(withFooter(body, RDB_VERSION + 1))).to.equal(undefined);
    });
    it('may have more behind the string, but not less', () => {
        expect(read(withFooter(Buffer.from('000361626364', 'hex')))?.toString()).to.equal('abc');
        expect(read(withFooter(Buffer.from('00036162', 'hex')))).to.equal(undefined);
        expect(read(withFooter(Buffer.alloc(0)))).to.equal(undefined);
    });
    it('of other types than strings are refused', () => {
        for (let type = 1; type < 256; type++) {
            expect(read(withFooter(Buffer.from([type, 1, 0x61])))).to.equal(undefined);
        }
    });
    it('that claim more than there may be are refused before any memory is taken', () => {
        const claims = [
            '00c30380400000000261620000',
            '00c302810000010000000000e00000',
            '00c30580000200010161 61e0ff00',
        ];
        for (const hex of claims) {
            const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
            expect(read(withFooter(body), 2 ** 40), hex).to.equal(undefined);
        }
        const bomb = payloadOf(Buffer.alloc(MAX_BYTES + 1));
        expect(bomb.length).to.be.below(MAX_BYTES / 80);
        expect(read(bomb)).to.equal(undefined);
        expect(read(bomb, MAX_BYTES + 1)?.length).to.equal(MAX_BYTES + 1);
        expect(read(payloadOf(Buffer.from('abcd')), 3)).to.equal(undefined);
        expect(read(payloadOf(Buffer.from('1234')), 3)).to.equal(undefined);
    });
});
//# sourceMappingURL=dump-payload.spec.js.map