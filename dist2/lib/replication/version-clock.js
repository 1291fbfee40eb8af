/**
 * Versions of writes: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014) in one safe integer.
 *
 * A version is the wall clock in ms since 2020, times 4096, plus a count. It is higher than every version that this
 * clock has given or seen, so a write that follows another one wins over it whatever the wall clocks say. More than 4096
 * writes a millisecond, or a clock that is set back, let it run ahead of the wall clock. It lasts until 2089.
 */
/** No write: every version is higher. */
export const NO_VERSION = 0;
const EPOCH_MS = Date.UTC(2020, 0, 1);
const COUNTS_PER_MS = 4096;
export class VersionClock {
    latestVersion = NO_VERSION;
    /** The highest version that this clock has given or seen. */
    get latest() {
        return this.latestVersion;
    }
    /** The version of the next write; `nowMs` is the wall clock in ms since 1970. */
    next(nowMs) {
        this.latestVersion = Math.max(this.latestVersion + 1, (nowMs - EPOCH_MS) * COUNTS_PER_MS);
        return this.latestVersion;
    }
    /** Versions that come are higher than `version`, which another member gave. */
    observe(version) {
        if (version > this.latestVersion)
            this.latestVersion = version;
    }
}
//# sourceMappingURL=version-clock.js.map