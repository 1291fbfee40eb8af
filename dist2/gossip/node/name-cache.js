import { isIP } from 'node:net';
const NAME_LIMIT = 1024;
const FRESH_MS = 10_000;
export class NameCache {
    resolve;
    clock;
    entries = new Map();
    /** @param clock any monotonic time in ms */
    constructor(resolve, clock) {
        this.resolve = resolve;
        this.clock = clock;
    }
    /** The address of a name as last found; the name itself if it was not yet, or is an address. */
    known(host) {
        return this.entries.get(host)?.address || host;
    }
    /** To be given to sockets; never slower than a turn of the event loop, but for the first lookup of a name. */
    lookup = (host, options, answer) => {
        const family = isIP(host);
        if (family !== 0) {
            answer(null, host, family);
            return;
        }
        const entry = this.entries.get(host);
        if (!entry) {
            this.refresh(host, this.add(host), options, answer);
            return;
        }
        if (entry.address === '')
            answer(new Error(`${host} is being looked up`), '', 0);
        else
            answer(null, entry.address, entry.family);
        if (!entry.isBusy && this.clock() >= entry.lookUpAtMs)
            this.refresh(host, entry, options, () => { });
    };
    refresh(host, entry, options, answer) {
        entry.isBusy = true;
        this.resolve(host, options, (error, address, family) => {
            entry.isBusy = false;
            if (error) {
                // The last address that was found is better than none.
                if (entry.address === '')
                    this.entries.delete(host);
            }
            else {
                entry.address = address;
                entry.family = family;
                entry.lookUpAtMs = this.clock() + FRESH_MS;
            }
            answer(error, address, family);
        });
    }
    add(host) {
        const entry = { address: '', family: 0, isBusy: false, lookUpAtMs: Number.NEGATIVE_INFINITY };
        this.entries.set(host, entry);
        if (this.entries.size > NAME_LIMIT) {
            for (const oldest of this.entries.keys()) {
                this.entries.delete(oldest);
                break;
            }
        }
        return entry;
    }
}
//# sourceMappingURL=name-cache.js.map