/** What is told of the copies and the handoff of one shard, and how fast changes come and go. */
import type { ReplicationStatus } from '../commands/context.ts';
import type { Replication } from '../replication/replication.ts';
import { Rate } from './rate.ts';

/** Counts what a shard's replication has sent and received since the start, and how fast. */
export class ReplicationMeter {
  private readonly core: Replication;
  private receivedBytes = 0;
  private receivedKeys = 0;
  private readonly sentRate = new Rate();
  private readonly receivedRate = new Rate();
  /** What came in, when that was looked at last. */
  private appliedBytes = 0;
  private appliedKeys = 0;

  constructor(core: Replication) {
    this.core = core;
  }

  /** Takes a sample for the rates; called every RATE_SAMPLE_MS or so. */
  sample(nowMs: number): void {
    this.update();
    this.sentRate.sample(this.core.followers.sentBytes, nowMs);
    this.receivedRate.sample(this.receivedBytes, nowMs);
  }

  status(): ReplicationStatus {
    this.update();
    const { core } = this;
    const { copies, ownership, keyspace } = core;
    const { map, selfIndex, heldSlots, incomingSlots } = ownership;
    const ownedSlots = selfIndex < 0 ? 0 : map.slotCount(selfIndex);
    const streams = [...core.followers.all()].map((stream) => ({
      peer: stream.peer,
      stream: stream.id,
      isPlaced: stream.isPlaced,
      sentBytes: stream.sentBytes,
      ackedBytes: stream.ackedBytes,
      liveSlots: stream.liveSlots,
      queuedSlots: stream.queuedSlots,
      silentMs: performance.now() - stream.lastAckMs,
    }));
    return {
      replicas: Math.max(0, Math.min(map.replicas, map.members.length - 1)),
      streams,
      wantedSlots: copies.wantedSlots,
      copiedSlots: copies.liveSlots,
      incomingSlots,
      outgoingSlots: Math.max(0, heldSlots + incomingSlots - ownedSlots),
      heldSlots,
      keys: keyspace.size,
      usedBytes: keyspace.usedBytes,
      sentBytes: core.followers.sentBytes,
      receivedBytes: this.receivedBytes,
      receivedKeys: this.receivedKeys,
      sentPerSecond: this.sentRate.perSecond,
      receivedPerSecond: this.receivedRate.perSecond,
      checkedCopies: core.followers.checks,
      repairedCopies: copies.repairs,
    };
  }

  private update(): void {
    const { core } = this;
    // Fewer than before: of a shard that is gone nothing is counted any more.
    this.receivedBytes += Math.max(0, core.intakes.appliedBytes - this.appliedBytes);
    this.receivedKeys += Math.max(0, core.intakes.appliedKeys - this.appliedKeys);
    this.appliedBytes = core.intakes.appliedBytes;
    this.appliedKeys = core.intakes.appliedKeys;
  }
}

/**
 * Whether a shard has all copies that it is to have, its slots all have theirs, as many as there are members for, and
 * none of them is on its way anywhere.
 */
export function areCopiesComplete(status: ReplicationStatus): boolean {
  return missingCopies(status) === 0;
}

/** How many copies a shard is still to be given, or to give; those that the shards `without` have do not count. */
export function missingCopies(status: ReplicationStatus, without: readonly string[] = []): number {
  const { wantedSlots, copiedSlots, incomingSlots, outgoingSlots } = status;
  const streams = status.streams.filter(({ peer }) => !without.includes(peer));
  return incomingSlots + outgoingSlots + wantedSlots - copiedSlots + missingFollowers({ ...status, streams });
}

/** Whether each slot that is held has all its replicas, which get every change of it. */
export function areSlotsFollowed(status: ReplicationStatus): boolean {
  return missingFollowers(status) === 0;
}

function missingFollowers({ replicas, streams, heldSlots }: ReplicationStatus): number {
  let queued = 0;
  let followed = 0;
  for (const { isPlaced, liveSlots, queuedSlots } of streams) {
    queued += queuedSlots;
    if (isPlaced) followed += liveSlots;
  }
  return queued + Math.max(0, heldSlots * replicas - followed);
}
