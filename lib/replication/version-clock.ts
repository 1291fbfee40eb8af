/**
 * Versions of writes: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014) in one safe integer.
 *
 * A version is the wall clock in ms since 2020, times 4096, plus a count. It is higher than every version that this
 * clock has given or seen, so a write that follows another one wins over it whatever the wall clocks say. More than 4096
 * writes a millisecond, or a clock that is set back, let it run ahead of the wall clock.
 *
 * A member whose wall clock is wrong takes the clocks of all others along, as what they write after they have seen a write of its is to be newer,
 * and refusing it would lose keys: where it is this member's own clock that is wrong, the others are right. That does no harm but to what
 * wins between members that cannot see each other; it is logged. No clock of another member is taken, and none given,
 * beyond HIGHEST_START: from there on numbers are left for more writes than there can be.
 *
 * Two shards that cannot see each other may both write a key, and the newer version is to win: each counts from a number of its own, as in
 * one millisecond they would give the same version otherwise.
 */

/** No write: every version is higher. */
export const NO_VERSION = 0;

const EPOCH_MS = Date.UTC(2020, 0, 1);
const COUNTS_PER_MS = 4096;
/** The highest version that is given for a wall clock alone, and by others; 2^53 would be reached in 2089. */
const HIGHEST_START = (Date.UTC(2085, 0, 1) - EPOCH_MS) * COUNTS_PER_MS;
/** What is given beyond that, write by write, is within twice so many. */
const HEADROOM = 2 ** 48;
/** Hexadecimal digits of an id that say where a shard begins to count, and how far apart two such numbers are. */
const ID_DIGITS = 2;
const FIRST_COUNT_STEP = 8;

/** Whether another member may have given that version: one that leaves higher ones to be given. */
export function isVersion(number: number): boolean {
  return Number.isInteger(number) && number >= NO_VERSION && number <= HIGHEST_START + HEADROOM;
}

export class VersionClock {
  private latestVersion = NO_VERSION;
  private firstCount = 0;

  /** The highest version that this clock has given or seen. */
  get latest(): number {
    return this.latestVersion;
  }

  /** The clock is the shard's with this id, of hexadecimal digits. */
  setOwner(id: string): void {
    this.firstCount = FIRST_COUNT_STEP * (Number.parseInt(id.slice(0, ID_DIGITS), 16) || 0);
  }

  /** The version of the next write; `nowMs` is the wall clock in ms since 1970. */
  next(nowMs: number): number {
    this.latestVersion = Math.max(
      this.latestVersion + 1,
      Math.min((nowMs - EPOCH_MS) * COUNTS_PER_MS, HIGHEST_START) + this.firstCount,
    );
    return this.latestVersion;
  }

  /** By how much the latest version is ahead of the wall clock. */
  aheadMs(nowMs: number): number {
    return this.latestVersion / COUNTS_PER_MS - (nowMs - EPOCH_MS);
  }

  /** Versions that come are higher than `version`, which another member gave. */
  observe(version: number): void {
    if (version > this.latestVersion) this.latestVersion = version;
  }
}
