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
import { type Cipher, type CipherSuite, KEY_SIZE } from './cipher-suite.ts';
import { ReplayGuard } from './replay-window.ts';

export const KEY_LIMIT = 8;
export const SUBKEY_LIMIT = 4096;

const SALT_SIZE = 4;
const NONCE_SIZE = 12;
const ID_INFO = Buffer.from('hearsay gossip 1 key id');
const SUBKEY_INFO = 'hearsay gossip 1 subkey ';

/** Why a sealed datagram was not opened. */
export type OpenFailure = 'key' | 'replay' | 'authentication';

interface RingKey {
  readonly bytes: Uint8Array;
  /** The same in all members; names the key in the header. Two keys may share one: then both are tried. */
  readonly id: number;
  readonly subkeys: Map<string, Subkey>;
}

interface Subkey {
  readonly cipher: Cipher;
  /** Begins with the salt; the counter is put behind it for each use. */
  readonly nonce: Buffer;
}

export class Keyring {
  /** Of the member that has the ring, 16 hex digits. */
  readonly instance: string;
  private readonly suite: CipherSuite;
  private readonly guard: ReplayGuard;
  /** Never empty; the first one is the primary. */
  private ring: readonly RingKey[];

  /**
   * @param instance 16 hex digits, new for each start: datagrams are counted from 1
   * @param keys the primary first
   * @throws RangeError when there is no key, one too many, or one of another size than KEY_SIZE
   */
  constructor(suite: CipherSuite, instance: string, keys: readonly Uint8Array[], guard = new ReplayGuard()) {
    this.suite = suite;
    this.instance = instance;
    this.guard = guard;
    this.ring = [];
    this.setKeys(keys);
  }

  /** The keys, the primary first. */
  get keys(): readonly Uint8Array[] {
    return this.ring.map(({ bytes }) => bytes);
  }

  /**
   * Replaces the keys: the first one seals from now on, and all of them open. What a key that stays has learned stays too.
   * @throws RangeError as the constructor does; the keys are as before then
   */
  setKeys(keys: readonly Uint8Array[]): void {
    checkKeys(keys);
    this.ring = withoutRepeats(keys).map((bytes) => this.find(bytes) ?? this.newKey(bytes));
  }

  /** Header byte that names the primary. */
  get primaryId(): number {
    return this.primary.id;
  }

  /**
   * Seals a body with the primary.
   * @param header complete, with `primaryId`, the own instance and a counter that was never used before
   * @param nonceAt where destination and counter stand in it, 8 bytes
   * @returns ciphertext and tag
   */
  seal(header: Buffer, nonceAt: number, body: Uint8Array): Buffer {
    const { instance, primary } = this;
    const subkey = primary.subkeys.get(instance) ?? this.derive(primary, instance);
    keep(primary.subkeys, instance, subkey);
    return subkey.cipher.seal(nonceOf(subkey, header, nonceAt), header, body);
  }

  /**
   * Opens a datagram of another instance, once.
   * @param counter as the header has it
   * @param nonceAt where destination and counter stand in the header, 8 bytes
   */
  open(
    keyId: number,
    instance: string,
    counter: number,
    header: Buffer,
    nonceAt: number,
    sealed: Uint8Array,
  ): Buffer | OpenFailure {
    if (this.guard.isReplay(instance, counter)) return 'replay';
    let failure: OpenFailure = 'key';
    for (const key of this.ring) {
      if (key.id !== keyId) continue;
      failure = 'authentication';
      const subkey = key.subkeys.get(instance) ?? this.derive(key, instance);
      const body = subkey.cipher.open(nonceOf(subkey, header, nonceAt), header, sealed);
      if (body === undefined) continue;
      keep(key.subkeys, instance, subkey);
      this.guard.accept(instance, counter);
      return body;
    }
    return failure;
  }

  private get primary(): RingKey {
    return this.ring[0] as RingKey;
  }

  private find(bytes: Uint8Array): RingKey | undefined {
    return this.ring.find((key) => isSame(key.bytes, bytes));
  }

  private newKey(bytes: Uint8Array): RingKey {
    const [id = 0] = this.suite.derive(bytes, ID_INFO, 1);
    return { bytes, id, subkeys: new Map() };
  }

  private derive(key: RingKey, instance: string): Subkey {
    const info = Buffer.from(SUBKEY_INFO + instance);
    const bytes = this.suite.derive(key.bytes, info, KEY_SIZE + SALT_SIZE);
    const nonce = Buffer.alloc(NONCE_SIZE);
    nonce.set(bytes.subarray(KEY_SIZE));
    return { cipher: this.suite.cipher(bytes.subarray(0, KEY_SIZE)), nonce };
  }
}

/** @throws RangeError, which shows no byte of them, when these cannot be the keys of a ring */
export function checkKeys(keys: readonly Uint8Array[]): void {
  if (!Array.isArray(keys)) throw new RangeError('keys must be an array of keys');
  if (keys.length === 0) throw new RangeError('keys must have at least one key');
  for (const [index, key] of keys.entries()) checkKey(`keys[${index}]`, key);
  if (withoutRepeats(keys).length > KEY_LIMIT)
    throw new RangeError(`keys must have at most ${KEY_LIMIT} keys`);
}

/** @throws RangeError, which shows no byte of it, when `option` can be no key */
export function checkKey(option: string, key: unknown): void {
  const rule = `${option} must be a Uint8Array of ${KEY_SIZE} bytes`;
  if (!(key instanceof Uint8Array)) throw new RangeError(`${rule}, not of type ${typeof key}`);
  if (key.length !== KEY_SIZE) throw new RangeError(`${rule}, not of ${key.length}`);
}

function nonceOf({ nonce }: Subkey, header: Buffer, nonceAt: number): Buffer {
  header.copy(nonce, SALT_SIZE, nonceAt, nonceAt + NONCE_SIZE - SALT_SIZE);
  return nonce;
}

/** Makes it the newest of a bounded map. */
function keep(subkeys: Map<string, Subkey>, instance: string, subkey: Subkey): void {
  subkeys.delete(instance);
  subkeys.set(instance, subkey);
  if (subkeys.size <= SUBKEY_LIMIT) return;
  for (const oldest of subkeys.keys()) {
    subkeys.delete(oldest);
    return;
  }
}

function withoutRepeats(keys: readonly Uint8Array[]): Uint8Array[] {
  return keys.filter((key, at) => keys.findIndex((other) => isSame(other, key)) === at);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
