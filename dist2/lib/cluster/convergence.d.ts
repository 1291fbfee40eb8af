/**
 * Finds out whether all members see the same members: asks every shard of each live one over its peer link for the hash of its view,
 * and compares it with the one here. Equal views make equal shard maps. A member agrees when all its shards do.
 *
 * Everybody who waits shares one round of questions; nobody is asked while nobody waits. A member that cannot be
 * reached, or that has not answered in time, does not agree.
 */
import type { ViewSnapshot } from '../../gossip/index.ts';
import type { ViewAgreement } from '../commands/context.ts';
import type { Forwarder } from './forwarder.ts';
export interface ConvergenceParts {
    readonly forwarder: Pick<Forwarder, 'linkTo' | 'tell'>;
    memberId(): string;
    /** Id of this shard. */
    myId(): string;
    view(): ViewSnapshot;
}
export declare class Convergence {
    private readonly parts;
    private readonly waiters;
    private isAsking;
    private pause;
    constructor(parts: ConvergenceParts);
    /** Resolves when all agree, or after the first round that ends later than `timeoutMs` from now. */
    wait(timeoutMs: number): Promise<ViewAgreement>;
    /** Answers everybody who waits with what is known now: that nobody but this member agrees. */
    stop(): void;
    private ask;
    private untilNextDeadlineMs;
    private settle;
    /** Asks every shard of each live member once. */
    private round;
}
