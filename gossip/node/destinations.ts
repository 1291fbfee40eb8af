/**
 * Which instance is at which address, as far as this member knows: sealed datagrams are for one instance. Whatever was learned last
 * counts, be it from the member list or from a datagram, whose sender is authentic.
 *
 * Bound: ADDRESS_LIMIT addresses; the one learned first goes first.
 */
import type { Address, MemberInfo } from '../core/types.ts';

/** More than there can be members. */
const ADDRESS_LIMIT = 32_768;

export class Destinations {
  private readonly instances = new Map<string, string>();

  /** Undefined: nobody is known to be there. */
  at(address: Address): string | undefined {
    return this.instances.get(keyOf(address));
  }

  /** A datagram of this instance came from this address. */
  learn(address: Address, instance: string): void {
    const key = keyOf(address);
    if (this.instances.get(key) === instance) return;
    this.instances.delete(key);
    this.instances.set(key, instance);
    if (this.instances.size <= ADDRESS_LIMIT) return;
    for (const oldest of this.instances.keys()) {
      this.instances.delete(oldest);
      return;
    }
  }

  /** The member list changed. */
  follow(members: readonly MemberInfo[]): void {
    for (const { host, busPort, instance, isMyself, state } of members) {
      const isLive = state === 'alive' || state === 'suspect';
      if (isLive && !isMyself) this.learn({ host, port: busPort }, instance);
    }
  }
}

function keyOf({ host, port }: Address): string {
  return `${host} ${port}`;
}
