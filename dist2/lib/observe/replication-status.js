import { Rate } from './rate.js';
/**
 * Counts what a shard's replication has sent and received since the start. Its streams begin and end, and their counts with
 * them; these only grow.
 */
export class ReplicationMeter {
    core;
    sentBytes = 0;
    receivedBytes = 0;
    receivedKeys = 0;
    sentRate = new Rate();
    receivedRate = new Rate();
    /** Counts of the streams that there were last, and of what came in. */
    sentOf = new Map();
    appliedBytes = 0;
    appliedKeys = 0;
    constructor(core) {
        this.core = core;
    }
    /** Takes a sample for the rates; called every RATE_SAMPLE_MS or so. */
    sample(nowMs) {
        this.update();
        this.sentRate.sample(this.sentBytes, nowMs);
        this.receivedRate.sample(this.receivedBytes, nowMs);
    }
    status() {
        this.update();
        const { core } = this;
        const { copies, ownership, keyspace } = core;
        const { map, selfIndex, heldSlots, incomingSlots } = ownership;
        const ownedSlots = selfIndex < 0 ? 0 : map.slotCount(selfIndex);
        const streams = [...core.followers.all()].map((stream) => ({
            peer: stream.peer,
            stream: stream.id,
            isPlaced: stream.isPlaced,
            sentBytes: stream.sentBytes,
            ackedBytes: stream.ackedBytes,
            liveSlots: stream.liveSlots,
            queuedSlots: stream.queuedSlots,
            silentMs: performance.now() - stream.lastAckMs,
        }));
        return {
            replicas: Math.max(0, Math.min(map.replicas, map.members.length - 1)),
            streams,
            wantedSlots: copies.wantedSlots,
            copiedSlots: copies.liveSlots,
            incomingSlots,
            outgoingSlots: Math.max(0, heldSlots + incomingSlots - ownedSlots),
            heldSlots,
            keys: keyspace.size,
            usedBytes: keyspace.usedBytes,
            sentBytes: this.sentBytes,
            receivedBytes: this.receivedBytes,
            receivedKeys: this.receivedKeys,
            sentPerSecond: this.sentRate.perSecond,
            receivedPerSecond: this.receivedRate.perSecond,
        };
    }
    update() {
        const { core } = this;
        const sentOf = new Map();
        for (const { id, sentBytes } of core.followers.all()) {
            this.sentBytes += sentBytes - (this.sentOf.get(id) ?? 0);
            sentOf.set(id, sentBytes);
        }
        this.sentOf = sentOf;
        // Fewer than before: of a shard that is gone nothing is counted any more.
        this.receivedBytes += Math.max(0, core.appliedBytes - this.appliedBytes);
        this.receivedKeys += Math.max(0, core.appliedKeys - this.appliedKeys);
        this.appliedBytes = core.appliedBytes;
        this.appliedKeys = core.appliedKeys;
    }
}
/**
 * Whether a shard has all copies that it is to have, its slots all have theirs, as many as there are members for, and
 * none of them is on its way anywhere.
 */
export function areCopiesComplete(status) {
    const { wantedSlots, copiedSlots, incomingSlots, outgoingSlots } = status;
    return (incomingSlots === 0 && outgoingSlots === 0 && copiedSlots === wantedSlots && areSlotsFollowed(status));
}
/** Whether each slot that is held has all its replicas, which get every change of it. */
export function areSlotsFollowed({ replicas, streams, heldSlots }) {
    if (streams.some(({ queuedSlots }) => queuedSlots > 0))
        return false;
    const followed = streams.reduce((sum, { isPlaced, liveSlots }) => sum + (isPlaced ? liveSlots : 0), 0);
    return followed >= heldSlots * replicas;
}
//# sourceMappingURL=replication-status.js.map