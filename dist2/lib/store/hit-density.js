/**
 * How much an entry is worth keeping, learned while the cache runs: hits to come for each unit of time that it stays, as in
 * "LHD: Improving Cache Hit Rate by Maximizing Hit Density" (Beckmann, Chen, Cidon; NSDI 2018). Dividing by bytes is the
 * caller's part.
 *
 * Entries are told apart by how often they were used and by their age, the time since the last use. For each class and
 * age it is counted how many entries were hit at that age and how many were evicted. From the highest age down, hits still to
 * come divided by time still to be spent is the density of that class at that age. So nothing has to be tuned: where old
 * entries are not hit any more (a working set that moves), age counts; where they are (a steady distribution), use does; one pass of a
 * scan is worth nothing to the class of entries that were never hit. Until there is enough to go by, a prior makes it behave as LFU
 * does; its share falls as counts grow.
 *
 * An entry's access word holds the tick of its last use (bits 8-31) and a logarithmic counter of its uses (0-7), which is Redis's
 * (5 for a new entry, incremented with a probability that falls with it) with a log factor of 1. A tick is a 128th part of as many
 * uses as there are entries. The tables take 36 KB in all.
 */
const CLASSES = 16;
const AGES = 96;
const CELLS = CLASSES * AGES;
export const NEW_COUNTER = 5;
const MAX_COUNTER = 255;
const COUNTER_MASK = 0xff;
const TICK_SHIFT = 8;
const TICK_MASK = 0xffffff;
const TICKS_PER_TURNOVER_SHIFT = 7;
const MIN_USES_PER_TICK = 4;
/** An entry's counter loses one for each this many ticks that it was not used. */
const TICKS_PER_DECAY = 2048;
/** Learning goes over the tables once in as many events as there are entries, at least in this many. */
const MIN_EVENTS = 2000;
/** Share of what was counted before that still counts then. */
const MEMORY = 0.98;
/** Density presumed for an entry that was never hit, and the age that halves what is presumed. */
const NEW_DENSITY = 1 / 2500;
const PRIOR_AGE_TICKS = 512;
/** What is presumed counts as much as entries that were watched for so long in all, with its hits. */
const PRIOR_LIFETIME_TICKS = 2048;
export class HitDensity {
    random;
    tick;
    untilTick = MIN_USES_PER_TICK;
    events = 0;
    hits = new Float64Array(CELLS);
    evictions = new Float64Array(CELLS);
    densities = new Float64Array(CELLS);
    /** `startTick` is what the clock begins at, so that words that are already there get ages that make sense. */
    constructor(random, startTick) {
        this.random = random;
        this.tick = startTick & TICK_MASK;
        for (let cell = 0; cell < CELLS; cell++) {
            this.densities[cell] = priorDensity(Math.floor(cell / AGES), cell % AGES);
        }
    }
    /** The access word of an entry that is new now. `size` is the number of entries. */
    firstUse(size) {
        this.passTime(size);
        return (this.tick << TICK_SHIFT) | NEW_COUNTER;
    }
    /** Counts a hit on an entry with that access word; returns its next one. */
    use(word, size) {
        this.passTime(size);
        const cell = this.cellOf(word);
        this.hits[cell] = this.hits[cell] + 1;
        this.events++;
        const decay = Math.floor(this.ageOf(word) / TICKS_PER_DECAY);
        let counter = Math.max((word & COUNTER_MASK) - decay, Math.min(word & COUNTER_MASK, NEW_COUNTER));
        const above = Math.max(0, counter - NEW_COUNTER);
        if (counter < MAX_COUNTER && (above === 0 || this.random.chance(1 / (above + 1))))
            counter++;
        return (this.tick << TICK_SHIFT) | counter;
    }
    /** Counts an eviction of an entry with that access word. */
    evict(word, size) {
        const cell = this.cellOf(word);
        this.evictions[cell] = this.evictions[cell] + 1;
        if (++this.events >= Math.max(MIN_EVENTS, size))
            this.learn();
    }
    /** Hits a tick to be expected of an entry with that access word. */
    densityOf(word) {
        return this.densities[this.cellOf(word)];
    }
    passTime(size) {
        if (--this.untilTick > 0)
            return;
        this.tick = (this.tick + 1) & TICK_MASK;
        this.untilTick = Math.max(MIN_USES_PER_TICK, size >>> TICKS_PER_TURNOVER_SHIFT);
    }
    ageOf(word) {
        return (this.tick - (word >>> TICK_SHIFT)) & TICK_MASK;
    }
    cellOf(word) {
        const uses = Math.max(0, (word & COUNTER_MASK) - NEW_COUNTER);
        return Math.min(CLASSES - 1, uses) * AGES + bucketOf(this.ageOf(word));
    }
    learn() {
        this.events = 0;
        for (let uses = 0; uses < CLASSES; uses++)
            this.learnClass(uses);
    }
    learnClass(uses) {
        let hitsToCome = 0;
        let entries = 0;
        let lifetime = 0;
        for (let age = AGES - 1; age >= 0; age--) {
            const cell = uses * AGES + age;
            const hits = this.hits[cell];
            const ended = hits + this.evictions[cell];
            const width = startOf(age + 1) - startOf(age);
            lifetime += entries * width + (ended * width) / 2;
            hitsToCome += hits;
            entries += ended;
            const presumed = PRIOR_LIFETIME_TICKS * priorDensity(uses, age);
            this.densities[cell] = (hitsToCome + presumed) / (lifetime + PRIOR_LIFETIME_TICKS);
            this.hits[cell] = hits * MEMORY;
            this.evictions[cell] = this.evictions[cell] * MEMORY;
        }
    }
}
/** What is presumed before anything was counted: under a steady distribution of popularity, use counts far more than age. */
function priorDensity(uses, age) {
    return (NEW_DENSITY * (1 + uses) ** 2) / (1 + middleOf(age) / PRIOR_AGE_TICKS);
}
/** Ages below 8 have a bucket each, above that there are four to each doubling. */
function bucketOf(age) {
    if (age < 8)
        return age;
    const exponent = 29 - Math.clz32(age);
    return ((exponent + 1) << 2) + ((age >>> exponent) & 3);
}
/** The least age of a bucket. */
function startOf(bucket) {
    return bucket < 8 ? bucket : (4 + (bucket & 3)) * 2 ** ((bucket >> 2) - 1);
}
function middleOf(bucket) {
    return (startOf(bucket) + startOf(bucket + 1)) / 2;
}
//# sourceMappingURL=hit-density.js.map