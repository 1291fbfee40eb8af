/** A keyspace whose keys and values are strings, for specs. */
import { type EntryRef, Keyspace } from '../../lib/store/keyspace.ts';
/** A moment to begin at, ms since 1970. */
export declare const START_MS = 1700000000000;
/** A keyspace with a text interface, for specs. */
export declare class TextKeyspace extends Keyspace {
    constructor(hashSeed?: number);
    put(key: string, value: string | Buffer, expiresAtMs?: number, nowMs?: number): EntryRef;
    refOf(key: string, nowMs?: number): EntryRef;
    has(key: string, nowMs?: number): boolean;
    remove(key: string): void;
    readValue(ref: EntryRef): Buffer;
    textOf(key: string, nowMs?: number): string;
    keyOf(ref: EntryRef): string;
}
