/**
 * The operations that sealed datagrams need, as an interface: the wire format does no I/O and imports no node: modules, so
 * whoever runs it brings them (`node/cipher-suite.ts`). All of them are synchronous and none throws for any bytes.
 */
/** Size of a key of the ring, in bytes: AES-256. */
export declare const KEY_SIZE = 32;
/** Size of the authentication tag of AES-GCM, in bytes. */
export declare const TAG_SIZE = 16;
export interface CipherSuite {
    /** HKDF-SHA256 (RFC 5869) without a salt: `size` bytes that only `key` and `info` decide. */
    derive(key: Uint8Array, info: Uint8Array, size: number): Uint8Array;
    /** Prepares AES-256-GCM (NIST SP 800-38D) with this key of KEY_SIZE bytes. */
    cipher(key: Uint8Array): Cipher;
}
export interface Cipher {
    /**
     * Encrypts `plain`.
     * @param nonce 12 bytes, never the same twice for one key
     * @returns the ciphertext, as long as `plain`, and behind it the tag; the caller's own
     */
    seal(nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Buffer;
    /** The plain text; undefined if anything was changed since `seal`. The caller's own. */
    open(nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Buffer | undefined;
}
