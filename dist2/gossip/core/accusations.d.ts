/**
 * Who is said to be silent or gone, by this member or by others, and what comes of it: suspicion, which is a hint, and death, which takes a
 * member off the live list.
 *
 * A death that others report is believed at once unless the evidence here contradicts it. If it does, or if the news is old (it came by
 * sync), the case stays open: the accused is told, so that it can refute, and probed; any sign of life closes the case,
 * and silence for D decides it.
 *
 * Bounds: one open case for each live member.
 */
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
import type { Member } from './member.ts';
import { type Accusation, type Suspect } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Source } from './types.ts';
export declare class Accusations {
    private readonly context;
    private readonly prober;
    private readonly identity;
    private readonly openCases;
    constructor(context: Context, prober: Prober, identity: Identity);
    /** First-hand sign of life. */
    heard(member: Member, nowMs: number): void;
    /** A sign of life as of `aliveMs`. */
    vouch(member: Member, aliveMs: number, nowMs: number): void;
    /** It has shown that it heard this member at `hearsMs`. */
    answered(member: Member, hearsMs: number): void;
    /** The members with an accusation that is still open. */
    accused(): Member[];
    /** A DEAD that spreads as news. */
    onDead(accusation: Accusation, source: Source, nowMs: number): void;
    onSuspect(suspicion: Suspect, source: Source, nowMs: number): void;
    /** Somebody says that another member is dead. */
    hear(member: Member, accusation: Accusation, source: Source, nowMs: number): void;
    /** This member and another observer have not heard it for 2 hf. */
    suspect(member: Member, nowMs: number): void;
    /** Reminds a suspected member that it should refute. */
    tellSuspicion(member: Member, nowMs: number): void;
    /** This member's own verdict. */
    declareDead(member: Member, nowMs: number): void;
    /** Its process is gone: its address has refused this member and `witness` since `sinceMs`. */
    declareGone(member: Member, witness: string, sinceMs: number, nowMs: number): void;
    /** It talks, but hears nobody: no use to anybody. */
    declareDeaf(member: Member, nowMs: number): void;
    /** Closes the accusations that were contradicted meanwhile, and accepts those whose time has come. */
    settle(nowMs: number): void;
    nextMs(): number;
    private acceptableMs;
    /** Whether the evidence here is old enough for the accusation to be true. */
    private isUncontradicted;
    private markSuspect;
    private bury;
    /** Who gets no answer from anybody may be cut off itself: what it makes of the others' silence is nothing to tell. */
    private isTrustworthy;
    private accusationOf;
    /** For people. */
    private reportersOf;
}
