/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies; it keeps no reference to
 * a caller's buffer.
 */

/**
 * A reference to an entry. Valid until the next call that adds, changes or removes entries. 0 is none.
 */
export type EntryRef = number;

export const NO_ENTRY: EntryRef = 0;

/** For `expiresAtMs`: the entry does not expire. */
export const NO_EXPIRY = -1;
/** For `set`'s `expiresAtMs`: what the key had before. */
export const KEEP_EXPIRY = -2;

/** Kinds of values. More come with their commands. */
export const TYPE_STRING = 0;

/** How Redis would hold the value, as OBJECT ENCODING names it. */
export const ENCODING_INT = 0;
export const ENCODING_EMBSTR = 1;
export const ENCODING_RAW = 2;

export interface KeyspaceStats {
  /** Keys deleted because their time had run out, on access and in the background. */
  expired: number;
  hits: number;
  misses: number;
}

/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export interface Keyspace {
  /** Number of keys, those included whose time has run out but that nobody has deleted yet. */
  readonly size: number;
  /** Keys that have an expiry time. */
  readonly expiringSize: number;
  /** Bytes of memory that entries, index and free space take. */
  readonly usedBytes: number;
  readonly stats: KeyspaceStats;

  /** The key's entry; counts a hit or miss and marks it as used. A key whose time has run out is deleted. */
  find(buf: Buffer, start: number, end: number, nowMs: number): EntryRef;
  /** Like `find`, but counts nothing and does not mark the entry as used (OBJECT, CLIENT NO-TOUCH, writes). */
  peek(buf: Buffer, start: number, end: number, nowMs: number): EntryRef;

  typeOf(ref: EntryRef): number;
  encodingOf(ref: EntryRef): number;
  /** ms since 1970, or NO_EXPIRY */
  expiresAtMs(ref: EntryRef): number;
  /** ms since the entry was last used */
  idleMs(ref: EntryRef, nowMs: number): number;
  keyLength(ref: EntryRef): number;
  /** Copies the key to `target` from `at` on. */
  copyKey(ref: EntryRef, target: Buffer, at: number): void;
  valueLength(ref: EntryRef): number;
  /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
  copyValue(ref: EntryRef, target: Buffer, at: number, from: number, to: number): void;
  /** Bytes that the entry takes, its share of the index included (MEMORY USAGE). */
  entryBytes(ref: EntryRef): number;

  /** Sets the key to the string `[valueStart, valueEnd)` of `value`, whatever it held. The encoding is worked out as Redis does. */
  set(
    buf: Buffer,
    start: number,
    end: number,
    value: Buffer,
    valueStart: number,
    valueEnd: number,
    expiresAtMs: number,
    nowMs: number,
  ): EntryRef;
  /** Makes the string value of `ref` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. */
  resize(ref: EntryRef, length: number): EntryRef;
  /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
  writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void;
  setExpiresAtMs(ref: EntryRef, expiresAtMs: number): EntryRef;
  delete(ref: EntryRef): void;
  /** Copies value and expiry of `ref` to another key, which is overwritten. */
  copyTo(ref: EntryRef, buf: Buffer, start: number, end: number, nowMs: number): EntryRef;

  /** A random key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). */
  randomEntry(random: () => number, nowMs: number): EntryRef;
  /**
   * Visits about `count` entries from `cursor` (0 to begin) and returns where to go on, 0 at the end. A cursor is below
   * 2^32. Every key that is there from the first call to the last is visited at least once, whatever changes meanwhile.
   * `visit` must not change the keyspace. Keys whose time has run out are not visited.
   */
  scan(cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number;
  /** Number of keys in a hash slot. */
  slotSize(slot: number): number;
  /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
  visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void;
  /** Deletes all keys of a slot; returns how many there were. */
  clearSlot(slot: number): number;
  clear(): void;
  /**
   * One slice of background expiry: deletes keys whose time has run out, for about `budgetMs` at most by `clock` (ms,
   * monotonic). Returns how many it deleted; `done` tells whether none that is due is left.
   */
  expireSlice(nowMs: number, budgetMs: number, clock: () => number): { deleted: number; done: boolean };
}
