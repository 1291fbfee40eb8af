/** Snapshots of the live view. */
import type { Context } from './context.ts';
import type { ViewMember, ViewSnapshot } from './types.ts';

const NO_HASH = '0'.repeat(16);

/** @param isPresent false once this member itself has left, was forgotten, or had to stop: then the view is empty */
export function snapshotOf(context: Context, isPresent: boolean): ViewSnapshot {
  const { epoch } = context.clock;
  if (!isPresent) return { epoch, hash: NO_HASH, members: [] };
  const members: ViewMember[] = [];
  for (const member of context.table.all()) {
    if (!member.isLive) continue;
    const { id, name, instance, host, busPort, clientPort, shardPort, shards } = member.record;
    const { phase, weight, zone } = member.record;
    members.push({ id, name, instance, host, busPort, clientPort, shardPort, shards, phase, weight, zone });
  }
  members.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { epoch, hash: context.hash.viewHash(), members };
}
