/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies; of a caller's buffers it keeps only
 * those that it used last, if they are at most 1 MB.
 *
 * It is put together from an arena of cells (arena.ts), entries in them (entries.ts), an index for each hash slot
 * (hash-index.ts) and a timing wheel for what expires (expiry-wheel.ts); entry-table.ts keeps them in agreement. 10 M keys are
 * some hundred objects to the garbage collector. No operation takes time that grows with the number of keys, but for
 * those that delete or visit many.
 *
 * The class is in three parts: keyspace-base.ts has lookups, reading and limits, keyspace-walk.ts the ways through many
 * keys; what changes a key is here.
 */

import { NO_EXPIRY } from './entries.ts';
import { type EntryRef, NO_ENTRY } from './keyspace-base.ts';
import { WalkableKeyspace } from './keyspace-walk.ts';
import { ENCODING_RAW, stringEncoding } from './string-encoding.ts';

export { NO_EXPIRY } from './entries.ts';
export { type EntryRef, type KeyspaceStats, NO_ENTRY } from './keyspace-base.ts';
export { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW } from './string-encoding.ts';

/** For `set`'s `expiresAtMs`: what the key had before. */
export const KEEP_EXPIRY = -2;

/** Kinds of values. More come with their commands. */
export const TYPE_STRING = 0;

/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export class Keyspace extends WalkableKeyspace {
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
  ): EntryRef {
    let old = this.peek(buf, start, end, nowMs);
    const { table } = this;
    const { entries } = table;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    let expires = expiresAtMs;
    if (expires === KEEP_EXPIRY) expires = old === NO_ENTRY ? NO_EXPIRY : this.expiresAtMs(old);
    const length = valueEnd - valueStart;
    const hasExpiry = expires !== NO_EXPIRY;
    const view = this.keys.of(buf);
    if (this.limit.lacksRoom(end - start, length, hasExpiry)) {
      if (!table.canReuse(old, end - start, length, hasExpiry)) this.limit.reclaim(NO_ENTRY);
      old = table.lookUp(buf, view, start, end);
    }
    const ref = table.put(old, buf, view, start, end, length, expires, nowMs);
    entries.writeValue(ref, 0, value, this.values.of(value), valueStart, valueEnd);
    entries.setKind(ref, TYPE_STRING, stringEncoding(value, valueStart, valueEnd));
    this.touch(ref, word, nowMs);
    return ref;
  }

  /** Makes the string value of `old` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. */
  resize(old: EntryRef, length: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const oldLength = entries.valueLength(old);
    const keyLength = entries.keyLength(old);
    const hasExpiry = entries.hasExpiry(old);
    const ref = entries.canHold(old, keyLength, length) ? old : this.pin(old, keyLength, length, hasExpiry);
    let resized = ref;
    if (entries.canHold(ref, keyLength, length)) {
      entries.reuse(ref, length);
      entries.zeroValue(ref, oldLength, length);
    } else {
      resized = entries.create(keyLength, length, hasExpiry, true, length > oldLength ? length : 0);
      table.takePlace(ref, resized, Math.min(oldLength, length));
    }
    entries.setKind(resized, entries.typeOf(resized), ENCODING_RAW);
    return resized;
  }

  /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
  writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void {
    this.table.entries.writeValue(ref, at, source, this.values.of(source), start, end);
  }

  /** Gives the entry an expiry time, or takes it away (NO_EXPIRY); returns the entry's new reference. */
  setExpiresAtMs(old: EntryRef, expiresAtMs: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const hadExpiry = entries.hasExpiry(old);
    const hasExpiry = expiresAtMs !== NO_EXPIRY;
    if (hadExpiry === hasExpiry) {
      if (hasExpiry) table.changeExpiry(old, expiresAtMs);
      return old;
    }
    const length = entries.valueLength(old);
    const ref = this.pin(old, entries.keyLength(old), length, hasExpiry);
    const changed = entries.create(entries.keyLength(ref), length, hasExpiry, false, 0);
    table.takePlace(ref, changed, length);
    if (hasExpiry) table.addExpiry(changed, expiresAtMs, this.latestMs);
    return changed;
  }

  delete(ref: EntryRef): void {
    this.table.remove(ref);
  }

  /** Copies value and expiry of `source` to another key, which is overwritten. To the key itself it does nothing. */
  copyTo(source: EntryRef, buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const view = this.keys.of(buf);
    const length = entries.valueLength(source);
    const expires = this.expiresAtMs(source);
    const ref = this.pin(source, end - start, length, expires !== NO_EXPIRY);
    const old = table.lookUp(buf, view, start, end);
    if (old === ref) return ref;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    const copy = table.put(old, buf, view, start, end, length, expires, nowMs);
    const from = entries.valueAt(ref);
    entries.writeValue(copy, 0, entries.payload(ref), entries.payloadView(ref), from, from + length);
    entries.setKind(copy, entries.typeOf(ref), entries.encodingOf(ref));
    this.touch(copy, word, nowMs);
    return copy;
  }
}
