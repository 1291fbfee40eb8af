/** CRC32C (Castagnoli: reflected polynomial 0x82f63b78), as in RFC 3720, appendix B.4. */
const TABLE = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++)
        crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    TABLE[byte] = crc;
}
/** The checksum of `[start, end)` of `bytes`, 32 bits. */
export function crc32c(bytes, start, end) {
    let crc = 0xffffffff;
    for (let at = start; at < end; at++) {
        crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[at]) & 0xff];
    }
    return (crc ^ 0xffffffff) >>> 0;
}
//# sourceMappingURL=crc32c.js.map