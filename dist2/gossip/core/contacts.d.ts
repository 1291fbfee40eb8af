/**
 * Finding others: the seeds given at the start, members met by command, and members that died and may be back, or were only cut
 * off. About once per ttl each member tries one seed or dead member, so that a healed partition grows together by
 * itself; a member that knows nobody tries every hf/2.
 *
 * Bounds: SEED_LIMIT seeds, MEET_LIMIT invitations under way, each given up after 3 ttl.
 */
import { type Context } from './context.ts';
import type { Join, JoinKind } from './messages.ts';
import type { Sync } from './sync.ts';
import type { Address } from './types.ts';
export declare class Contacts {
    private readonly context;
    private readonly sync;
    private seeds;
    private seedTurn;
    private invitations;
    private nextTryMs;
    constructor(context: Context, sync: Sync, nowMs: number);
    /** Joins by any of these addresses, and keeps them for later; where there are too many, the oldest ones go. */
    join(addresses: readonly Address[], nowMs: number): void;
    /** Invites whoever is at this address, until it answers. */
    meet(address: Address, nowMs: number): void;
    /** Whether this is the answer to an invitation of this member; each is good for one answer. */
    takeAcceptance(join: Join): boolean;
    tick(nowMs: number): void;
    nextMs(): number;
    /** Gives up all invitations and forgets the seeds. */
    clear(): void;
    sendJoin(to: Address, kind: JoinKind, nonce: string): void;
    private tryNextSeed;
    private tryOneOf;
    private sendRequest;
    private deadAddresses;
    private isLiveAddress;
}
