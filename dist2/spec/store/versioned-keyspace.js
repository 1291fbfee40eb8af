/** A text keyspace with versions, for specs. */
import { hashSlot } from '../../lib/base/hash-slot.js';
import { NO_EXPIRY } from '../../lib/store/keyspace.js';
import { START_MS, TextKeyspace } from './text-keyspace.js';
export function slotOf(key) {
    const bytes = Buffer.from(key);
    return hashSlot(bytes, 0, bytes.length);
}
export class VersionedKeyspace extends TextKeyspace {
    /** The time at which changes are applied. */
    nowMs = START_MS;
    constructor(versioned = true, hashSeed) {
        super(hashSeed);
        this.versioned = versioned;
    }
    /** Sets a key here with this version. */
    putAt(version, key, value, expiresAtMs) {
        this.writeVersion = version;
        return this.put(key, value, expiresAtMs, this.nowMs);
    }
    applyText(key, value, version, expiresAtMs = NO_EXPIRY) {
        const keyBytes = Buffer.from(key);
        const all = Buffer.concat([Buffer.from('>'), keyBytes, Buffer.from(value)]);
        const keyEnd = 1 + keyBytes.length;
        return this.apply(all, 1, keyEnd, all, keyEnd, all.length, expiresAtMs, version, this.nowMs);
    }
    applyDeleteText(key, version) {
        const bytes = Buffer.from(`>${key}`);
        return this.applyDelete(bytes, 1, bytes.length, version, this.nowMs);
    }
    applyDropText(key, version) {
        const bytes = Buffer.from(`>${key}`);
        return this.applyDrop(bytes, 1, bytes.length, version, this.nowMs);
    }
    /** Keys and versions of the tombstones in the key's slot. */
    tombstonesOf(key) {
        const found = [];
        this.visitTombstones(slotOf(key), (buf, start, end, version) => {
            found.push([buf.toString('utf8', start, end), version]);
        });
        return found;
    }
}
//# sourceMappingURL=versioned-keyspace.js.map