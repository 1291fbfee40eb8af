/**
 * How many copies of each key a member keeps, its option `replicas`, as it tells the others in the metadata of its record. Each member derives its
 * shard map from its own value, so where they differ the maps do: owners are the same, copies are not.
 */
import type { MemberInfo } from '../../gossip/index.ts';

/** Another member with another value. */
export interface DifferingMember {
  readonly id: string;
  readonly name: string;
  readonly replicas: number;
}

/** What a member with so many replicas tells of itself. */
export function metadataOf(replicas: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ replicas }));
}

/** Undefined where that is no metadata of a node. */
function replicasOf(metadata: Uint8Array): number | undefined {
  try {
    const { replicas } = JSON.parse(new TextDecoder().decode(metadata)) as { replicas?: unknown };
    return Number.isInteger(replicas) ? Number(replicas) : undefined;
  } catch {
    return undefined;
  }
}

/** The live members that tell another value than this one's, sorted by id. */
export function differingMembers(mine: number, members: readonly MemberInfo[]): DifferingMember[] {
  const found: DifferingMember[] = [];
  for (const { id, name, state, isMyself, metadata } of members) {
    if (isMyself || (state !== 'alive' && state !== 'suspect')) continue;
    const replicas = replicasOf(metadata);
    if (replicas !== undefined && replicas !== mine) found.push({ id, name, replicas });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
