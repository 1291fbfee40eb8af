/**
 * What clients did and saw. Every executed write is known with its version, so what may be read is known too: nothing older than
 * what was acknowledged before the read began.
 *
 * While the network is cut the two sides have different histories; they are one again when all is quiet.
 */
import { hashSlot } from '../../../lib/base/hash-slot.js';
const CLOCKS_DIFFER_MS = 10_000;
export class History {
    keys = new Map();
    /** Nothing of what is read is checked: sides are being merged. */
    isMerging = false;
    of(key) {
        let history = this.keys.get(key);
        if (history === undefined) {
            history = { changes: new Map(), floors: [0, 0] };
            this.keys.set(key, history);
        }
        return history;
    }
    allKeys() {
        return this.keys.keys();
    }
    floorOf(key, side) {
        return this.of(key).floors[side];
    }
    execute(key, version, isDeletion, expiresAtMs, atMs, side) {
        const { changes, floors } = this.of(key);
        if (version <= floors[side] && !this.isMerging) {
            throw new Error(`${key} (slot ${slotOf(key)}): a write gets version ${version}, acknowledged is ${floors[side]} already`);
        }
        changes.set(version, { version, isDeletion, expiresAtMs, atMs, isAcknowledged: false });
    }
    acknowledge(key, version, sides) {
        const { changes, floors } = this.of(key);
        const change = changes.get(version);
        if (change !== undefined)
            change.isAcknowledged = true;
        for (const side of sides)
            floors[side] = Math.max(floors[side], version);
    }
    /** A version was found at the owner: it must be one that was written, and not older than `floor`. */
    checkFound(key, version, value, floor, wallMs, where) {
        const change = this.of(key).changes.get(version);
        if (change === undefined || change.isDeletion)
            throw new Error(`${where}: ${key} has version ${version} that nobody wrote`);
        if (value !== textOf(key, version, value.length))
            throw new Error(`${where}: ${key} has another value than it was given`);
        // Where it has expired nothing is left of it, and wall clocks differ: an older one that has not may come back.
        const latest = this.of(key).changes.get(floor);
        const hasExpired = latest !== undefined && latest.expiresAtMs <= wallMs + CLOCKS_DIFFER_MS;
        if (version < floor && !hasExpired && !this.isMerging) {
            throw new Error(`${where}: ${key} (slot ${slotOf(key)}) is at version ${version}, acknowledged was ${floor}`);
        }
    }
    /** Nothing was found: there must be a reason that is not older than `floor`. */
    checkMissing(key, floor, wallMs, where) {
        if (floor === 0 || this.isMerging)
            return;
        for (const change of this.of(key).changes.values()) {
            if (change.version >= floor && (change.isDeletion || change.expiresAtMs <= wallMs))
                return;
        }
        throw new Error(`${where}: ${key} (slot ${slotOf(key)}) is missing, acknowledged was version ${floor}`);
    }
    /** Everything is deleted somewhere: whether that was the key's owner or had its only other copy, what there is now may go. */
    excuse(key) {
        const version = this.newestOf(key);
        if (version === 0)
            return;
        const change = { version, isDeletion: true, expiresAtMs: 0, atMs: 0, isAcknowledged: false };
        this.of(key).changes.set(version + 0.5, change);
    }
    /** Nobody on that side has the key. */
    loseSight(key, side) {
        this.of(key).floors[side] = 0;
    }
    /** Without copies elsewhere, what was acknowledged after `sinceMs` may be lost with the member that executed it. */
    forgive(sinceMs) {
        for (const { changes, floors } of this.keys.values()) {
            let floor = 0;
            for (const { version, atMs, isAcknowledged } of changes.values()) {
                if (isAcknowledged && atMs < sinceMs)
                    floor = Math.max(floor, version);
            }
            floors.fill(floor);
        }
    }
    /** The network is one again: what was acknowledged on either side counts. */
    merge() {
        this.isMerging = false;
        for (const { floors } of this.keys.values())
            floors.fill(Math.max(...floors));
    }
    /** The newest change of a key that anybody executed. */
    newestOf(key) {
        return Math.floor(Math.max(0, ...this.of(key).changes.keys()));
    }
}
/** What is written with that version: such values differ. */
export function textOf(key, version, length) {
    return `${key}@${version}`.padEnd(length, '.').slice(0, Math.max(length, `${key}@${version}`.length));
}
export function slotOf(key) {
    const bytes = Buffer.from(key);
    return hashSlot(bytes, 0, bytes.length);
}
//# sourceMappingURL=history.js.map