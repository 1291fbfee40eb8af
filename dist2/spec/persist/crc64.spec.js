import { expect } from 'chai';
import fc from 'fast-check';
import { CRC64_BYTES, hasCrc64, writeCrc64 } from '../../lib/persist/crc64.js';
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;
/** Bit by bit, as the definition says. */
function plainCrc64(bytes) {
    let register = 0n;
    for (const byte of bytes) {
        register ^= BigInt(byte);
        for (let bit = 0; bit < 8; bit++) {
            register = (register & 1n) === 1n ? (register >> 1n) ^ POLYNOMIAL : register >> 1n;
        }
    }
    return register;
}
function crc64(bytes, start = 0, end = bytes.length) {
    const target = Buffer.alloc(CRC64_BYTES);
    expect(writeCrc64(target, 0, bytes, start, end)).to.equal(CRC64_BYTES);
    return target.readBigUInt64LE();
}
describe('CRC-64', () => {
    it("gives the check value of Redis's polynomial", () => {
        expect(crc64(Buffer.from('123456789'))).to.equal(0xe9c6d914c4b8d9can);
        expect(crc64(Buffer.alloc(0))).to.equal(0n);
    });
    it('agrees with the definition on any range of any bytes', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(9), (array, start) => {
            const bytes = Buffer.from(array);
            const from = Math.min(start, bytes.length);
            expect(crc64(bytes, from)).to.equal(plainCrc64(bytes.subarray(from)));
        }), { numRuns: 300 });
    });
    it('knows its own checksums from all that differ by a bit', () => {
        const bytes = Buffer.from('some bytes and a place for their checksum........');
        const at = bytes.length - CRC64_BYTES;
        writeCrc64(bytes, at, bytes, 3, at);
        expect(hasCrc64(bytes, at, 3, at)).to.equal(true);
        for (let bit = 3 * 8; bit < 8 * bytes.length; bit++) {
            const flipped = Buffer.from(bytes);
            flipped.writeUInt8(flipped.readUInt8(bit >>> 3) ^ (1 << (bit & 7)), bit >>> 3);
            expect(hasCrc64(flipped, at, 3, at), `bit ${bit}`).to.equal(false);
        }
    });
});
//# sourceMappingURL=crc64.spec.js.map