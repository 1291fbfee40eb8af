/**
 * The hash slot of a key: CRC16 (XMODEM: polynomial 0x1021, initial value 0) of the key, or of its {hash tag}, modulo
 * 16384, exactly as in Redis Cluster (cluster specification, "Key distribution model" and "Hash tags").
 */
/** Number of hash slots. */
export const SLOT_COUNT = 16384;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const CRC16_TABLE = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
    let crc = byte << 8;
    for (let bit = 0; bit < 8; bit++)
        crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    CRC16_TABLE[byte] = crc;
}
/** CRC16 of `[start, end)` of `bytes`. */
export function crc16(bytes, start, end) {
    let crc = 0;
    for (let at = start; at < end; at++) {
        crc = ((crc << 8) ^ CRC16_TABLE[((crc >>> 8) ^ bytes[at]) & 0xff]) & 0xffff;
    }
    return crc;
}
/**
 * The slot of the key `[start, end)` of `bytes`, 0 to 16383. If the key has a `{` and after it a `}` with at least one
 * byte between them, only what is between the first `{` and the first `}` after it counts.
 */
export function hashSlot(bytes, start, end) {
    for (let open = start; open < end; open++) {
        if (bytes[open] !== OPEN_BRACE)
            continue;
        for (let close = open + 1; close < end; close++) {
            if (bytes[close] !== CLOSE_BRACE)
                continue;
            if (close > open + 1)
                return crc16(bytes, open + 1, close) & (SLOT_COUNT - 1);
            break;
        }
        break;
    }
    return crc16(bytes, start, end) & (SLOT_COUNT - 1);
}
//# sourceMappingURL=hash-slot.js.map