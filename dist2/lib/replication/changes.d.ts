import type { EntryRef, Keyspace } from '../store/keyspace.ts';
export declare const PUT = 1;
export declare const DELETE = 2;
export declare const DROP = 3;
export declare const FLOOR = 4;
export declare const BEGIN = 5;
export declare const END = 6;
export declare const SAME = 7;
export declare const GIVEN = 8;
export declare const CHECK = 9;
export declare const COPIED = 10;
export declare const STOP = 11;
/** Collects frames. `buf` from `start` to `length` is the batch; what is before `start`, and two bytes behind it, are the caller's. */
export declare class ChangeWriter {
    buf: Buffer;
    length: number;
    readonly start: number;
    /** Leaves `start` bytes free in front of the frames. */
    constructor(start: number);
    get isEmpty(): boolean;
    /** The entry as it is. */
    put(keyspace: Keyspace, slot: number, ref: EntryRef): void;
    /** DELETE or DROP of the key `[start, end)` of `key`. */
    key(op: number, slot: number, version: number, key: Buffer, start: number, end: number): void;
    /** FLOOR, END, SAME or CHECK. */
    number(op: number, slot: number, number: number): void;
    /** BEGIN, GIVEN, COPIED or STOP. */
    mark(op: number, slot: number): void;
    /** The next batch goes into memory of its own if this one's was handed on; else it is used again. */
    clear(): void;
    /** Makes room for a frame of at most so many bytes and writes its head; returns the place behind that. */
    private reserve;
    private grow;
}
/** Goes through the frames of a batch. After `next` the fields are those of the frame that it found. */
export declare class ChangeReader {
    op: number;
    slot: number;
    /** The version, or the digest. */
    number: number;
    expiresAtMs: number;
    keyStart: number;
    keyEnd: number;
    /** The bytes of a string value. */
    valueStart: number;
    valueEnd: number;
    readonly buf: Buffer;
    private at;
    private readonly end;
    constructor(buf: Buffer, start: number, end: number);
    /** False at the end, and where the bytes are no frame: then `isBroken`. */
    next(): boolean;
    get isBroken(): boolean;
    /** Reads what follows the head at `at`; returns the place behind the frame, 0 if there is none. */
    private read;
    private readValue;
}
