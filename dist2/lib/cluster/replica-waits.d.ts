/**
 * Waits until replicas hold what was written (WAIT): asks the owners again and again how far each of their streams of changes
 * has come, and compares.
 *
 * An owner answers at once, so that nobody's commands wait behind the question. The first answer says how much it had written to
 * each stream; once the other side of a stream holds that much, its replicas hold it. The question follows whatever this shard has
 * sent to the owner before. Everybody who waits shares the rounds; nobody is asked while nobody waits.
 *
 * The count is a lower bound: for each owner, of the copies that every slot is to have those that are behind are taken off, and where
 * copies are missing it is 0. An owner that is gone has taken its answer with it: 0, for good.
 */
import type { ReplicaQuestion, ReplicationStatus } from '../commands/context.ts';
export interface ReplicaWaitsParts {
    /** Id of this shard. */
    selfId(): string;
    /** Ids of the shards that own slots now. */
    owners(): readonly string[];
    /** What each of these shards tells, in their order; undefined for one that does not. */
    ask(shards: readonly string[]): Promise<readonly (ReplicationStatus | undefined)[]>;
}
export declare class ReplicaWaits {
    private readonly parts;
    private readonly waiters;
    private isAsking;
    private pauseMs;
    private pause;
    constructor(parts: ReplicaWaitsParts);
    /** Resolves to the number of replicas that hold what was written, once they are enough or the time is over. */
    wait(question: ReplicaQuestion): Promise<number>;
    /** Answers everybody who waits with what is known now. */
    stop(): void;
    private round;
    private look;
    private settle;
}
