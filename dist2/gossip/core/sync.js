import { BUCKET_COUNT } from './state-hash.js';
const BUDGET_PER_BEAT = 2048;
export class Sync {
    context;
    tombstones;
    budget = BUDGET_PER_BEAT;
    /** When a sync was last started with a sender that is in no list. */
    lastStrangerMs = Number.NEGATIVE_INFINITY;
    constructor(context, tombstones) {
        this.context = context;
        this.tombstones = tombstones;
    }
    beat() {
        this.budget = BUDGET_PER_BEAT;
    }
    /** This member's bucket hashes, as a message. */
    request() {
        return { type: 'sync', buckets: this.context.hash.buckets() };
    }
    /** Compares what a ping or an ack says of its sender's knowledge with one's own. Returns true if they agree on the view. */
    compare(status, sender, from, nowMs) {
        const { hash } = this.context;
        const viewHash = hash.viewHash();
        const restHash = hash.restHash();
        const sameView = status.viewHash === viewHash;
        if (sameView && status.restHash === restHash)
            return true;
        const difference = `${viewHash}${restHash}/${status.viewHash}${status.restHash}`;
        if (this.mayStart(sender, difference, nowMs))
            this.context.outbox.send(from, this.request());
        return sameView;
    }
    onSync(buckets, from, nowMs) {
        const differing = this.context.hash.differing(buckets);
        if (differing.length === 0)
            return;
        this.sendEntries(new Set(differing), from, nowMs);
        const bitmap = new Uint8Array(BUCKET_COUNT / 8);
        for (const bucket of differing)
            bitmap[bucket >> 3] = bitmap[bucket >> 3] | (1 << (bucket & 7));
        this.context.outbox.send(from, { type: 'want', bitmap });
    }
    onWant(bitmap, from, nowMs) {
        const wanted = new Set();
        for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
            if (bitmap[bucket >> 3] & (1 << (bucket & 7)))
                wanted.add(bucket);
        }
        this.sendEntries(wanted, from, nowMs);
    }
    mayStart(sender, difference, nowMs) {
        const { timing } = this.context;
        if (!sender) {
            if (nowMs - this.lastStrangerMs < timing.beatMs)
                return false;
            this.lastStrangerMs = nowMs;
            return true;
        }
        const isSame = sender.lastSyncDifference === difference;
        if (nowMs - sender.lastSyncMs < (isSame ? sender.syncPauseMs : timing.beatMs))
            return false;
        sender.syncPauseMs = isSame ? Math.min(2 * sender.syncPauseMs, timing.ttlMs) : timing.beatMs;
        sender.lastSyncMs = nowMs;
        sender.lastSyncDifference = difference;
        return true;
    }
    sendEntries(buckets, to, nowMs) {
        const { outbox, table } = this.context;
        for (const forget of this.tombstones.inBuckets(buckets, nowMs)) {
            if (this.budget-- <= 0)
                return;
            outbox.send(to, forget);
        }
        for (const member of table.inBuckets(buckets)) {
            if (this.budget-- <= 0)
                return;
            const sinceMs = member.isLive ? 0 : Math.max(0, nowMs - member.sinceMs);
            outbox.send(to, { type: 'record', record: member.record, sinceMs });
        }
    }
}
//# sourceMappingURL=sync.js.map