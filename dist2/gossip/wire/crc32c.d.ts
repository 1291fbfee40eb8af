/** CRC32C (Castagnoli: reflected polynomial 0x82f63b78), as in RFC 3720, appendix B.4. */
/** The checksum of `[start, end)` of `bytes`, 32 bits. */
export declare function crc32c(bytes: Uint8Array, start: number, end: number): number;
