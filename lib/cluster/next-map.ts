/**
 * The shard maps of a cluster, one from the other. What a death makes of the latest one can be worked out before it is known, while no client
 * waits for it: building a map takes some ms, more where the code is new to the compiler.
 *
 * Invariant: a map depends on its members alone, whatever was expected.
 */
import {
  buildShardMap,
  isSamePlacement,
  type PlacementMember,
  type RendezvousMap,
} from '../../shard/index.ts';

export class NextMap {
  /** The map that comes next if the member to which a connection was lost is dead. */
  expected: RendezvousMap | undefined;
  latest: RendezvousMap;
  private readonly replicas: number;

  /** @param replicas copies of each slot beside the owner's */
  constructor(replicas: number) {
    this.replicas = replicas;
    this.latest = buildShardMap([], 0);
  }

  /** That member may be dead. */
  expectLoss(member: string): void {
    const { members, epoch } = this.latest;
    const rest = members.filter(({ id }) => id !== member);
    const isExpected = this.expected !== undefined && isSamePlacement(this.expected.members, rest);
    if (rest.length === members.length || isExpected) return;
    this.expected = buildShardMap(rest, epoch, this.latest, this.replicas);
  }

  /** The map of these members, which is the latest from now on. */
  advance(members: readonly PlacementMember[], epoch: number): RendezvousMap {
    const previous = this.expected?.members.length === members.length ? this.expected : this.latest;
    this.latest = buildShardMap(members, epoch, previous, this.replicas);
    this.expected = undefined;
    return this.latest;
  }
}
