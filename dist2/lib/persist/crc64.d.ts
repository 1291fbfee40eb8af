/**
 * CRC-64 as Redis ends RDB files and DUMP payloads with it: the polynomial of David Jones, 0xad93d23594c935a9, reflected, from 0 on
 * and not inverted at the end (redis 7.0, crc64.c). The check value of `123456789` is 0xe9c6d914c4b8d9ca.
 *
 * JavaScript has no fast 64-bit integers, so the register is two halves of 32 bits. Eight bytes are taken at a time ("slicing by
 * eight": Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008): table k has what a byte
 * does to the register k bytes later.
 */
export declare const CRC64_BYTES = 8;
/** Writes the checksum of `[start, end)` of `source` to `target` at `at`, little-endian; returns the place behind it. */
export declare function writeCrc64(target: Buffer, at: number, source: Buffer, start: number, end: number): number;
/** Whether the 8 bytes at `at` of `source` are the checksum of its bytes `[start, end)`. */
export declare function hasCrc64(source: Buffer, at: number, start: number, end: number): boolean;
