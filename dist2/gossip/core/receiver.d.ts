/**
 * What is done with a datagram: who sent it is looked at first, then each message goes to the part that it concerns.
 */
import type { Accusations } from './accusations.ts';
import type { Bans } from './bans.ts';
import type { Broadcast } from './broadcast.ts';
import type { Contacts } from './contacts.ts';
import type { Context } from './context.ts';
import type { Departure } from './departure.ts';
import type { FailureDetector } from './failure-detector.ts';
import type { Identity } from './identity.ts';
import type { Incoming } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Rumours } from './rumours.ts';
import type { Sync } from './sync.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address } from './types.ts';
/** The parts that messages go to. */
export interface Parts {
    readonly context: Context;
    readonly identity: Identity;
    readonly tombstones: Tombstones;
    readonly bans: Bans;
    readonly prober: Prober;
    readonly accusations: Accusations;
    readonly rumours: Rumours;
    readonly detector: FailureDetector;
    readonly sync: Sync;
    readonly contacts: Contacts;
    readonly departure: Departure;
    readonly broadcast: Broadcast;
}
export declare class Receiver {
    private readonly parts;
    constructor(parts: Parts);
    receive(incoming: Incoming, from: Address, nowMs: number): void;
    /** While this member is away, only an invitation wakes it up, and only after a ban. */
    private wake;
    /** Answers a banned sender, and lifts the ban if this member has invited it. Returns true if it is not let in. */
    private turnedAway;
    /** A sender that this member holds for dead, or knows to be replaced, is told so. */
    private correctSender;
    private handle;
    private onPing;
    private onIndirectAck;
    private onAck;
    private compare;
    private onJoin;
}
