/** A small seeded generator of random numbers (mulberry32), so that a failed run can be run again. */
export class Random {
    state;
    constructor(seed) {
        this.state = seed >>> 0;
    }
    /** In [0, 1). */
    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }
    /** A whole number in [0, bound). */
    below(bound) {
        return Math.floor(this.next() * bound);
    }
    chance(probability) {
        return this.next() < probability;
    }
    pick(items) {
        return items[this.below(items.length)];
    }
}
//# sourceMappingURL=random.js.map