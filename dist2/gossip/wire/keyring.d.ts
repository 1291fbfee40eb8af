/**
 * The secret keys of a cluster, and sealing with them. A member sends with one key, the primary, and accepts them all; a key
 * is changed in three steps, each of them on every member before the next: install the new one, use it, remove the old one.
 *
 * From each ring key every instance has a subkey of its own, HKDF(ring key, instance), with 4 bytes of salt; the nonce is the
 * salt and the 8 bytes of destination and counter. No nonce comes twice for a subkey: instances are random for each start, and
 * an instance never repeats a counter. What is sealed is the body; the header is associated data.
 *
 * Bounds: KEY_LIMIT keys; SUBKEY_LIMIT subkeys kept for the instances heard of last. Only an authentic datagram gets its
 * sender's subkey kept.
 */
import { type CipherSuite } from './cipher-suite.ts';
import { ReplayGuard } from './replay-window.ts';
export declare const KEY_LIMIT = 8;
export declare const SUBKEY_LIMIT = 4096;
/** Why a sealed datagram was not opened. */
export type OpenFailure = 'key' | 'replay' | 'authentication';
export declare class Keyring {
    /** Of the member that has the ring, 16 hex digits. */
    readonly instance: string;
    private readonly suite;
    private readonly guard;
    /** Never empty; the first one is the primary. */
    private ring;
    /**
     * @param instance 16 hex digits, new for each start: datagrams are counted from 1
     * @param keys the primary first
     * @throws RangeError when there is no key, one too many, or one of another size than KEY_SIZE
     */
    constructor(suite: CipherSuite, instance: string, keys: readonly Uint8Array[], guard?: ReplayGuard);
    /** The keys, the primary first. */
    get keys(): readonly Uint8Array[];
    /**
     * Replaces the keys: the first one seals from now on, and all of them open. What a key that stays has learned stays too.
     * @throws RangeError as the constructor does; the keys are as before then
     */
    setKeys(keys: readonly Uint8Array[]): void;
    /** Header byte that names the primary. */
    get primaryId(): number;
    /**
     * Seals a body with the primary.
     * @param header complete, with `primaryId`, the own instance and a counter that was never used before
     * @param nonceAt where destination and counter stand in it, 8 bytes
     * @returns ciphertext and tag
     */
    seal(header: Buffer, nonceAt: number, body: Uint8Array): Buffer;
    /**
     * Opens a datagram of another instance, once.
     * @param counter as the header has it
     * @param nonceAt where destination and counter stand in the header, 8 bytes
     */
    open(keyId: number, instance: string, counter: number, header: Buffer, nonceAt: number, sealed: Uint8Array): Buffer | OpenFailure;
    private get primary();
    private find;
    private newKey;
    private derive;
}
/** @throws RangeError when these cannot be the keys of a ring */
export declare function checkKeys(keys: readonly Uint8Array[]): void;
