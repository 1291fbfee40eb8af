/**
 * What the parts of the core share: configuration, the member list, the outbox, and ways to speak to members.
 */
import type { Random } from '../../lib/base/random.ts';
import { FailureLog } from './failure-log.ts';
import { LocalHealth } from './local-health.ts';
import type { Member } from './member.ts';
import type { MemberTable } from './member-table.ts';
import type { Message, Status } from './messages.ts';
import { Outbox } from './outbox.ts';
import { StateHash } from './state-hash.ts';
import { type Timing } from './timing.ts';
import type { Address, CoreConfig, MemberRecord, MembershipEventType } from './types.ts';
import { ViewClock } from './view-clock.ts';
/** Makes the member list; the simulator has one that many cores share. */
export type TableFactory = (self: MemberRecord, hash: StateHash, nowMs: number) => MemberTable;
export declare class Context {
    config: CoreConfig;
    /** One object for good, so that the parts can keep it. */
    readonly timing: Timing;
    readonly random: Random;
    readonly hash: StateHash;
    readonly outbox: Outbox;
    readonly clock: ViewClock;
    readonly health: LocalHealth;
    readonly table: MemberTable;
    readonly failures: FailureLog;
    /** How long the data thread has done nothing, in ms. */
    serveStallMs: number;
    private lastSeq;
    constructor(config: CoreConfig, random: Random, nowMs: number, tableOf: TableFactory);
    /** @throws RangeError when ttl is less than 5 hf */
    reconfigure({ hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence }: Omit<CoreConfig, 'self'>): void;
    get myself(): Member;
    /** D: silence after which this member declares another one dead. */
    get verdictMs(): number;
    /** A sequence number, 32 bits, that no other exchange of this time uses. */
    nextSeq(): number;
    status(): Status;
    sendTo(member: Member, message: Message): void;
    /** Floods news: to every ring neighbour but the instance it came from. Each of them passes on what is news to it. */
    flood(message: Message, exceptInstance?: string): void;
    /** Puts a record of a dead or left member in the place of what was there, and ends every case against it. */
    takeOff(member: Member, record: MemberRecord, event: 'failed' | 'left', reason: string, nowMs: number): void;
    /** The member that a rumour is about, if it is about the instance in the list. */
    findInstance({ id, instance }: {
        readonly id: string;
        readonly instance: string;
    }): Member | undefined;
    event(type: MembershipEventType, member: Member, reason: string, nowMs: number, silentMs?: number): void;
    /** The name of the member with this instance, for people. */
    nameOf(instance: string): string;
}
export declare function addressOf(member: Member): Address;
export declare function isSameAddress(a: Address, b: Address): boolean;
