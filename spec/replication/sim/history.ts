/**
 * What clients did and saw. Every executed write is known with its version, so what may be read is known too: nothing older than
 * what was acknowledged before the read began.
 *
 * While the network is cut the two sides have different histories; they are one again when all is quiet.
 */

import { hashSlot } from '../../../lib/base/hash-slot.ts';

/** An executed change of a key. */
interface Change {
  readonly version: number;
  /** Whether it leaves no value: a deletion, a FLUSHALL. */
  readonly isDeletion: boolean;
  /** When its value's time runs out or it is evicted, ms since 1970; infinite: never. */
  expiresAtMs: number;
  isEvicted: boolean;
  /** Virtual time. */
  readonly atMs: number;
  /** The version that was there when it was executed, 0 if there was nothing. */
  readonly base: number;
  isAcknowledged: boolean;
}

interface KeyHistory {
  readonly changes: Map<number, Change>;
  /** The highest acknowledged version, on each side. */
  readonly floors: number[];
}

export class History {
  private readonly keys = new Map<string, KeyHistory>();
  /** Nothing of what is read is checked: sides are being merged. */
  isMerging = false;
  /** Nobody was cut off yet, so that no write may be executed without having seen those that were acknowledged. */
  isWhole = true;

  /** When anybody executed a FLUSHALL last, and those that were answered. */
  lastFlushMs = -1;
  private readonly flushes: { readonly sinceMs: number; readonly endMs: number }[] = [];

  of(key: string): KeyHistory {
    let history = this.keys.get(key);
    if (history === undefined) {
      history = { changes: new Map(), floors: [0, 0] };
      this.keys.set(key, history);
    }
    return history;
  }

  allKeys(): Iterable<string> {
    return this.keys.keys();
  }

  floorOf(key: string, side: number): number {
    return this.of(key).floors[side] as number;
  }

  execute(
    key: string,
    version: number,
    isDeletion: boolean,
    expiresAtMs: number,
    atMs: number,
    side: number,
    base: number,
  ): void {
    const { changes, floors } = this.of(key);
    if (version <= (floors[side] as number) && !this.isMerging) {
      throw new Error(
        `${key} (slot ${slotOf(key)}): a write gets version ${version}, acknowledged is ${floors[side]} already`,
      );
    }
    const change = { version, isDeletion, expiresAtMs, isEvicted: false, atMs, base, isAcknowledged: false };
    // Sides that cannot see each other may give the same version: then either counts.
    const twin = changes.get(version);
    if (twin !== undefined) changes.set(version + 0.25, isDeletion ? change : twin);
    if (twin === undefined || !isDeletion) changes.set(version, change);
  }

  acknowledge(key: string, version: number, sides: readonly number[]): void {
    const { changes, floors } = this.of(key);
    const change = changes.get(version);
    if (change !== undefined) {
      this.checkSeen(key, change);
      change.isAcknowledged = true;
    }
    for (const side of sides) floors[side] = Math.max(floors[side] as number, version);
  }

  /** A write that is acknowledged must have been seen by those that were executed after it. */
  private checkSeen(key: string, { version, isDeletion, expiresAtMs, atMs }: Change): void {
    if (!this.isWhole || isDeletion || isGone(expiresAtMs)) return;
    const later = [...this.of(key).changes.values()].filter((other) => other.version > version);
    // What is written on nothing, as what was there meanwhile had been deleted, had expired or was evicted, has seen that.
    if (later.some((other) => other.isDeletion || isGone(other.expiresAtMs))) return;
    const blind = later.find((other) => other.base < version && other.atMs > atMs);
    if (blind === undefined) return;
    throw new Error(
      `${key} (slot ${slotOf(key)}): version ${version} is acknowledged, but ${blind.version} was written without it`,
    );
  }

  /** A version was found at the owner: it must be one that was written, and not older than `floor`. */
  checkFound(key: string, version: number, value: string, floor: number, where: string): void {
    const change = this.of(key).changes.get(version);
    if (change === undefined || change.isDeletion)
      throw new Error(`${where}: ${key} has version ${version} that nobody wrote`);
    if (value !== textOf(key, version, value.length))
      throw new Error(`${where}: ${key} has another value than it was given`);
    // Where one was evicted nothing is left of it: an older one may come back, as may the other side's where one has expired.
    const later = [...this.of(key).changes.values()].filter((other) => other.version > version);
    const mayComeBack = later.some((one) => one.isEvicted || (!this.isWhole && isGone(one.expiresAtMs)));
    if (version < floor && !mayComeBack && !this.isMerging) {
      throw new Error(
        `${where}: ${key} (slot ${slotOf(key)}) is at version ${version}, acknowledged was ${floor}`,
      );
    }
  }

  /** Nothing was found: there must be a reason that is not older than `floor`. */
  checkMissing(key: string, floor: number, wallMs: number, where: string): void {
    if (floor === 0 || this.isMerging) return;
    for (const change of this.of(key).changes.values()) {
      if (change.version >= floor && (change.isDeletion || change.expiresAtMs <= wallMs)) return;
    }
    throw new Error(`${where}: ${key} (slot ${slotOf(key)}) is missing, acknowledged was version ${floor}`);
  }

  /** A FLUSHALL was answered. */
  noteFlush(sinceMs: number, endMs: number): void {
    this.flushes.push({ sinceMs, endMs });
  }

  /** What is acknowledged is missing as a FLUSHALL voided it: there must have been one after it. */
  checkVoid(key: string, floor: number, where: string): void {
    const change = this.of(key).changes.get(floor);
    if (!this.isWhole || change === undefined || change.isDeletion || isGone(change.expiresAtMs)) return;
    if (change.atMs <= this.lastFlushMs) return;
    throw new Error(
      `${where}: ${key} (slot ${slotOf(key)}) of ${change.atMs} is void, by a FLUSHALL of ${this.lastFlushMs} or before`,
    );
  }

  /** What is read was not there before a FLUSHALL that was answered before the read began. */
  checkFlushed(key: string, version: number, sinceMs: number, where: string): void {
    const change = this.of(key).changes.get(version);
    if (!this.isWhole || change === undefined) return;
    const flush = this.flushes.find((one) => change.atMs < one.sinceMs && one.endMs < sinceMs);
    if (flush === undefined) return;
    throw new Error(
      `${where}: ${key} (slot ${slotOf(key)}) of ${change.atMs} was left by the FLUSHALL of ${flush.sinceMs}`,
    );
  }

  /** A copy of that version was evicted somewhere: it may be gone, and an older value come back. */
  evict(key: string, version: number, wallMs: number): void {
    const change = this.of(key).changes.get(version);
    if (change === undefined) return;
    change.expiresAtMs = Math.min(change.expiresAtMs, wallMs);
    change.isEvicted = true;
  }

  /** Everything is deleted somewhere: whether that was the key's owner or had its only other copy, what there is now may go. */
  excuse(key: string): void {
    const version = this.newestOf(key);
    if (version === 0) return;
    const change = {
      version,
      isDeletion: true,
      expiresAtMs: 0,
      isEvicted: false,
      atMs: 0,
      base: 0,
      isAcknowledged: false,
    };
    this.of(key).changes.set(version + 0.5, change);
  }

  /** Nobody on that side has the key. */
  loseSight(key: string, side: number): void {
    this.of(key).floors[side] = 0;
  }

  /** Without copies elsewhere, what was acknowledged after `sinceMs` may be lost with the member that executed it. */
  forgive(sinceMs: number): void {
    for (const { changes, floors } of this.keys.values()) {
      let floor = 0;
      for (const change of changes.values()) {
        if (change.atMs >= sinceMs) change.isAcknowledged = false;
        if (change.isAcknowledged) floor = Math.max(floor, change.version);
      }
      floors.fill(floor);
    }
  }

  /** The network is one again: what was acknowledged on either side counts. */
  merge(): void {
    this.isMerging = false;
    for (const { floors } of this.keys.values()) floors.fill(Math.max(...floors));
  }

  /** The newest change of a key that anybody executed. */
  newestOf(key: string): number {
    return Math.floor(Math.max(0, ...this.of(key).changes.keys()));
  }
}

/** What is written with that version: such values differ. */
export function textOf(key: string, version: number, length: number): string {
  return `${key}@${version}`.padEnd(length, '.').slice(0, Math.max(length, `${key}@${version}`.length));
}

export function slotOf(key: string): number {
  const bytes = Buffer.from(key);
  return hashSlot(bytes, 0, bytes.length);
}

/** Whether nothing may be left of a change that expires then. */
function isGone(expiresAtMs: number): boolean {
  return expiresAtMs !== Number.POSITIVE_INFINITY;
}
