/**
 * Whether all live members have the same view, from the view hashes that their pings and acks carry. Members that are not pinged often
 * tell theirs late, so one may ask them all at once: for ttl from then on, whoever does not agree is pinged on every beat.
 */
import type { Context } from './context.ts';
import type { Prober } from './prober.ts';
export declare class Agreement {
    private readonly context;
    private readonly prober;
    private askUntilMs;
    constructor(context: Context, prober: Prober);
    /** What was told before counts no longer. */
    ask(nowMs: number): void;
    beat(nowMs: number): void;
}
