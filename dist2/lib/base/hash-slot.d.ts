/**
 * The hash slot of a key: CRC16 (XMODEM: polynomial 0x1021, initial value 0) of the key, or of its {hash tag}, modulo
 * 16384, exactly as in Redis Cluster (cluster specification, "Key distribution model" and "Hash tags").
 */
/** Number of hash slots. */
export declare const SLOT_COUNT = 16384;
/** CRC16 of `[start, end)` of `bytes`. */
export declare function crc16(bytes: Uint8Array, start: number, end: number): number;
/**
 * The slot of the key `[start, end)` of `bytes`, 0 to 16383. If the key has a `{` and after it a `}` with at least one
 * byte between them, only what is between the first `{` and the first `}` after it counts.
 */
export declare function hashSlot(bytes: Uint8Array, start: number, end: number): number;
