/**
 * Entries as a whole, for copies of them: one look at an entry's words tells all that a copy needs, and what comes as a copy is written in one
 * go. To ask for the parts one by one reads the same words many times, which is most of what copying a small entry would cost.
 */

import { copyBytes } from '../base/byte-copy.ts';
import type { Arena } from './arena.ts';
import { KIND_ENTRY, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.ts';
import { type Entries, NO_EXPIRY, NO_VERSION } from './entries.ts';
import {
  ACCESS,
  EXPIRES_HIGH,
  EXPIRES_LOW,
  fixedWords,
  HAS_EXPIRY,
  HAS_VERSION,
  IS_LARGE,
  IS_OUTLIVED,
  KEY_LENGTH_MASK,
  META,
  placeOf,
  VALUE_LENGTH,
  versionWord,
} from './entry-layout.ts';
import { MAX_CELL_BYTES, sizeClassOf } from './size-classes.ts';

const UINT32 = 2 ** 32;
const NO_BYTES = Buffer.alloc(0);
const NO_VIEW = new DataView(new ArrayBuffer(0));

/** What one entry holds: valid until the entries change, as the reference is. */
export class EntryImage {
  /** A positive safe integer, or NO_VERSION. */
  version: number = NO_VERSION;
  /** ms since 1970, or NO_EXPIRY. */
  expiresAtMs: number = NO_EXPIRY;
  isOutlived = false;
  keyLength = 0;
  valueLength = 0;
  /** Where key and value lie, one behind the other from `start` on, and a view of that. */
  bytes: Buffer = NO_BYTES;
  view: DataView = NO_VIEW;
  start = 0;

  read(arena: Arena, entries: Entries, ref: number): void {
    const segment = ref >>> SEGMENT_SHIFT;
    const words = arena.words[segment] as Int32Array;
    const first = (ref & UNIT_MASK) << 1;
    const meta = words[first + META] as number;
    const at = first + versionWord(meta);
    this.version =
      (meta & HAS_VERSION) === 0
        ? NO_VERSION
        : (words[at + 1] as number) * UINT32 + ((words[at] as number) >>> 0);
    this.expiresAtMs =
      (meta & HAS_EXPIRY) === 0
        ? NO_EXPIRY
        : (words[first + EXPIRES_HIGH] as number) * UINT32 + ((words[first + EXPIRES_LOW] as number) >>> 0);
    this.isOutlived = (meta & IS_OUTLIVED) !== 0;
    this.valueLength = words[first + VALUE_LENGTH] as number;
    this.start = placeOf(ref, meta);
    const isLarge = (meta & IS_LARGE) !== 0;
    this.keyLength = isLarge ? entries.keyLength(ref) : meta & KEY_LENGTH_MASK;
    this.bytes = isLarge ? entries.payload(ref) : (arena.bytes[segment] as Buffer);
    this.view = isLarge ? entries.payloadView(ref) : (arena.views[segment] as DataView);
  }

  /** Lets the bytes go. */
  clear(): void {
    this.bytes = NO_BYTES;
    this.view = NO_VIEW;
  }
}

/**
 * A new entry with the key `[start, keyEnd)` of `buf`, which `view` covers, and the value `[keyEnd, end)`. `meta` is its flags, type and encoding;
 * if they say that it has an expiry time that is undefined until it is written, and without HAS_VERSION `version` is of no account.
 */
export function createWhole(
  arena: Arena,
  entries: Entries,
  buf: Buffer,
  view: DataView,
  start: number,
  keyEnd: number,
  end: number,
  meta: number,
  access: number,
  version: number,
): number {
  const keyLength = keyEnd - start;
  const bytes = fixedWords(meta) * 4 + end - start;
  if (bytes > MAX_CELL_BYTES) {
    const ref = entries.create(keyLength, end - keyEnd, meta, false, 0);
    copyBytes(buf, view, start, end, entries.payload(ref), entries.payloadView(ref), 0);
    entries.setAccessWord(ref, access);
    entries.setVersion(ref, version);
    return ref;
  }
  const ref = arena.allocate(Math.max(sizeClassOf(bytes), entries.leastClass));
  entries.leastClass = 0;
  const segment = ref >>> SEGMENT_SHIFT;
  const words = arena.words[segment] as Int32Array;
  const first = (ref & UNIT_MASK) << 1;
  words[first + META] = (KIND_ENTRY << KIND_SHIFT) | meta | keyLength;
  words[first + ACCESS] = access;
  words[first + VALUE_LENGTH] = end - keyEnd;
  if ((meta & HAS_VERSION) !== 0) {
    const at = first + versionWord(meta);
    words[at] = version | 0;
    words[at + 1] = Math.floor(version / UINT32);
  }
  const target = arena.bytes[segment] as Buffer;
  copyBytes(buf, view, start, end, target, arena.views[segment] as DataView, placeOf(ref, meta));
  return ref;
}
