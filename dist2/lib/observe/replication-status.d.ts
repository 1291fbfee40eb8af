/** What is told of the copies and the handoff of one shard, and how fast changes come and go. */
import type { ReplicationStatus } from '../commands/context.ts';
import type { Replication } from '../replication/replication.ts';
/**
 * Counts what a shard's replication has sent and received since the start. Its streams begin and end, and their counts with
 * them; these only grow.
 */
export declare class ReplicationMeter {
    private readonly core;
    private sentBytes;
    private receivedBytes;
    private receivedKeys;
    private readonly sentRate;
    private readonly receivedRate;
    /** Counts of the streams that there were last, and of what came in. */
    private sentOf;
    private appliedBytes;
    private appliedKeys;
    constructor(core: Replication);
    /** Takes a sample for the rates; called every RATE_SAMPLE_MS or so. */
    sample(nowMs: number): void;
    status(): ReplicationStatus;
    private update;
}
/**
 * Whether a shard has all copies that it is to have, its slots all have theirs, as many as there are members for, and
 * none of them is on its way anywhere.
 */
export declare function areCopiesComplete(status: ReplicationStatus): boolean;
/** Whether each slot that is held has all its replicas, which get every change of it. */
export declare function areSlotsFollowed({ replicas, streams, heldSlots }: ReplicationStatus): boolean;
