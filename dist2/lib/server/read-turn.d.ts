/**
 * Small reads of one turn of the event loop, put together.
 *
 * A client that waits for each reply sends one command at a time, and the loop reads many such clients one after the other. What they
 * sent is kept here until all are read. Then the keys of all are looked up at once (store/prefetch.ts), and the connections
 * execute their commands and write, in the order in which they were read. That is faster than a read, a command and a write for
 * each: reads of memory overlap, and code stays in the cache. No command waits for anything but the reads before its own.
 *
 * Bound: MAX_READS reads of SMALL_BYTES, and as many commands as a batch holds; a turn that is full is run at once.
 */
import type { RequestLimits } from '../resp/limits.ts';
import { RequestBatch } from '../resp/request-batch.ts';
import type { KeyBatch } from '../store/prefetch.ts';
/** A longer read holds many commands, or a long one. */
export declare const SMALL_BYTES = 512;
/** A connection whose read waits. */
export interface Reader {
    /** Executes what was read; the turn's memory is written to again after it. `nowMs` is the wall clock at the turn's end. */
    processRead(nowMs: number): void;
}
export declare class ReadTurn {
    /** What was read, one read behind the other. */
    readonly buf: Buffer<ArrayBuffer>;
    /** The plain commands in it, offered to each parser in its reader's turn. */
    readonly batch: RequestBatch;
    private readonly view;
    private readonly sources;
    private readonly readers;
    private readonly parsers;
    /** How many commands there are with those of each reader. */
    private readonly ends;
    private count;
    private position;
    private isScheduled;
    private readonly onKeys;
    private readonly onEnd;
    /** `onKeys` is called with the keys of several commands, before the first of them is executed; `onEnd` after the last. */
    constructor(onKeys: (keys: KeyBatch) => void, onEnd: () => void);
    /**
     * Copies the first `length` bytes of `source`, SMALL_BYTES at most; returns where in `buf` they are. `reader` is run soon. If `limits`
     * are given nothing of its parser's input is before these bytes, and the commands in them are parsed for `parser`.
     */
    add(reader: Reader, parser: object, source: Buffer, length: number, limits: RequestLimits | undefined): number;
    /** Has all readers execute what was read. */
    run(): void;
    private readonly runSoon;
}
