/**
 * Repairs what floods missed. Every ping and ack carries two hashes of what its sender knows; where they differ from the
 * receiver's, the receiver sends its bucket hashes (SYNC), the other answers with its entries of the buckets that differ and asks
 * for those of the first (WANT). So both know the same after one and a half round trips, at the cost of what differs.
 *
 * Bounds: a sync is repeated with one member at most every hf/4, and less and less often, down to once per ttl, while
 * the difference stays the same. All answers together hold at most BUDGET_PER_BEAT entries per beat; the next syncs bring the rest.
 */
import type { Context } from './context.ts';
import type { Member } from './member.ts';
import type { Message, Status } from './messages.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address } from './types.ts';
export declare class Sync {
    private readonly context;
    private readonly tombstones;
    private budget;
    /** When a sync was last started with a sender that is in no list. */
    private lastStrangerMs;
    constructor(context: Context, tombstones: Tombstones);
    beat(): void;
    /** This member's bucket hashes, as a message. */
    request(): Message;
    /** Compares what a ping or an ack says of its sender's knowledge with one's own. Returns true if they agree on the view. */
    compare(status: Status, sender: Member | undefined, from: Address, nowMs: number): boolean;
    onSync(buckets: Uint8Array, from: Address, nowMs: number): void;
    onWant(bitmap: Uint8Array, from: Address, nowMs: number): void;
    private mayStart;
    private sendEntries;
}
