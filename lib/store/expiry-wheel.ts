/**
 * When entries expire: a hierarchical timing wheel (Varghese and Lauck, 1987, scheme 6) whose lists run through the
 * entries themselves, 8 bytes in each that has an expiry time.
 *
 * Six levels of 256 buckets; a bucket of level n spans 256^n ms. An entry is in the bucket of the highest base-256 digit in
 * which its time differs from the cursor's. When the cursor comes to the start of a higher bucket, that bucket's entries move
 * down. So adding and removing take constant time, an entry moves at most five times, and finding what is due never looks at
 * what is not. A bitmap of the buckets in use lets the cursor jump over empty time.
 *
 * An entry whose time is put off stays where it is: it is looked at when the old time comes, and moves on then. Overwriting
 * a key again and again with the same time to live, as sessions are, touches no list. Only where those that expire first are asked
 * for, under volatile-ttl, it moves at once.
 *
 * A list is circular through its bucket, which has the link words of an entry in the same places; so a bucket has a reference
 * too, and no link is a special case. Buckets lie 8 bytes apart in one cell of the arena: 12 KB.
 *
 * If the clock is set back, entries that are added meanwhile with a time before the cursor are found when the clock has
 * reached it again; reads are exact all the same. If it is set back by more than a minute, the cursor goes back, and all entries are looked
 * at once more.
 */

import { type Arena, SLAB_COUNT } from './arena.ts';
import { KIND_SHIFT, KIND_WHEEL, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.ts';
import type { Entries } from './entries.ts';
import { NEXT_WORD, PREVIOUS_WORD } from './entry-layout.ts';
import { ExpiringSlabs } from './expiring-slabs.ts';
import { nodeClassOf } from './size-classes.ts';

const LEVELS = 6;
const BUCKETS = 256;
const TOP_BUCKET_MS = BUCKETS ** (LEVELS - 1);
const BUCKET_COUNT = LEVELS * BUCKETS;
/** Words of a level's bitmap of buckets. */
const OCCUPIED_WORDS = BUCKETS / 32;
const CELL_WORDS = 2 * (BUCKET_COUNT - 1) + PREVIOUS_WORD + 1;

/** Buckets and entries that one `takeDue` looks at. */
const STEPS_PER_CALL = 64;
/** 2020-01-01, so that sums of times are small. */
const EPOCH_MS = 1_577_836_800_000;
/** How far the clock may be behind the cursor. */
const MAX_BEHIND_MS = 60_000;
/** How many calls of `takeDue` go by between two looks at the clock. */
const ROUNDS_PER_CLOCK = 32;

export class ExpiryWheel {
  private readonly arena: Arena;
  private readonly entries: Entries;
  /** The cell of the buckets; 0 until the first entry comes. */
  private buckets = 0;
  /** Entries in the wheel, and in which slabs they are. */
  size = 0;
  readonly slabs = new ExpiringSlabs(SLAB_COUNT);
  /** Whether an entry whose time is put off moves at once, so that `soonest` need not look at any such. */
  movesAtOnce = false;
  /** Their times added up, each since EPOCH_MS. */
  private timesMs = 0;
  /** What is due before this moment has been taken. An entry is due 1 ms after the time that it names. */
  private cursorMs = 0;
  /** A bit for each bucket: 0 if it surely has no entries. */
  private readonly occupied = new Int32Array(LEVELS * OCCUPIED_WORDS);
  /** The level whose bucket at the cursor is being emptied. */
  private level = 0;

  constructor(arena: Arena, entries: Entries) {
    this.arena = arena;
    this.entries = entries;
  }

  /** Adds an entry, which has its time. */
  add(ref: number, nowMs: number): void {
    if (this.buckets === 0) this.makeBuckets();
    if (this.size === 0) this.moveCursor(Math.floor(nowMs));
    this.size++;
    this.slabs.add(ref);
    this.timesMs += this.entries.expiresAtMs(ref) - EPOCH_MS;
    this.place(ref);
  }

  remove(ref: number): void {
    this.size--;
    this.slabs.remove(ref);
    this.timesMs -= this.entries.expiresAtMs(ref) - EPOCH_MS;
    // What was lost to rounding ends here.
    if (this.size === 0) this.timesMs = 0;
    this.unlink(ref);
  }

  /** The mean of the entries' times; NaN if there are none. */
  get meanMs(): number {
    return EPOCH_MS + this.timesMs / this.size;
  }

  /** The entry's time has changed from `oldMs` to what is in it now. */
  reschedule(ref: number, oldMs: number): void {
    const newMs = this.entries.expiresAtMs(ref);
    this.timesMs += newMs - oldMs;
    if (newMs === oldMs || (newMs > oldMs && !this.movesAtOnce)) return;
    this.unlink(ref);
    this.place(ref);
  }

  /** Puts `ref`, which has the time of `old`, in its place. */
  replace(old: number, ref: number): void {
    const next = this.link(old, NEXT_WORD);
    const previous = this.link(old, PREVIOUS_WORD);
    this.join(previous, ref);
    this.join(ref, next);
    this.slabs.remove(old);
    this.slabs.add(ref);
  }

  /** An entry whose time has run out, for the caller to delete; 0 if a bounded search has found none. */
  takeDue(nowMs: number): number {
    if (this.size > 0 && nowMs < this.cursorMs - MAX_BEHIND_MS) this.moveBack(Math.floor(nowMs));
    for (let step = 0; step < STEPS_PER_CALL && !this.isDone(nowMs); step++) {
      const bucket = this.currentBucket();
      const ref = this.link(bucket, NEXT_WORD);
      if (ref === bucket) this.advance(nowMs);
      else if (this.entries.expiresAtMs(ref) < nowMs) return ref;
      else {
        this.unlink(ref);
        this.place(ref);
      }
    }
    return 0;
  }

  /**
   * Calls `remove` for every entry whose time has run out, until about `deadlineMs` by `clock` (ms, monotonic); it must remove the
   * entry. Returns whether none that is due is left.
   */
  drain(nowMs: number, deadlineMs: number, clock: () => number, remove: (ref: number) => void): boolean {
    for (let round = 1; ; round++) {
      const ref = this.takeDue(nowMs);
      if (ref !== 0) remove(ref);
      else if (this.isDone(nowMs)) return true;
      if (round % ROUNDS_PER_CLOCK === 0 && clock() >= deadlineMs) return false;
    }
  }

  /** Whether nothing is due any more. */
  isDone(nowMs: number): boolean {
    if (this.size === 0 || this.cursorMs > nowMs) return true;
    if (this.cursorMs < Math.floor(nowMs) || this.level > 0) return false;
    const bucket = this.currentBucket();
    return this.link(bucket, NEXT_WORD) === bucket;
  }

  /** An entry of the first bucket in use, there the soonest of some 64: the one that expires first, or nearly; 0 if there is none. */
  soonest(): number {
    for (let level = 0; level < LEVELS && this.size > 0; ) {
      const digit = this.firstOccupied(level);
      if (digit < 0) {
        level++;
        continue;
      }
      const bucket = this.buckets + level * BUCKETS + digit;
      const isEmpty = this.link(bucket, NEXT_WORD) === bucket;
      if (this.bringForward(bucket)) return this.soonestOf(bucket);
      this.setOccupied(level, digit, false);
      // What has moved may be in a bucket that was passed. It is where it belongs now, so that this comes to an end.
      if (!isEmpty) level = 0;
    }
    return 0;
  }

  /** The digit of the level's first bucket from the cursor on that may have entries; -1 if there is none. */
  private firstOccupied(level: number): number {
    const digit = Math.floor(this.cursorMs / BUCKETS ** level) % BUCKETS;
    for (let step = 0; step < BUCKETS; step++) {
      const at = (digit + step) % BUCKETS;
      const rest = (this.occupied[level * OCCUPIED_WORDS + (at >>> 5)] as number) >>> at;
      if (rest & 1) return at;
      if (rest === 0) step += 31 - (at & 31);
    }
    return -1;
  }

  /** Moves entries that are due elsewhere by now from the front of a bucket to where they belong; returns whether others are in it. */
  private bringForward(bucket: number): boolean {
    let ref = this.link(bucket, NEXT_WORD);
    for (let step = 0; ref !== bucket && step < STEPS_PER_CALL; step++) {
      this.unlink(ref);
      this.place(ref);
      const first = this.link(bucket, NEXT_WORD);
      if (first === ref) break;
      ref = first;
    }
    return ref !== bucket;
  }

  /** The soonest of some entries at both ends of a bucket: those came last, or first, or the other way round once they have moved. */
  private soonestOf(bucket: number): number {
    let soonest = 0;
    let soonestMs = Number.POSITIVE_INFINITY;
    for (const side of [NEXT_WORD, PREVIOUS_WORD]) {
      let ref = this.link(bucket, side);
      for (let step = 0; step < STEPS_PER_CALL / 2 && ref !== bucket; step++) {
        const ms = this.entries.expiresAtMs(ref);
        if (ms < soonestMs) {
          soonest = ref;
          soonestMs = ms;
        }
        ref = this.link(ref, side);
      }
    }
    return soonest;
  }

  /** Calls `visit` for every entry; for the verification in check-keyspace.ts. Throws if a link is not mutual. */
  visitEntries(visit: (ref: number) => void): void {
    for (let index = 0; this.buckets !== 0 && index < BUCKET_COUNT; index++) {
      const bucket = this.buckets + index;
      let before = bucket;
      for (let ref = this.link(bucket, NEXT_WORD); ref !== bucket; ref = this.link(ref, NEXT_WORD)) {
        if (this.link(ref, PREVIOUS_WORD) !== before)
          throw new Error('store: a link of the wheel is not mutual');
        visit(ref);
        before = ref;
      }
    }
  }

  /** The cell of the buckets, 0 if there is none yet. */
  get cell(): number {
    return this.buckets;
  }

  /** Takes `moved`, a copy of the buckets' cell, in its place. */
  replaceCell(moved: number): void {
    for (let index = 0; index < BUCKET_COUNT; index++) {
      const old = this.buckets + index;
      const next = this.link(old, NEXT_WORD);
      const previous = this.link(old, PREVIOUS_WORD);
      const bucket = moved + index;
      this.join(previous === old ? bucket : previous, bucket);
      this.join(bucket, next === old ? bucket : next);
    }
    this.buckets = moved;
  }

  private makeBuckets(): void {
    this.buckets = this.arena.allocate(nodeClassOf(CELL_WORDS * 4));
    const words = this.arena.words[this.buckets >>> SEGMENT_SHIFT] as Int32Array;
    words[(this.buckets & UNIT_MASK) << 1] = KIND_WHEEL << KIND_SHIFT;
    for (let index = 0; index < BUCKET_COUNT; index++) this.join(this.buckets + index, this.buckets + index);
  }

  private currentBucket(): number {
    return (
      this.buckets + this.level * BUCKETS + (Math.floor(this.cursorMs / BUCKETS ** this.level) % BUCKETS)
    );
  }

  /** From an empty bucket on to the next lower level, from the lowest to where the next bucket in use begins. */
  private advance(nowMs: number): void {
    this.setOccupied(this.level, Math.floor(this.cursorMs / BUCKETS ** this.level) % BUCKETS, false);
    if (this.level > 0) this.level--;
    else this.moveCursor(Math.min(this.nextOccupiedMs(), Math.floor(nowMs)));
  }

  /** Moves the cursor back, and all entries to its bucket, from where `takeDue` takes each to its place. */
  private moveBack(ms: number): void {
    this.cursorMs = ms;
    this.level = 0;
    const target = this.currentBucket();
    for (let bucket = this.buckets; bucket < this.buckets + BUCKET_COUNT; bucket++) {
      const first = this.link(bucket, NEXT_WORD);
      if (bucket === target || first === bucket) continue;
      this.join(this.link(bucket, PREVIOUS_WORD), this.link(target, NEXT_WORD));
      this.join(target, first);
      this.join(bucket, bucket);
    }
    this.occupied.fill(0);
    this.setOccupied(0, ms % BUCKETS, true);
  }

  private moveCursor(ms: number): void {
    this.cursorMs = ms;
    this.level = 0;
    for (let rest = ms; this.level < LEVELS - 1 && rest % BUCKETS === 0; rest /= BUCKETS) this.level++;
  }

  /** The start of the first bucket behind the cursor that may have entries. */
  private nextOccupiedMs(): number {
    let spanMs = 1;
    for (let level = 0; level < LEVELS; level++) {
      const at = Math.floor(this.cursorMs / spanMs);
      const digit = at % BUCKETS;
      for (let next = digit + 1; next < BUCKETS; next++) {
        const rest = (this.occupied[level * OCCUPIED_WORDS + (next >>> 5)] as number) >>> next;
        if (rest & 1) return (at - digit + next) * spanMs;
        if (rest === 0) next |= 31;
      }
      spanMs *= BUCKETS;
    }
    return (Math.floor(this.cursorMs / spanMs) + 1) * spanMs;
  }

  private setOccupied(level: number, digit: number, isOccupied: boolean): void {
    const word = level * OCCUPIED_WORDS + (digit >>> 5);
    const bit = 1 << digit;
    const bits = this.occupied[word] as number;
    this.occupied[word] = isOccupied ? bits | bit : bits & ~bit;
  }

  /** Links an entry into the bucket of its time. */
  private place(ref: number): void {
    let due = Math.max(this.entries.expiresAtMs(ref) + 1, this.cursorMs);
    let cursor = this.cursorMs;
    let level = 0;
    let dueAbove = Math.floor(due / BUCKETS);
    let cursorAbove = Math.floor(cursor / BUCKETS);
    while (dueAbove !== cursorAbove && level < LEVELS) {
      level++;
      due = dueAbove;
      cursor = cursorAbove;
      dueAbove = Math.floor(due / BUCKETS);
      cursorAbove = Math.floor(cursor / BUCKETS);
    }
    let digit = due - dueAbove * BUCKETS;
    if (level === LEVELS) {
      // Beyond the wheel: to be looked at again in the next bucket of the highest level, once in 35 years.
      level = LEVELS - 1;
      digit = (Math.floor(this.cursorMs / TOP_BUCKET_MS) + 1) % BUCKETS;
    }
    this.setOccupied(level, digit, true);
    const bucket = this.buckets + level * BUCKETS + digit;
    const first = this.link(bucket, NEXT_WORD);
    this.join(bucket, ref);
    this.join(ref, first);
  }

  private unlink(ref: number): void {
    this.join(this.link(ref, PREVIOUS_WORD), this.link(ref, NEXT_WORD));
  }

  private join(before: number, after: number): void {
    const beforeWords = this.arena.words[before >>> SEGMENT_SHIFT] as Int32Array;
    const afterWords = this.arena.words[after >>> SEGMENT_SHIFT] as Int32Array;
    beforeWords[((before & UNIT_MASK) << 1) + NEXT_WORD] = after;
    afterWords[((after & UNIT_MASK) << 1) + PREVIOUS_WORD] = before;
  }

  private link(ref: number, word: number): number {
    return (this.arena.words[ref >>> SEGMENT_SHIFT] as Int32Array)[((ref & UNIT_MASK) << 1) + word] as number;
  }
}
