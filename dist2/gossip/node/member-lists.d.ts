/**
 * Who is who, as the gossip thread last reported it, so that reading it costs nothing. Other threads may keep lists of their
 * own, fed with the same reports.
 */
import type { Ban, CoreStatus, MemberInfo, ViewSnapshot } from '../core/types.ts';
import { type MessageCounts } from '../wire/counts.ts';
import { type Report } from './thread-messages.ts';
/** What the lists are made from. Plain data. */
export type ListReport = Extract<Report, {
    type: 'update' | 'pulse';
}>;
export declare class MemberLists {
    private list;
    private lastView;
    private counts;
    private lastStatus;
    /** When each member of `list` was last heard of, in its order, as monotonic time. */
    private heardMs;
    take(report: ListReport): void;
    /** Every member known, dead and left ones and oneself included; a new array for each call. */
    members(): MemberInfo[];
    /** The live members as last reported. */
    view(): ViewSnapshot;
    /** The member ids that are banned now. */
    bans(): Ban[];
    /** How this member stands with the others; at most one hf old. */
    status(): CoreStatus;
    /** What was sent, received and dropped; at most a second or one hf old. */
    messageCounts(): MessageCounts;
}
