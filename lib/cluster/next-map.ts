/**
 * The shard maps of a cluster, one from the other. What a death or a join makes of the latest one can be worked out before it happens, while no
 * client waits for it: building a map takes some ms, more where the code is new to the compiler.
 *
 * Invariant: a map depends on its members alone, whatever was expected.
 */
import { buildShardMap, type PlacementMember, type RendezvousMap } from '../../shard/index.ts';

export class NextMap {
  /** The map that comes next if the member to which a connection was lost is dead, or who joins serves. */
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
    const { members } = this.latest;
    const rest = members.filter(({ id }) => id !== member);
    if (rest.length < members.length) this.expect(rest);
  }

  /** These may be the next map's members; returns that map. */
  expect(members: readonly PlacementMember[]): RendezvousMap {
    this.expected = buildShardMap(members, this.latest.epoch, this.nearest(members), this.replicas);
    return this.expected;
  }

  /** The map of these members, which is the latest from now on. */
  advance(members: readonly PlacementMember[], epoch: number): RendezvousMap {
    this.latest = buildShardMap(members, epoch, this.nearest(members), this.replicas);
    this.expected = undefined;
    return this.latest;
  }

  /** From which of the two maps that of these members is derived soonest. */
  private nearest({ length }: readonly PlacementMember[]): RendezvousMap {
    return this.expected?.members.length === length ? this.expected : this.latest;
  }
}
