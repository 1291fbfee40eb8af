/**
 * Which datagrams of each instance came in already (the sliding window of RFC 4303, section 3.4.3): the last WINDOW_SIZE
 * counters of an instance are remembered one by one, and older ones count as seen.
 *
 * Bound: INSTANCE_LIMIT instances; the one not heard of for longest goes first. Where there are keys an instance gets an entry
 * only with an authentic datagram, so that a sender without a key cannot push others out.
 */
/** How many counters behind the newest one may still come late. */
export const WINDOW_SIZE = 1024;
/** More than there can be members, so that those of a full cluster stay while instances come and go. */
export const INSTANCE_LIMIT = 32_768;
const WORD_BITS = 32;
const WORD_COUNT = WINDOW_SIZE / WORD_BITS;
class Window {
    /** A ring of bits, by counter. */
    seen = new Uint32Array(WORD_COUNT);
    newest = 0;
    has(counter) {
        if (counter > this.newest)
            return false;
        if (counter + WINDOW_SIZE <= this.newest)
            return true;
        return (this.seen[wordOf(counter)] & bitOf(counter)) !== 0;
    }
    /** @param counter one that is not behind the window */
    add(counter) {
        if (counter > this.newest) {
            // What leaves the window makes room for the counters between, none of which has been seen.
            const first = Math.max(this.newest + 1, counter - WINDOW_SIZE + 1);
            for (let passed = first; passed < counter; passed++)
                this.clear(passed);
            this.newest = counter;
        }
        const word = wordOf(counter);
        this.seen[word] = this.seen[word] | bitOf(counter);
    }
    clear(counter) {
        const word = wordOf(counter);
        this.seen[word] = this.seen[word] & ~bitOf(counter);
    }
}
export class ReplayGuard {
    windows = new Map();
    limit;
    constructor(limit = INSTANCE_LIMIT) {
        this.limit = limit;
    }
    /** How many instances it remembers. */
    get size() {
        return this.windows.size;
    }
    /** Whether that datagram was accepted before, or is too old to tell. */
    isReplay(instance, counter) {
        return this.windows.get(instance)?.has(counter) ?? false;
    }
    /** Remembers an authentic datagram that is no replay. */
    accept(instance, counter) {
        const window = this.windows.get(instance) ?? new Window();
        // A Map keeps the order of insertion: the first one is the one not heard of for longest.
        this.windows.delete(instance);
        this.windows.set(instance, window);
        window.add(counter);
        if (this.windows.size <= this.limit)
            return;
        for (const oldest of this.windows.keys()) {
            this.windows.delete(oldest);
            return;
        }
    }
}
/** Counters have 48 bits, more than the bit operators take: divide before they see one. */
function wordOf(counter) {
    return Math.floor(counter / WORD_BITS) % WORD_COUNT;
}
function bitOf(counter) {
    return 1 << (counter % WORD_BITS);
}
//# sourceMappingURL=replay-window.js.map