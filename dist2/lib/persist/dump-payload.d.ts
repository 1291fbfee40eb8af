/**
 * What DUMP replies and RESTORE takes: one value of any type, with the version of the format and a checksum (redis 7.0, cluster.c,
 * createDumpPayload).
 *
 *   1 byte     type of the value
 *   ...        the value
 *   2 bytes    version of RDB, little-endian
 *   8 bytes    CRC-64 of all before it, little-endian
 */
import { type StringReader } from './rdb-string.ts';
/** The version of Redis 7.0, which is also the highest that it reads. */
export declare const RDB_VERSION = 10;
/** Most bytes that `writeStringPayload` needs for a string of `length` bytes. */
export declare function maxStringPayloadBytes(length: number): number;
/**
 * Writes the payload of the string `[start, end)` of `source` to the beginning of `target`, which has `maxStringPayloadBytes`; returns
 * its length. The buffers do not overlap.
 */
export declare function writeStringPayload(target: Buffer, source: Buffer, start: number, end: number): number;
/** Whether `[start, end)` of `source` is a payload of a version that is read here, with the checksum that it should have. */
export declare function isPayload(source: Buffer, start: number, end: number): boolean;
/**
 * Reads the string in `[start, end)` of `source`, for which `isPayload` holds, with `reader`, which then has it; false if the payload
 * begins with something else than one string of at most `maxBytes`. What follows the string is not looked at, as in Redis; but
 * a string that is cut off is not taken to go on in the version and checksum, as it is there.
 */
export declare function readStringPayload(reader: StringReader, source: Buffer, start: number, end: number, maxBytes: number): boolean;
