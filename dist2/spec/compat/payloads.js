/** Payloads for RESTORE, as latin1 strings. */
import { writeCrc64 } from '../../lib/persist/crc64.js';
import { maxStringPayloadBytes, RDB_VERSION, writeStringPayload } from '../../lib/persist/dump-payload.js';
/** What DUMP gives for the string. */
export function payloadOf(text) {
    const value = Buffer.from(text, 'latin1');
    const target = Buffer.alloc(maxStringPayloadBytes(value.length));
    return target.toString('latin1', 0, writeStringPayload(target, value, 0, value.length));
}
/** A body in hex with version and checksum behind it. */
function sealed(hex, version = RDB_VERSION) {
    const body = Buffer.from(hex, 'hex');
    const payload = Buffer.concat([body, Buffer.alloc(10)]);
    payload.writeUInt16LE(version, body.length);
    writeCrc64(payload, body.length + 2, payload, 0, body.length + 2);
    return payload.toString('latin1');
}
/** Most are bad; some only look so. */
export const BAD_PAYLOADS = [
    '',
    'short',
    'no checksum at all',
    payloadOf('cut off').slice(0, -1),
    `${payloadOf('longer')}x`,
    payloadOf('another byte').replace('byte', 'bite'),
    sealed('0003616263', RDB_VERSION + 1),
    sealed('0003616263', RDB_VERSION - 1),
    sealed('0003616263', 1),
    // More behind the string.
    sealed('0003616263646566'),
    // Lengths in longer forms than they need, then none that there is.
    sealed('004003616263'),
    sealed('008000000003616263'),
    sealed('00810000000000000003616263'),
    sealed('0082000000000000000003616263'),
    sealed('0081ffffffffffffffff616263'),
    // Special forms, the last of which is none.
    sealed('00c0ff'),
    sealed('00c10001'),
    sealed('00c2ffffff7f'),
    sealed('00c4616263'),
    // Strings that are cut off.
    sealed('003f616263'),
    sealed('0080010000006162'),
    sealed('00c34015'),
    // LZF: well formed; with another length; with a match before the beginning; with a match that is cut off.
    sealed('00c30615016161e00a00'),
    sealed('00c30616016161e00a00'),
    sealed('00c30614016161e00a00'),
    sealed('00c30615016161e00a02'),
    sealed('00c30515016161e00a'),
    // Types of other values that are cut off, and one that is none.
    sealed('013f'),
    sealed('0e3f'),
    sealed('633f616263'),
];
//# sourceMappingURL=payloads.js.map