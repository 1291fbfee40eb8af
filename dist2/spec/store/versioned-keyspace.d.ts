import { type EntryRef } from '../../lib/store/keyspace.ts';
import { TextKeyspace } from './text-keyspace.ts';
export declare function slotOf(key: string): number;
export declare class VersionedKeyspace extends TextKeyspace {
    /** The time at which changes are applied. */
    nowMs: number;
    constructor(versioned?: boolean, hashSeed?: number);
    /** Sets a key here with this version. */
    putAt(version: number, key: string, value: string | Buffer, expiresAtMs?: number): EntryRef;
    applyText(key: string, value: string | Buffer, version: number, expiresAtMs?: number): boolean;
    applyDeleteText(key: string, version: number): boolean;
    applyDropText(key: string, version: number): boolean;
    /** Keys and versions of the tombstones in the key's slot. */
    tombstonesOf(key: string): [string, number][];
}
