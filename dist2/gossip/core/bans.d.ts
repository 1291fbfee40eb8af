/**
 * FORGET: takes members off the list and bans their ids, here and everywhere, and gives in when this member itself is the one
 * that is forgotten.
 */
import type { Contacts } from './contacts.ts';
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
import type { Forget } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, ForgetResult } from './types.ts';
export declare class Bans {
    private readonly context;
    private readonly identity;
    private readonly tombstones;
    private readonly prober;
    private readonly contacts;
    constructor(context: Context, identity: Identity, tombstones: Tombstones, prober: Prober, contacts: Contacts);
    /** Forgets a member by command. */
    forget(id: string, nowMs: number): ForgetResult;
    /** Lifts the ban on a member, which is told at once. */
    lift(id: string, from: Address, nowMs: number): void;
    /** A tombstone, or the end of one. `sender`: the instance that it came from. */
    onForget(forget: Forget, sender: string, nowMs: number): void;
    /** This member is told that it was forgotten. */
    onBanned(stamp: number, remainingMs: number, nowMs: number): void;
    private get myId();
}
