/**
 * Who is who, as the gossip thread last reported it, so that reading it costs nothing. Other threads may keep lists of their
 * own, fed with the same reports.
 */
import type { Ban, CoreStatus, MemberInfo, ViewSnapshot } from '../core/types.ts';
import { type MessageCounts, newCounts } from '../wire/counts.ts';
import { type ListSnapshot, monotonicMs, type Report } from './thread-messages.ts';

/** What the lists are made from. Plain data. */
export type ListReport = Extract<Report, { type: 'update' | 'pulse' }>;

const NO_HASH = '0'.repeat(16);
const NOT_STARTED: CoreStatus = {
  ...{ isIsolated: false, hasMajority: false, liveCount: 0, knownCount: 0, agreeingCount: 0 },
  ...{ viewHash: NO_HASH, epoch: 0, health: 0, lagMs: 0, serveStallMs: 0 },
};

export class MemberLists {
  private list: ListSnapshot = { takenMs: 0, members: [], bans: [] };
  private lastView: ViewSnapshot = { epoch: 0, hash: NO_HASH, members: [] };
  private counts: MessageCounts = newCounts();
  private lastStatus: CoreStatus = NOT_STARTED;
  /** When each member of `list` was last heard of, in its order, as monotonic time. */
  private heardMs: readonly number[] = [];

  take(report: ListReport): void {
    this.lastStatus = report.status;
    if (report.type === 'update') {
      const { list, view } = report;
      this.list = list;
      this.heardMs = list.members.map((member) => list.takenMs - member.silentMs);
      if (view) this.lastView = view;
      return;
    }
    if (report.counts) this.counts = report.counts;
    if (report.silentMs.length === this.list.members.length) {
      this.heardMs = Array.from(report.silentMs, (silentMs) => report.takenMs - silentMs);
    }
  }

  /** Every member known, dead and left ones and oneself included; a new array for each call. */
  members(): MemberInfo[] {
    const nowMs = monotonicMs();
    return this.list.members.map((member, index) => ({
      ...member,
      silentMs: member.isMyself ? 0 : Math.max(0, nowMs - (this.heardMs[index] as number)),
    }));
  }

  /** The live members as last reported. */
  view(): ViewSnapshot {
    return this.lastView;
  }

  /** The member ids that are banned now. */
  bans(): Ban[] {
    const elapsedMs = monotonicMs() - this.list.takenMs;
    return this.list.bans
      .map(({ id, remainingMs }) => ({ id, remainingMs: Math.ceil(remainingMs - elapsedMs) }))
      .filter(({ remainingMs }) => remainingMs > 0);
  }

  /** How this member stands with the others; at most one hf old. */
  status(): CoreStatus {
    return this.lastStatus;
  }

  /** What was sent, received and dropped; at most a second or one hf old. */
  messageCounts(): MessageCounts {
    return this.counts;
  }
}
