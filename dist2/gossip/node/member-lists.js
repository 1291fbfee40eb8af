import { newCounts } from '../wire/counts.js';
import { monotonicMs } from './thread-messages.js';
const NO_HASH = '0'.repeat(16);
const NOT_STARTED = {
    ...{ isIsolated: false, hasMajority: false, liveCount: 0, knownCount: 0, agreeingCount: 0 },
    ...{ viewHash: NO_HASH, epoch: 0, health: 0, lagMs: 0, serveStallMs: 0 },
};
export class MemberLists {
    list = { takenMs: 0, members: [], bans: [] };
    lastView = { epoch: 0, hash: NO_HASH, members: [] };
    counts = newCounts();
    lastStatus = NOT_STARTED;
    /** When each member of `list` was last heard of, in its order, as monotonic time. */
    heardMs = [];
    take(report) {
        this.lastStatus = report.status;
        if (report.type === 'update') {
            const { list, view } = report;
            this.list = list;
            this.heardMs = list.members.map((member) => list.takenMs - member.silentMs);
            if (view)
                this.lastView = view;
            return;
        }
        if (report.counts)
            this.counts = report.counts;
        if (report.silentMs.length === this.list.members.length) {
            this.heardMs = Array.from(report.silentMs, (silentMs) => report.takenMs - silentMs);
        }
    }
    /** Every member known, dead and left ones and oneself included; a new array for each call. */
    members() {
        const nowMs = monotonicMs();
        return this.list.members.map((member, index) => ({
            ...member,
            silentMs: member.isMyself ? 0 : Math.max(0, nowMs - this.heardMs[index]),
        }));
    }
    /** The live members as last reported. */
    view() {
        return this.lastView;
    }
    /** The member ids that are banned now. */
    bans() {
        const elapsedMs = monotonicMs() - this.list.takenMs;
        return this.list.bans
            .map(({ id, remainingMs }) => ({ id, remainingMs: Math.ceil(remainingMs - elapsedMs) }))
            .filter(({ remainingMs }) => remainingMs > 0);
    }
    /** How this member stands with the others; at most one hf old. */
    status() {
        return this.lastStatus;
    }
    /** What was sent, received and dropped; at most a second or one hf old. */
    messageCounts() {
        return this.counts;
    }
}
//# sourceMappingURL=member-lists.js.map