/**
 * CRC-64 as Redis ends RDB files and DUMP payloads with it: the polynomial of David Jones, 0xad93d23594c935a9, reflected, from 0 on
 * and not inverted at the end (redis 7.0, crc64.c). The check value of `123456789` is 0xe9c6d914c4b8d9ca.
 *
 * JavaScript has no fast 64-bit integers, so the register is two halves of 32 bits. Eight bytes are taken at a time ("slicing by
 * eight": Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008): table k has what a byte
 * does to the register k bytes later.
 */
const POLYNOMIAL_LOW = 0xac4bc9b5 | 0;
const POLYNOMIAL_HIGH = 0x95ac9329 | 0;
const SLICES = 8;
const BYTES = 256;
export const CRC64_BYTES = 8;
/** Low and high halves of the entry of table k for a byte at `BYTES * k + byte`. */
const lows = new Int32Array(SLICES * BYTES);
const highs = new Int32Array(SLICES * BYTES);
for (let byte = 0; byte < BYTES; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
        const isOdd = (low & 1) !== 0;
        low = (low >>> 1) | (high << 31);
        high >>>= 1;
        if (isOdd) {
            low ^= POLYNOMIAL_LOW;
            high ^= POLYNOMIAL_HIGH;
        }
    }
    lows[byte] = low;
    highs[byte] = high;
}
for (let at = BYTES; at < SLICES * BYTES; at++) {
    const low = lows[at - BYTES];
    const high = highs[at - BYTES];
    lows[at] = ((low >>> 8) | (high << 24)) ^ lows[low & 0xff];
    highs[at] = (high >>> 8) ^ highs[low & 0xff];
}
/** The register after `update`. */
let crcLow = 0;
let crcHigh = 0;
function update(source, start, end) {
    let low = 0;
    let high = 0;
    let at = start;
    for (const last = end - SLICES; at <= last; at += SLICES) {
        low ^=
            source[at] |
                (source[at + 1] << 8) |
                (source[at + 2] << 16) |
                (source[at + 3] << 24);
        high ^=
            source[at + 4] |
                (source[at + 5] << 8) |
                (source[at + 6] << 16) |
                (source[at + 7] << 24);
        const a = 7 * BYTES + (low & 0xff);
        const b = 6 * BYTES + ((low >>> 8) & 0xff);
        const c = 5 * BYTES + ((low >>> 16) & 0xff);
        const d = 4 * BYTES + (low >>> 24);
        const e = 3 * BYTES + (high & 0xff);
        const f = 2 * BYTES + ((high >>> 8) & 0xff);
        const g = BYTES + ((high >>> 16) & 0xff);
        const h = high >>> 24;
        low =
            lows[a] ^
                lows[b] ^
                lows[c] ^
                lows[d] ^
                lows[e] ^
                lows[f] ^
                lows[g] ^
                lows[h];
        high =
            highs[a] ^
                highs[b] ^
                highs[c] ^
                highs[d] ^
                highs[e] ^
                highs[f] ^
                highs[g] ^
                highs[h];
    }
    for (; at < end; at++) {
        const index = (low ^ source[at]) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ lows[index];
        high = (high >>> 8) ^ highs[index];
    }
    crcLow = low;
    crcHigh = high;
}
/** Writes the checksum of `[start, end)` of `source` to `target` at `at`, little-endian; returns the place behind it. */
export function writeCrc64(target, at, source, start, end) {
    update(source, start, end);
    target.writeInt32LE(crcLow, at);
    return target.writeInt32LE(crcHigh, at + 4);
}
/** Whether the 8 bytes at `at` of `source` are the checksum of its bytes `[start, end)`. */
export function hasCrc64(source, at, start, end) {
    update(source, start, end);
    return source.readInt32LE(at) === crcLow && source.readInt32LE(at + 4) === crcHigh;
}
//# sourceMappingURL=crc64.js.map