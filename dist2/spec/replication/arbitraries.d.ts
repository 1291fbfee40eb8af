/** What specs of replication share: a keyspace with one entry, frames, and bytes that are damaged. */
import fc from 'fast-check';
import { type EntryRef, Keyspace } from '../../lib/store/keyspace.ts';
export declare const NOW_MS: number;
export interface Entry {
    readonly key: Uint8Array;
    readonly value: Uint8Array;
    readonly version: number;
    readonly expiresAtMs: number;
}
export declare const entry: fc.Arbitrary<Entry>;
export declare function put(keyspace: Keyspace, { key, value, version, expiresAtMs }: Entry): EntryRef;
export declare function newKeyspace(): Keyspace;
/** Turns bits of `bytes` over, or cuts it off. */
export declare function damage(bytes: Buffer, at: number, bit: number, isCut: boolean): Buffer;
