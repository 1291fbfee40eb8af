/** A shard map of which only some slots have an owner: what is done slot by slot costs the simulator little then. */
import {
  buildShardMap,
  type PlacementMember,
  type RendezvousMap,
  type ShardMap,
  SLOT_COUNT,
} from '../../../shard/index.ts';

/** A member with so many shards. */
export type SizedMember = Pick<PlacementMember, 'id' | 'shards'>;

/** Makes the map of these members. */
export type MapMaker = (members: readonly SizedMember[], epoch: number) => ShardMap;

export class SparseMap implements ShardMap {
  readonly epoch: number;
  readonly owners: Int32Array;
  private readonly whole: RendezvousMap;
  private readonly placed: Uint8Array;

  private constructor(whole: RendezvousMap, epoch: number, placed: Uint8Array) {
    this.whole = whole;
    this.epoch = epoch;
    this.placed = placed;
    this.owners = whole.owners.map((owner, slot) => (placed[slot] === 1 ? owner : -1));
  }

  get placement(): number {
    return this.whole.placement;
  }

  get members(): RendezvousMap['members'] {
    return this.whole.members;
  }

  get shards(): RendezvousMap['shards'] {
    return this.whole.shards;
  }

  get replicas(): number {
    return this.whole.replicas;
  }

  ownerOf(slot: number): number {
    return this.owners[slot] as number;
  }

  replicaOf(slot: number, n: number): number {
    return this.placed[slot] === 1 ? this.whole.replicaOf(slot, n) : -1;
  }

  indexOf(id: string): number {
    return this.whole.indexOf(id);
  }

  heldBy(shardIndex: number): Uint8Array {
    return this.whole.heldBy(shardIndex).map((held, slot) => held & (this.placed[slot] as number));
  }

  slotRanges(): [number, number][] {
    return [];
  }

  slotCount(shardIndex: number): number {
    let slots = 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) if (this.ownerOf(slot) === shardIndex) slots++;
    return slots;
  }

  /** Makes maps with these slots and so many replicas; members are in that zone. */
  static maker(
    slots: readonly number[],
    replicas: number,
    zoneOf: (id: string) => string = () => '',
  ): MapMaker {
    const placed = new Uint8Array(SLOT_COUNT);
    for (const slot of slots) placed[slot] = 1;
    const known = new Map<string, RendezvousMap>();
    return (members, epoch) => {
      const name = members
        .map(({ id, shards }) => `${id} ${shards}`)
        .toSorted()
        .join();
      let whole = known.get(name);
      if (whole === undefined) {
        const sized = members.map(({ id, shards }) => ({ id, weight: 1, zone: zoneOf(id), shards }));
        whole = buildShardMap(sized, 0, known.values().next().value, replicas);
        known.set(name, whole);
      }
      return new SparseMap(whole, epoch, placed);
    };
  }
}
