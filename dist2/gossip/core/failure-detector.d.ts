/**
 * Judges silence.
 *
 * A member watches its ring neighbours (rings.ts), and any member that somebody accuses against the evidence here. Where a
 * watched member is silent for long it is probed on every beat; from 2 hf on its other observers are asked how fresh their own
 * evidence is, and any fresher answer moves its clock. It is dead after D = ttl - 1.5 hf without any sign of life.
 *
 * A member that talks but hears nobody (its pings say so, and it answers none) keeps others waiting as a dead one does: it is taken off when no
 * observer has been answered for D.
 *
 * Deviations from SWIM and Lifeguard: no suspicion timer. Suspicion is a hint for routing; the verdict depends on the
 * age of the evidence alone, which is what gives the bound: a crashed member is off every list within ttl.
 */
import type { Accusations } from './accusations.ts';
import type { Context } from './context.ts';
import type { CrashEvidence } from './crash-evidence.ts';
import type { Query, Reply } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Address } from './types.ts';
export declare class FailureDetector {
    private readonly context;
    private readonly prober;
    private readonly accusations;
    private readonly crashEvidence;
    /** The members that this one judges: its neighbours on the rings. */
    private neighbours;
    /** The members that this one probes and asks about when they are silent: its neighbours, and at times those behind them. */
    private watched;
    private watchedVersion;
    /** How many members are watched on each side of each ring. */
    private reach;
    private reachedMs;
    constructor(context: Context, prober: Prober, accusations: Accusations, crashEvidence: CrashEvidence);
    /**
     * Follows changes of the rings. A member that comes to be watched because its observer went may have been silent for long
     * already; it is given 1.5 hf, and asked about at once. Without this a member that crashes together with its observers
     * would be noticed up to ttl later.
     */
    followRings(nowMs: number): void;
    /** Pings every watched member at once. */
    checkAll(nowMs: number): void;
    beat(nowMs: number): void;
    /**
     * Where half of the watched members are silent, many may have gone at once, or this member and a few others are cut off: the members
     * behind them are watched too, twice as many after each hf. They are only probed and asked about until those before them are
     * gone, and this member is their neighbour: their own observers may all be pausing as well. But if they are silent by
     * then, their time is up at once, so that all are found about ttl later and not one row after the other.
     */
    private adaptReach;
    /** Reaches the verdicts that are due. */
    tick(nowMs: number): void;
    nextMs(nowMs: number): number;
    onQuery(query: Query, from: Address, nowMs: number): void;
    onReply(reply: Reply, sender: string, nowMs: number): void;
    /** Probes a silent member, and from the start of the suspicion asks its other observers too. */
    private examine;
    /** Two observers have to agree, unless there is only this one. */
    private suspectIfAgreed;
    private findCheck;
    private verdictAt;
    /** It talks now, and has not shown to any observer for D that it hears. */
    private isDeaf;
}
