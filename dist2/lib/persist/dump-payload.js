/**
 * What DUMP replies and RESTORE takes: one value of any type, with the version of the format and a checksum (redis 7.0, cluster.c,
 * createDumpPayload).
 *
 *   1 byte     type of the value
 *   ...        the value
 *   2 bytes    version of RDB, little-endian
 *   8 bytes    CRC-64 of all before it, little-endian
 */
import { CRC64_BYTES, hasCrc64, writeCrc64 } from './crc64.js';
import { UNREADABLE } from './rdb-length.js';
import { maxStringBytes, writeString } from './rdb-string.js';
/** The version of Redis 7.0, which is also the highest that it reads. */
export const RDB_VERSION = 10;
const TYPE_BYTES = 1;
const VERSION_BYTES = 2;
const FOOTER_BYTES = VERSION_BYTES + CRC64_BYTES;
/** RDB's number for strings, whatever form they are in. */
const RDB_TYPE_STRING = 0;
/** Most bytes that `writeStringPayload` needs for a string of `length` bytes. */
export function maxStringPayloadBytes(length) {
    return TYPE_BYTES + maxStringBytes(length) + FOOTER_BYTES;
}
/**
 * Writes the payload of the string `[start, end)` of `source` to the beginning of `target`, which has `maxStringPayloadBytes`; returns
 * its length. The buffers do not overlap.
 */
export function writeStringPayload(target, source, start, end) {
    target[0] = RDB_TYPE_STRING;
    const versionAt = writeString(target, TYPE_BYTES, source, start, end);
    const crcAt = target.writeUInt16LE(RDB_VERSION, versionAt);
    return writeCrc64(target, crcAt, target, 0, crcAt);
}
/** Whether `[start, end)` of `source` is a payload of a version that is read here, with the checksum that it should have. */
export function isPayload(source, start, end) {
    if (end - start < FOOTER_BYTES)
        return false;
    const crcAt = end - CRC64_BYTES;
    return source.readUInt16LE(crcAt - VERSION_BYTES) <= RDB_VERSION && hasCrc64(source, crcAt, start, crcAt);
}
/**
 * Reads the string in `[start, end)` of `source`, for which `isPayload` holds, with `reader`, which then has it; false if the payload
 * begins with something else than one string of at most `maxBytes`. What follows the string is not looked at, as in Redis; but
 * a string that is cut off is not taken to go on in the version and checksum, as it is there.
 */
export function readStringPayload(reader, source, start, end, maxBytes) {
    const bodyEnd = end - FOOTER_BYTES;
    if (start >= bodyEnd || source[start] !== RDB_TYPE_STRING)
        return false;
    return reader.read(source, start + TYPE_BYTES, bodyEnd, maxBytes) !== UNREADABLE;
}
//# sourceMappingURL=dump-payload.js.map