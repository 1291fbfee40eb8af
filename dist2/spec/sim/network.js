/**
 * A seeded network in virtual time: what happens depends on the seed alone. A datagram takes a random delay, so that datagrams
 * overtake each other, and may be lost (one by one, or in bursts on one link), delivered twice, changed on its way, or held up by a block
 * between two addresses.
 */
import { Random } from '../../lib/base/random.js';
import { Schedule } from './schedule.js';
export const CALM = {
    minDelayMs: 0.2,
    maxDelayMs: 5,
    loss: 0,
    duplication: 0,
    burstShare: 0,
    burstMs: 100,
    spikeShare: 0,
    spikeMs: 0,
    corruption: 0,
};
export class Network extends Schedule {
    random;
    options;
    /** Blocked directions, as `from>to` of addresses; `*` stands for any. */
    blocked = new Set();
    /** Loss of what single addresses send, in the place of the general one. */
    lossFrom = new Map();
    links = new Map();
    constructor(seed, options) {
        super();
        this.random = new Random(seed);
        this.options = options;
    }
    /** Carries something from one address to another, if it does not get lost. */
    carry(from, to, deliver) {
        if (this.blocked.size > 0 && this.isBlocked(from, to))
            return;
        if (this.options.burstShare > 0 && this.isInBurst(`${from}>${to}`))
            return;
        const loss = this.lossFrom.get(from) ?? this.options.loss;
        const copies = this.random.chance(this.options.duplication) ? 2 : 1;
        for (let copy = 0; copy < copies; copy++) {
            if (!this.random.chance(loss))
                this.at(this.nowMs + this.delayMs(), deliver);
        }
    }
    /** @param from address, or `*` for all; likewise `to` */
    block(from, to) {
        this.blocked.add(`${from}>${to}`);
    }
    unblockAll() {
        this.blocked.clear();
        this.lossFrom.clear();
    }
    setLossFrom(from, loss) {
        this.lossFrom.set(from, loss);
    }
    isBlocked(from, to) {
        const { blocked } = this;
        return blocked.has(`${from}>${to}`) || blocked.has(`${from}>*`) || blocked.has(`*>${to}`);
    }
    /** A link is good and bad in turn, each for a random time (Gilbert 1960). */
    isInBurst(name) {
        const { burstShare, burstMs } = this.options;
        let link = this.links.get(name);
        if (!link) {
            link = { isBad: false, untilMs: 0 };
            this.links.set(name, link);
        }
        while (link.untilMs <= this.nowMs) {
            link.isBad = !link.isBad && link.untilMs > 0;
            const meanMs = link.isBad ? burstMs : (burstMs * (1 - burstShare)) / burstShare;
            link.untilMs =
                Math.max(link.untilMs, this.nowMs - 10 * burstMs) - meanMs * Math.log(1 - this.random.fraction());
        }
        return link.isBad;
    }
    delayMs() {
        const { minDelayMs, maxDelayMs, spikeShare, spikeMs } = this.options;
        const delayMs = minDelayMs + this.random.fraction() * (maxDelayMs - minDelayMs);
        if (spikeShare === 0 || !this.random.chance(spikeShare))
            return delayMs;
        return delayMs + this.random.fraction() * spikeMs;
    }
}
//# sourceMappingURL=network.js.map