/**
 * Leaving on purpose: the ring neighbours are told, each until it acknowledges, and pass it on. Done when all of them know, or
 * after one hf.
 */
import { type Context } from './context.ts';
import type { Identity } from './identity.ts';
import type { Leave } from './messages.ts';
export declare class Departure {
    private readonly context;
    private readonly identity;
    /** Who has not acknowledged yet, by the sequence number of the pings that carry the news. */
    private readonly untold;
    private deadlineMs;
    private nextTryMs;
    constructor(context: Context, identity: Identity);
    /** The news, to answer pings that still come. */
    leave(): Leave;
    start(nowMs: number): void;
    onAck(seq: number, nowMs: number): void;
    tick(nowMs: number): void;
    nextMs(): number;
    private tell;
    private finish;
}
