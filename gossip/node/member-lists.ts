/**
 * Who is who, as the gossip thread last reported it, so that reading it costs nothing. Other threads may keep lists of their
 * own, fed with the same reports.
 */
import type { Ban, MemberInfo, ViewSnapshot } from '../core/types.ts';
import { type MessageCounts, newCounts } from '../wire/counts.ts';
import { type ListSnapshot, monotonicMs, type Report } from './thread-messages.ts';

/** What the lists are made from. Plain data. */
export type ListReport = Extract<Report, { type: 'update' | 'pulse' }>;

export class MemberLists {
  private list: ListSnapshot = { takenMs: 0, members: [], bans: [] };
  private lastView: ViewSnapshot = { epoch: 0, hash: '0'.repeat(16), members: [] };
  private counts: MessageCounts = newCounts();
  /** When each member of `list` was last heard of, in its order, as monotonic time. */
  private heardMs: readonly number[] = [];

  take(report: ListReport): void {
    if (report.type === 'update') {
      const { list, view } = report;
      this.list = list;
      this.heardMs = list.members.map((member) => list.takenMs - member.silentMs);
      if (view) this.lastView = view;
      return;
    }
    this.counts = report.counts;
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

  /** What was sent, received and dropped; at most one hf old. */
  messageCounts(): MessageCounts {
    return this.counts;
  }
}
