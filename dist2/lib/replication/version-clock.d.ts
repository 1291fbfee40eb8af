/**
 * Versions of writes: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014) in one safe integer.
 *
 * A version is the wall clock in ms since 2020, times 4096, plus a count. It is higher than every version that this
 * clock has given or seen, so a write that follows another one wins over it whatever the wall clocks say. More than 4096
 * writes a millisecond, or a clock that is set back, let it run ahead of the wall clock. It lasts until 2089.
 */
/** No write: every version is higher. */
export declare const NO_VERSION = 0;
export declare class VersionClock {
    private latestVersion;
    /** The highest version that this clock has given or seen. */
    get latest(): number;
    /** The version of the next write; `nowMs` is the wall clock in ms since 1970. */
    next(nowMs: number): number;
    /** Versions that come are higher than `version`, which another member gave. */
    observe(version: number): void;
}
