/** A keyspace whose keys and values are strings, for specs. */
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.js';
/** A moment to begin at, ms since 1970. */
export const START_MS = 1_700_000_000_000;
/** A keyspace with a text interface, for specs. */
export class TextKeyspace extends Keyspace {
    constructor(hashSeed = 99) {
        super({ hashSeed });
    }
    put(key, value, expiresAtMs = NO_EXPIRY, nowMs = START_MS) {
        const keyBytes = Buffer.from(key);
        const valueBytes = Buffer.from(value);
        return this.set(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length, expiresAtMs, nowMs);
    }
    refOf(key, nowMs = START_MS) {
        const bytes = Buffer.from(key);
        return this.find(bytes, 0, bytes.length, nowMs);
    }
    has(key, nowMs = START_MS) {
        return this.refOf(key, nowMs) !== NO_ENTRY;
    }
    remove(key) {
        this.delete(this.refOf(key));
    }
    readValue(ref) {
        const bytes = Buffer.alloc(this.valueLength(ref));
        this.copyValue(ref, bytes, 0, 0, bytes.length);
        return bytes;
    }
    textOf(key, nowMs = START_MS) {
        return this.readValue(this.refOf(key, nowMs)).toString();
    }
    keyOf(ref) {
        const bytes = Buffer.alloc(this.keyLength(ref));
        this.copyKey(ref, bytes, 0);
        return bytes.toString();
    }
}
//# sourceMappingURL=text-keyspace.js.map