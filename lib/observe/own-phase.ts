/** What this node is doing, as INFO and CLUSTER INFO tell it. */
import type { ClusterServices } from '../commands/context.ts';

/**
 * The phase that it tells the others; `banned` while they keep it out, as it was forgotten, and `left` when it takes no part any
 * more. Empty before it has started.
 */
export function ownPhase(cluster: Pick<ClusterServices, 'bannedMs' | 'members'>): string {
  if (cluster.bannedMs > 0) return 'banned';
  const myself = cluster.members().find(({ isMyself }) => isMyself);
  return myself?.state === 'left' ? 'left' : (myself?.phase ?? '');
}
