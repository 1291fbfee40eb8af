/**
 * The copies that this shard is to have, and of whom: of slots whose replica it is, and, before it serves, of those that it
 * will own. A copy is `LIVE` from the moment on at which it has all of its slot and follows every change.
 */

import type { ShardMap } from '../../shard/index.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Claims } from './claims.ts';
import { FOLLOW } from './messages.ts';
import { NOBODY, type PeerNumbers } from './peer-numbers.ts';

/** What is to be copied. */
interface Plan {
  readonly owners: Int32Array;
  /** By index into the map's shards whom to copy from: NOBODY in place of this shard. */
  readonly sources: Int32Array;
  /** In which this shard is to have what it has, and its index there. */
  readonly wanted: ShardMap;
  readonly self: number;
  /** By slot 1 if this shard is to have it; made when it is needed first. */
  held?: Uint8Array;
  /** Shards that have lost what they had. */
  readonly gone: ReadonlySet<number>;
}

export class Copies {
  liveSlots = 0;
  /** Copies that a comparison has found to differ. */
  repairs = 0;
  private readonly claims: Claims;
  private readonly peers: PeerNumbers;
  /** Whom each slot is copied from. */
  private readonly sources = new Int32Array(SLOT_COUNT).fill(NOBODY);
  private readonly live = new Uint8Array(SLOT_COUNT);
  /** Slots below it follow the latest plan, and so many of them are wanted. */
  placedSlots = SLOT_COUNT;
  private wantedOfPlaced = 0;
  private plan: Plan | undefined;

  constructor(claims: Claims, peers: PeerNumbers) {
    this.claims = claims;
    this.peers = peers;
  }

  /** By the latest map, also where it is not followed in all slots yet. */
  get wantedSlots(): number {
    const { plan } = this;
    let wanted = this.wantedOfPlaced;
    for (let slot = this.placedSlots; plan !== undefined && slot < SLOT_COUNT; slot++)
      if (sourceOf(slot, plan) !== NOBODY) wanted++;
    return wanted;
  }

  /** Whether all copies that are wanted are there. */
  get isComplete(): boolean {
    return this.placedSlots === SLOT_COUNT && this.liveSlots === this.wantedSlots;
  }

  isWanted(slot: number): boolean {
    return this.sources[slot] !== NOBODY;
  }

  isLive(slot: number): boolean {
    return this.live[slot] === 1;
  }

  /** Whether the slot is copied from that shard. */
  isFrom(slot: number, peer: number): boolean {
    return this.sources[slot] === peer;
  }

  /** Shards that slots are copied from. */
  sourcesNow(): Set<number> {
    const sources = new Set<number>();
    for (let slot = 0; slot < SLOT_COUNT; slot++)
      if (this.isWanted(slot)) sources.add(this.sources[slot] as number);
    return sources;
  }

  /**
   * From now on follows the owners of `map` in what this shard is to have by `wanted`: `map` itself, or while it does not serve yet
   * the one in which it will. What the shards `gone` had is asked for anew where they still have it by the map. Slot by slot, in
   * `place`, which must be done by the map before in all.
   */
  onMap(map: ShardMap, wanted: ShardMap, selfId: string, gone: ReadonlySet<number>): void {
    const sources = Int32Array.from(map.shards, ({ id }) => (id === selfId ? NOBODY : this.peers.of(id)));
    this.plan = { owners: map.owners, sources, wanted, self: wanted.indexOf(selfId), gone };
    this.placedSlots = 0;
    this.wantedOfPlaced = 0;
  }

  /** Follows the latest map in the slots below `end` too. */
  place(end: number): void {
    const { plan, sources } = this;
    if (plan === undefined || this.placedSlots >= end) return;
    const { gone } = plan;
    for (let slot = this.placedSlots; slot < end; slot++) {
      const source = sourceOf(slot, plan);
      if (source !== NOBODY) this.wantedOfPlaced++;
      if (sources[slot] !== source) this.want(slot, source);
      else if (gone.size > 0 && gone.has(source)) this.renew(slot, source);
    }
    this.placedSlots = end;
  }

  /** The copy is complete. */
  onLive(slot: number, peer: number): void {
    if (this.sources[slot] === peer) this.setLive(slot, 1);
  }

  /** A comparison has shown that the copy is not as its slot: it is asked for anew. Counts it if it was held for complete. */
  repair(slot: number, peer: number): void {
    if (this.sources[slot] === peer && this.live[slot] === 1) this.repairs++;
    this.renew(slot, peer);
  }

  /** The copy is not as it should be: it is asked for anew, if that shard is who it is copied from. */
  renew(slot: number, peer: number): void {
    if (this.sources[slot] !== peer) return;
    this.setLive(slot, 0);
    this.claims.add(FOLLOW, slot, peer, false);
  }

  /** The peer's stream is another one: whatever is copied from it is asked for anew. */
  renewAll(peer: number): void {
    for (let slot = 0; slot < SLOT_COUNT; slot++) this.renew(slot, peer);
  }

  /** The peer owes copies: they are asked for again. */
  renewMissing(peer: number): void {
    for (let slot = 0; slot < SLOT_COUNT; slot++) if (this.live[slot] === 0) this.renew(slot, peer);
  }

  /** No copy can be relied on any more: all are asked for anew. */
  reset(): void {
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const source = this.sources[slot] as number;
      if (source !== NOBODY) this.renew(slot, source);
    }
  }

  private want(slot: number, source: number): void {
    const before = this.sources[slot] as number;
    if (before !== NOBODY) this.claims.dropFollow(slot, before);
    this.setLive(slot, 0);
    this.sources[slot] = source;
    if (source !== NOBODY) this.claims.add(FOLLOW, slot, source, false);
  }

  private setLive(slot: number, live: number): void {
    this.liveSlots += live - (this.live[slot] as number);
    this.live[slot] = live;
  }
}

/** Whom the slot is to be copied from. */
function sourceOf(slot: number, plan: Plan): number {
  plan.held ??= plan.self < 0 ? new Uint8Array(SLOT_COUNT) : plan.wanted.heldBy(plan.self);
  const owner = plan.held[slot] === 1 ? (plan.owners[slot] as number) : NOBODY;
  return owner < 0 ? NOBODY : (plan.sources[owner] as number);
}
