/**
 * Commands parsed ahead: as many as lie whole and in plain form at the front of what one connection has sent.
 *
 * The parser takes them one by one. What they are good for is that their keys are known before the first of them runs, so that the
 * memory of all of them can be fetched at once and not one after the other. Plain means as clients write commands: every header
 * with one to FAST_DIGITS digits and no sign, CRLF behind it. At anything else the batch ends, and the parser takes over.
 *
 * One batch serves all connections of an event loop. It is a cache of what the input says and consumes nothing: dropping it loses
 * no command.
 */
import type { RequestLimits } from './limits.ts';
import type { Request } from './request.ts';
export declare class RequestBatch {
    /** Start and end of each argument, in `buf`: command `i` has `argc[i]` pairs from `first[i]` on. */
    readonly offsets: Int32Array<ArrayBuffer>;
    readonly first: Int32Array<ArrayBuffer>;
    readonly argc: Int32Array<ArrayBuffer>;
    /** Where command `i` begins and ends. */
    readonly starts: Int32Array<ArrayBuffer>;
    readonly ends: Int32Array<ArrayBuffer>;
    /** The second argument of each, a key nearly always; empty if there is none. */
    readonly keyStarts: Int32Array<ArrayBuffer>;
    readonly keyEnds: Int32Array<ArrayBuffer>;
    /** Its hash slot, if `onFilled` worked that out; else -1. */
    readonly keySlots: Int32Array<ArrayBuffer>;
    /** The bytes that the offsets point into. */
    buf: Buffer;
    count: number;
    /** Who takes commands now: those from `next` to `end`. */
    private owner;
    private next;
    private end;
    /** Offsets that are used. */
    private used;
    private readonly onFilled;
    /** `onFilled` is called when a batch of at least two commands is there, before the first is taken. */
    constructor(onFilled?: (batch: RequestBatch) => void);
    get isFull(): boolean;
    /** Forgets all commands. */
    clear(): void;
    /** Whether there are commands for `owner` to take. */
    isFor(owner: object): boolean;
    /** Whether these begin at `start` of `buf`. */
    isAt(buf: Buffer, start: number): boolean;
    /** From now on `owner` takes the commands from `first` to `end`. */
    offer(owner: object, first: number, end: number): void;
    /** `owner` takes no more. */
    withdraw(owner: object): void;
    /** Makes `request` the next command; returns where it ends. There must be one. */
    take(request: Request): number;
    /** The commands at the front of `[start, limit)` of `buf`, for `owner`. Returns how many. */
    fill(owner: object, buf: Buffer, start: number, limit: number, limits: RequestLimits): number;
    /** Adds those at the front of `[start, limit)` of the buffer. */
    append(start: number, limit: number, limits: RequestLimits): void;
    /** One command at `start`: writes its offsets from `used` on, and `argc`; returns where it ends, or -1. */
    private parse;
}
