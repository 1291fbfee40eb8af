/**
 * Where the seeds are: host names may stand for several addresses, which come and go (headless services of Kubernetes,
 * scaled services of Docker Compose), so they are looked up afresh for each round of attempts to find somebody.
 *
 * Bounds: one lookup at a time, as each takes one of the few threads that Node has for them, files included;
 * ADDRESS_LIMIT addresses a round; rounds no closer than ALONE_PERIOD_MS while this member is alone, PERIOD_MS otherwise.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from '../core/types.ts';

export const ADDRESS_LIMIT = 64;
const ALONE_PERIOD_MS = 500;
const PERIOD_MS = 10_000;

/** All addresses of a host name; rejects when there are none. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export interface DiscoveryEvents {
  /** The addresses of all seeds, as far as this round knows them: once for those without a name, and for each name. */
  found(addresses: readonly Address[]): void;
  /** This seed's name cannot be resolved. Told once, until it can be. */
  unresolved(host: string, reason: string): void;
}

export class Discovery {
  private readonly seeds: readonly Address[];
  private readonly lookupAll: Lookup;
  private readonly events: DiscoveryEvents;
  private readonly failing = new Set<string>();
  private isBusy = false;
  private nextMs = Number.NEGATIVE_INFINITY;

  constructor(seeds: readonly Address[], lookupAll: Lookup, events: DiscoveryEvents) {
    this.seeds = seeds;
    this.lookupAll = lookupAll;
    this.events = events;
  }

  /** Starts a round if one is due. Never rejects. */
  async look(isAlone: boolean, nowMs: number): Promise<void> {
    if (this.isBusy || nowMs < this.nextMs - (isAlone ? PERIOD_MS - ALONE_PERIOD_MS : 0)) return;
    this.nextMs = nowMs + PERIOD_MS;
    this.isBusy = true;
    const found = this.seeds.filter(({ host }) => isIP(host) !== 0);
    if (found.length > 0) this.events.found(found.slice(0, ADDRESS_LIMIT));
    for (const { host, port } of this.seeds) {
      if (isIP(host) !== 0) continue;
      const addresses = (await this.resolve(host)).map((address) => ({ host: address, port }));
      if (addresses.length > 0) this.events.found(addresses.slice(0, ADDRESS_LIMIT));
    }
    this.isBusy = false;
  }

  private async resolve(host: string): Promise<readonly string[]> {
    try {
      const addresses = await this.lookupAll(host);
      this.failing.delete(host);
      return addresses;
    } catch (error) {
      if (!this.failing.has(host)) this.events.unresolved(host, (error as Error).message);
      this.failing.add(host);
      return [];
    }
  }
}

/** Asks the system's resolver, and so /etc/hosts and DNS as they are set up there. */
export function systemLookup(family: 4 | 6): Lookup {
  return async (host) => (await lookup(host, { all: true, family })).map(({ address }) => address);
}
