/** What is told of copies and handoff. */
import type { ReplicationStatus } from '../commands/context.ts';
import type { Replication } from '../replication/replication.ts';

export function statusOf(core: Replication): ReplicationStatus {
  const { copies, ownership } = core;
  return {
    replicas: ownership.map.replicas,
    streams: [...core.streams()].map((stream) => ({
      peer: stream.peer,
      sentBytes: stream.sentBytes,
      ackedBytes: stream.ackedBytes,
      liveSlots: stream.liveSlots,
      queuedSlots: stream.queuedSlots,
      silentMs: performance.now() - stream.lastAckMs,
    })),
    wantedSlots: copies.wantedSlots,
    copiedSlots: copies.liveSlots,
    incomingSlots: ownership.incomingSlots,
    heldSlots: ownership.heldSlots,
    receivedKeys: core.appliedKeys,
    receivedBytes: core.appliedBytes,
  };
}
