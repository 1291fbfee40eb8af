/**
 * Addresses of the host names that members announce. Datagrams go out many times a second, and a slow resolver must hold none of
 * them up: a name that was found once is answered from memory at once, and looked up again beside that.
 *
 * Bounds: NAME_LIMIT names, the one asked for first goes first; one lookup of a name at a time, no sooner than FRESH_MS after
 * one that found it. What is sent to a name during its very first lookup is lost, as datagrams may be.
 */
import type { SocketOptions } from 'node:dgram';
import { isIP } from 'node:net';

const NAME_LIMIT = 1024;
const FRESH_MS = 10_000;

/** How sockets ask for the address of a host. */
export type HostLookup = NonNullable<SocketOptions['lookup']>;

interface Entry {
  /** '' until it is found. */
  address: string;
  family: number;
  isBusy: boolean;
  lookUpAtMs: number;
}

export class NameCache {
  private readonly resolve: HostLookup;
  private readonly clock: () => number;
  private readonly entries = new Map<string, Entry>();

  /** @param clock any monotonic time in ms */
  constructor(resolve: HostLookup, clock: () => number) {
    this.resolve = resolve;
    this.clock = clock;
  }

  /** The address of a name as last found; the name itself if it was not yet, or is an address. */
  known(host: string): string {
    return this.entries.get(host)?.address || host;
  }

  /** To be given to sockets; never slower than a turn of the event loop, but for the first lookup of a name. */
  readonly lookup: HostLookup = (host, options, answer) => {
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
    if (entry.address === '') answer(new Error(`${host} is being looked up`), '', 0);
    else answer(null, entry.address, entry.family);
    if (!entry.isBusy && this.clock() >= entry.lookUpAtMs) this.refresh(host, entry, options, () => {});
  };

  private refresh(
    host: string,
    entry: Entry,
    options: Parameters<HostLookup>[1],
    answer: Parameters<HostLookup>[2],
  ): void {
    entry.isBusy = true;
    this.resolve(host, options, (error, address, family) => {
      entry.isBusy = false;
      if (error) {
        // The last address that was found is better than none.
        if (entry.address === '') this.entries.delete(host);
      } else {
        entry.address = address;
        entry.family = family;
        entry.lookUpAtMs = this.clock() + FRESH_MS;
      }
      answer(error, address, family);
    });
  }

  private add(host: string): Entry {
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
