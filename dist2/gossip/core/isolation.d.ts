/**
 * Whether this member may be cut off: it knows others, but none of its probes has been answered for D. Answers count, not
 * datagrams: a member that hears the others and is not heard by them is cut off too.
 */
import type { Context } from './context.ts';
export declare class Isolation {
    isIsolated: boolean;
    private readonly context;
    constructor(context: Context);
    beat(nowMs: number): void;
}
