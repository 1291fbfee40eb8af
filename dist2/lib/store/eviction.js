/**
 * Which entry to evict: the best of a pool of 16 candidates to which each eviction adds some random ones, as Redis does it ("Using
 * Redis as an LRU cache", approximated LRU). Candidates are met as often as their cells are large. Except for the pool it
 * takes no memory: what it goes by is in the entries' access words.
 */
import { randomRef } from './index-walk.js';
const POOL_SIZE = 16;
const SAMPLES = 8;
/** Places in memory that are looked at for one candidate before it is taken from the index or the wheel. */
const TRIES = 32;
/** Places that are looked at for one of a certain size. */
const CLASS_TRIES = 64;
export class Evictor {
    table;
    policy;
    density;
    fraction;
    // The pool, ascending by score: references with their access words, by which those that were used or freed since are known.
    refs = new Int32Array(POOL_SIZE);
    words = new Int32Array(POOL_SIZE);
    scores = new Float64Array(POOL_SIZE);
    candidates = 0;
    constructor(table, policy, density, random) {
        this.table = table;
        this.policy = policy;
        this.density = density;
        this.fraction = () => random.fraction();
    }
    /** Evicts one entry; returns its bytes, 0 if there is none that may be evicted. */
    evict(nowMs) {
        const ref = this.choose(nowMs);
        if (ref === 0)
            return 0;
        const bytes = this.table.entries.entryBytes(ref);
        this.drop(ref);
        return bytes;
    }
    /** Evicts this entry. */
    drop(ref) {
        const { table } = this;
        if (this.policy.by === 'frequency')
            this.density.evict(table.entries.accessWord(ref), table.size);
        table.evict(ref);
    }
    /** Evicts an entry that has a buffer of its own, but not `pinned`; false if none was found that may be. */
    evictLarge(pinned) {
        for (let attempt = 0; attempt < TRIES; attempt++) {
            const ref = this.table.entries.randomLarge(this.fraction);
            if (ref === 0 || ref === pinned || !this.mayEvict(ref))
                continue;
            this.drop(ref);
            return true;
        }
        return false;
    }
    /** Evicts the best of a few entries whose cells are of this size class, `pinned` excepted; returns its bytes, 0 if it met none. */
    evictOfClass(sizeClass, pinned, nowMs) {
        const { arena } = this.table;
        let best = 0;
        let highest = Number.NEGATIVE_INFINITY;
        for (let attempt = 0; attempt < CLASS_TRIES; attempt++) {
            const ref = arena.randomEntry(this.fraction);
            if (ref === 0 || ref === pinned || arena.sizeClassAt(ref) !== sizeClass || !this.mayEvict(ref))
                continue;
            const score = this.scoreOf(ref, nowMs);
            if (score <= highest)
                continue;
            best = ref;
            highest = score;
        }
        if (best === 0)
            return 0;
        const bytes = arena.cellBytes(best);
        this.drop(best);
        return bytes;
    }
    mayEvict(ref) {
        return this.policy.of === 'all' || (this.policy.of === 'expiring' && this.table.entries.hasExpiry(ref));
    }
    choose(nowMs) {
        const { of, by } = this.policy;
        if (of === 'none' || (of === 'all' ? this.table.size : this.table.wheel.size) === 0)
            return 0;
        if (by === 'expiry')
            return this.table.wheel.soonest();
        if (by === 'random')
            return this.sample();
        let ref = 0;
        while (ref === 0) {
            for (let sample = 0; sample < SAMPLES; sample++)
                this.consider(this.sample(), nowMs);
            ref = this.takeBest();
        }
        return ref;
    }
    /** A random entry that may be evicted; there is one. */
    sample() {
        const { arena, entries, index, size, wheel } = this.table;
        const largeShare = entries.usedBytes / (entries.usedBytes + arena.usedBytes);
        for (let attempt = 0; attempt < TRIES; attempt++) {
            const isLarge = largeShare > 0 && this.fraction() < largeShare;
            const ref = isLarge ? entries.randomLarge(this.fraction) : arena.randomEntry(this.fraction);
            if (ref !== 0 && this.mayEvict(ref))
                return ref;
        }
        if (this.policy.of === 'all')
            return randomRef(index, size, this.fraction);
        return wheel.randomEntry(this.fraction);
    }
    /** Puts an entry into the pool if that has room or a worse one. */
    consider(ref, nowMs) {
        const { refs, words, scores } = this;
        const score = this.scoreOf(ref, nowMs);
        const isFull = this.candidates === POOL_SIZE;
        if (isFull && score <= scores[0])
            return;
        for (let at = 0; at < this.candidates; at++)
            if (refs[at] === ref)
                return;
        // The worse ones keep their places, or where the worst one goes move into it.
        let at;
        if (isFull) {
            for (at = 0; at + 1 < POOL_SIZE && scores[at + 1] < score; at++)
                this.move(at + 1, at);
        }
        else {
            for (at = this.candidates++; at > 0 && scores[at - 1] > score; at--)
                this.move(at - 1, at);
        }
        refs[at] = ref;
        words[at] = this.table.entries.accessWord(ref);
        scores[at] = score;
    }
    move(from, to) {
        this.refs[to] = this.refs[from];
        this.words[to] = this.words[from];
        this.scores[to] = this.scores[from];
    }
    /** Takes the candidate with the highest score that is still as it was; 0 if none is. */
    takeBest() {
        const { arena, entries } = this.table;
        while (this.candidates > 0) {
            const best = --this.candidates;
            const ref = this.refs[best];
            const isSame = arena.isLiveEntry(ref) && entries.accessWord(ref) === this.words[best];
            if (isSame && this.mayEvict(ref))
                return ref;
        }
        return 0;
    }
    /** The higher the sooner it goes. */
    scoreOf(ref, nowMs) {
        const { entries } = this.table;
        if (this.policy.by === 'idle')
            return entries.idleMs(ref, nowMs);
        return entries.entryBytes(ref) / (this.density.densityOf(entries.accessWord(ref)) + Number.MIN_VALUE);
    }
}
//# sourceMappingURL=eviction.js.map