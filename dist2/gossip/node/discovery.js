/**
 * Where the seeds are: host names may stand for several addresses, which come and go (headless services of Kubernetes,
 * scaled services of Docker Compose), so they are looked up afresh for each round of attempts to find somebody.
 *
 * Bounds: one lookup at a time, as each takes one of the few threads that Node has for them, files included;
 * ADDRESS_LIMIT addresses a round; rounds no closer than ALONE_PERIOD_MS while this member is alone, PERIOD_MS otherwise.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
export const ADDRESS_LIMIT = 64;
const ALONE_PERIOD_MS = 500;
const PERIOD_MS = 10_000;
export class Discovery {
    seeds;
    lookupAll;
    events;
    failing = new Set();
    isBusy = false;
    nextMs = Number.NEGATIVE_INFINITY;
    constructor(seeds, lookupAll, events) {
        this.seeds = seeds;
        this.lookupAll = lookupAll;
        this.events = events;
    }
    /** Starts a round if one is due. Never rejects. */
    async look(isAlone, nowMs) {
        if (this.isBusy || nowMs < this.nextMs - (isAlone ? PERIOD_MS - ALONE_PERIOD_MS : 0))
            return;
        this.nextMs = nowMs + PERIOD_MS;
        this.isBusy = true;
        const found = this.seeds.filter(({ host }) => isIP(host) !== 0);
        if (found.length > 0)
            this.events.found(found.slice(0, ADDRESS_LIMIT));
        for (const { host, port } of this.seeds) {
            if (isIP(host) !== 0)
                continue;
            const addresses = (await this.resolve(host)).map((address) => ({ host: address, port }));
            if (addresses.length > 0)
                this.events.found(addresses.slice(0, ADDRESS_LIMIT));
        }
        this.isBusy = false;
    }
    async resolve(host) {
        try {
            const addresses = await this.lookupAll(host);
            this.failing.delete(host);
            return addresses;
        }
        catch (error) {
            if (!this.failing.has(host))
                this.events.unresolved(host, error.message);
            this.failing.add(host);
            return [];
        }
    }
}
/** Asks the system's resolver, and so /etc/hosts and DNS as they are set up there. */
export function systemLookup(family) {
    return async (host) => (await lookup(host, { all: true, family })).map(({ address }) => address);
}
//# sourceMappingURL=discovery.js.map