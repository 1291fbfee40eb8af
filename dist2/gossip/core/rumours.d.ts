/**
 * What is said of other members, and what of it is believed. Every change that is believed is flooded to the ring neighbours,
 * who do the same: a rumour that is no news is not passed on, so that a flood ends by itself and needs no message ids. What
 * a flood misses is repaired by sync.
 *
 * Merging is the same in whatever order rumours arrive: the newer instance wins, then the higher incarnation, then
 * left over dead over alive. Only a rumour of a death may have to wait (accusations.ts).
 */
import type { Accusations } from './accusations.ts';
import { type Context } from './context.ts';
import type { Identity } from './identity.ts';
import { type Member } from './member.ts';
import { type Leave } from './messages.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, MemberRecord, Source } from './types.ts';
export declare class Rumours {
    private readonly context;
    private readonly accusations;
    private readonly tombstones;
    private readonly identity;
    /** When the first other member was learned of: until one hf later, whoever told about it tells the others too. */
    private metOthersMs;
    constructor(context: Context, accusations: Accusations, tombstones: Tombstones, identity: Identity);
    /** Takes up a record of another member. `sinceMs`: for how long a dead or left member has been so. */
    onRecord(record: MemberRecord, sinceMs: number, source: Source, nowMs: number): void;
    onLeave(leave: Leave, source: Source, nowMs: number): void;
    /** Tells a member, at most once per hf/2, that this one holds it for dead, so that it can refute. */
    tellAccused(member: Member, to: Address, nowMs: number): void;
    /** Tells an older instance of a live member, at most once per hf/2, that it has been replaced. */
    tellConflict(member: Member, to: Address, nowMs: number): void;
    private learn;
    private replaceInstance;
    /** The record is of an older instance than the one in the list. */
    private correct;
    private merge;
    /** A live member raised its incarnation. */
    private update;
    /** Silence counts from now on, and what was said of an earlier incarnation is void. */
    private renew;
    private spread;
}
