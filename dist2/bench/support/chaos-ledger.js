/**
 * What was acknowledged, and so what a read may find. Each key has one writer, which sends one write after the other, numbered
 * upwards: a value is the number of its write. A read is right if it finds what the last write left that was acknowledged before the read
 * was sent, or what a later one left, whose outcome may not be known.
 */
export class Ledger {
    entries = new Map();
    keys() {
        return [...this.entries.keys()];
    }
    /** A write is about to be sent. */
    sent(key, number, isDeletion) {
        const entry = this.entries.get(key) ?? { acked: 0, sent: 0, deletion: 0, sentMs: 0, ackedMs: 0 };
        entry.sent = number;
        if (isDeletion)
            entry.deletion = number;
        this.entries.set(key, entry);
    }
    /** The last write that was sent is answered. */
    acknowledged(key, sentMs, ackedMs) {
        const entry = this.entries.get(key);
        if (entry === undefined)
            return;
        entry.acked = entry.sent;
        entry.sentMs = sentMs;
        entry.ackedMs = ackedMs;
    }
    /** The number of the last acknowledged write, 0 if there was none. */
    acked(key) {
        return this.entries.get(key)?.acked ?? 0;
    }
    /** Whether a read may find that which was sent when `acked` was the last acknowledged write. */
    isRight(key, found, acked) {
        const entry = this.entries.get(key);
        if (entry === undefined)
            return found === null;
        if (found === null)
            return acked === 0 || entry.deletion >= acked;
        return Number(found) >= acked && Number(found) <= entry.sent;
    }
    /** When the last acknowledged write of the key was sent and answered; undefined if there was none. */
    lastWrite(key) {
        const entry = this.entries.get(key);
        return entry !== undefined && entry.ackedMs > 0 ? entry : undefined;
    }
}
//# sourceMappingURL=chaos-ledger.js.map