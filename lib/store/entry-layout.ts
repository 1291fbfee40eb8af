/**
 * How an entry lies in its cell of the arena: a key, its value and what is known about them.
 *
 *   word 0    kind (bits 28-30) | flags (24-27) | encoding (20-23) | type (16-19) | key length (0-15)
 *   word 1    access: clock in seconds modulo 2^24 (bits 8-31) | 0 (0-7); under an LFU policy hit-density.ts has it
 *   word 2    value length in bytes
 *   if HAS_EXPIRY
 *     word 3, 4   next and previous entry in the expiry wheel's list
 *     word 5, 6   time when it expires, ms since 1970: low and high 32 bits
 *   if HAS_VERSION
 *     word +0, 1  version of the write that made the entry what it is: low 32, high 21 bits
 *   if IS_LARGE
 *     word +0     index of its buffer; key and value are there, not here
 *     word +1     key length (word 0 has 0)
 *   else
 *     key bytes, then value bytes, with nothing between
 *
 * A key of 16 and a value of 64 bytes take 12 + 80 bytes: a cell of 96; with a version 8 more. Entries
 * that do not fit into a cell are large: their key and value live in a buffer of their own, which is let go with the entry.
 */

import { UNIT_MASK } from './cell-reference.ts';
import { UNIT_BYTES } from './size-classes.ts';

export const META = 0;
export const ACCESS = 1;
export const VALUE_LENGTH = 2;
export const NEXT_WORD = 3;
export const PREVIOUS_WORD = 4;
export const EXPIRES_LOW = 5;
export const EXPIRES_HIGH = 6;

/** Bits of word 0. */
export const TYPE_SHIFT = 16;
export const ENCODING_SHIFT = 20;
export const KEY_LENGTH_MASK = 0xffff;

const BASE_WORDS = 3;
const EXPIRY_WORDS = 4;
const LARGE_WORDS = 2;
export const LARGE_BYTES: number = LARGE_WORDS * 4;
const VERSION_WORDS = 2;

/** Flags of an entry, which decide what words it has. It keeps them as long as it lives. */
export const HAS_EXPIRY = 1 << 24;
export const IS_LARGE = 1 << 25;
export const HAS_VERSION = 1 << 26;
/** What was there before it would have lived longer: when its time has run out it leaves a tombstone. */
export const IS_OUTLIVED = 1 << 27;

/** The bits of word 0 that tell what an entry's value is. */
export function kindBits(type: number, encoding: number): number {
  return (type << TYPE_SHIFT) | (encoding << ENCODING_SHIFT);
}

/** Words before key and value, by an entry's flags: EXPIRY_WORDS, LARGE_WORDS and VERSION_WORDS are the flags' bits, shifted. */
export function fixedWords(meta: number): number {
  return versionWord(meta) + ((meta >>> 25) & VERSION_WORDS) + ((meta >>> 24) & LARGE_WORDS);
}

/** The first word of the version of an entry that has one. */
export function versionWord(meta: number): number {
  return BASE_WORDS + ((meta >>> 22) & EXPIRY_WORDS);
}

/** Where the key begins in the entry's buffer. */
export function placeOf(ref: number, meta: number): number {
  return (meta & IS_LARGE) === 0 ? (ref & UNIT_MASK) * UNIT_BYTES + fixedWords(meta) * 4 : 0;
}
