/** The keys of the next frames of a batch, so that they are looked up together before they are changed one by one (store/prefetch.ts). */
import { type KeyBatch } from '../store/prefetch.ts';
export declare class KeysAhead implements KeyBatch {
    readonly buf: Buffer;
    count: number;
    readonly keyStarts: Int32Array<ArrayBuffer>;
    readonly keyEnds: Int32Array<ArrayBuffer>;
    readonly keySlots: Int32Array<ArrayBuffer>;
    private readonly reader;
    /** Of the frames `[start, end)` of `buf`. */
    constructor(buf: Buffer, start: number, end: number);
    /** Goes on to the next keys; returns how many frames they and what lies between them take. */
    advance(): number;
}
