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
  const low = lows[at - BYTES] as number;
  const high = highs[at - BYTES] as number;
  lows[at] = ((low >>> 8) | (high << 24)) ^ (lows[low & 0xff] as number);
  highs[at] = (high >>> 8) ^ (highs[low & 0xff] as number);
}

/** The register after `update`. */
let crcLow = 0;
let crcHigh = 0;

function update(source: Buffer, start: number, end: number): void {
  let low = 0;
  let high = 0;
  let at = start;
  for (const last = end - SLICES; at <= last; at += SLICES) {
    low ^=
      (source[at] as number) |
      ((source[at + 1] as number) << 8) |
      ((source[at + 2] as number) << 16) |
      ((source[at + 3] as number) << 24);
    high ^=
      (source[at + 4] as number) |
      ((source[at + 5] as number) << 8) |
      ((source[at + 6] as number) << 16) |
      ((source[at + 7] as number) << 24);
    const a = 7 * BYTES + (low & 0xff);
    const b = 6 * BYTES + ((low >>> 8) & 0xff);
    const c = 5 * BYTES + ((low >>> 16) & 0xff);
    const d = 4 * BYTES + (low >>> 24);
    const e = 3 * BYTES + (high & 0xff);
    const f = 2 * BYTES + ((high >>> 8) & 0xff);
    const g = BYTES + ((high >>> 16) & 0xff);
    const h = high >>> 24;
    low =
      (lows[a] as number) ^
      (lows[b] as number) ^
      (lows[c] as number) ^
      (lows[d] as number) ^
      (lows[e] as number) ^
      (lows[f] as number) ^
      (lows[g] as number) ^
      (lows[h] as number);
    high =
      (highs[a] as number) ^
      (highs[b] as number) ^
      (highs[c] as number) ^
      (highs[d] as number) ^
      (highs[e] as number) ^
      (highs[f] as number) ^
      (highs[g] as number) ^
      (highs[h] as number);
  }
  for (; at < end; at++) {
    const index = (low ^ (source[at] as number)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] as number);
    high = (high >>> 8) ^ (highs[index] as number);
  }
  crcLow = low;
  crcHigh = high;
}

/** Writes the checksum of `[start, end)` of `source` to `target` at `at`, little-endian; returns the place behind it. */
export function writeCrc64(target: Buffer, at: number, source: Buffer, start: number, end: number): number {
  update(source, start, end);
  target.writeInt32LE(crcLow, at);
  return target.writeInt32LE(crcHigh, at + 4);
}

/** Whether the 8 bytes at `at` of `source` are the checksum of its bytes `[start, end)`. */
export function hasCrc64(source: Buffer, at: number, start: number, end: number): boolean {
  update(source, start, end);
  return source.readInt32LE(at) === crcLow && source.readInt32LE(at + 4) === crcHigh;
}
