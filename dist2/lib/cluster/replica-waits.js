import { areSlotsFollowed } from '../observe/replication-status.js';
/** Pauses between rounds double from one to the other. */
const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;
/** The longest that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
export class ReplicaWaits {
    parts;
    waiters = new Set();
    isAsking = false;
    pauseMs = SHORTEST_PAUSE_MS;
    pause;
    constructor(parts) {
        this.parts = parts;
    }
    /** Resolves to the number of replicas that hold what was written, once they are enough or the time is over. */
    wait(question) {
        const owners = question.everyOwner ? this.parts.owners() : [this.parts.selfId()];
        return new Promise((answer) => {
            const targets = new Map(owners.map((id) => [id, new Map()]));
            const limitMs = Math.min(question.timeoutMs, LONGEST_TIMER_MS);
            const timer = limitMs > 0 ? setTimeout(() => this.settle(waiter), limitMs) : undefined;
            const waiter = { question, targets, held: 0, timer, answer };
            this.waiters.add(waiter);
            this.pauseMs = SHORTEST_PAUSE_MS;
            void this.round();
        });
    }
    /** Answers everybody who waits with what is known now. */
    stop() {
        clearTimeout(this.pause);
        for (const waiter of [...this.waiters])
            this.settle(waiter);
    }
    async round() {
        if (this.isAsking)
            return;
        this.isAsking = true;
        clearTimeout(this.pause);
        // Who comes meanwhile waits for the next round: what it wants to know about may have been written after this one began.
        const waiters = [...this.waiters];
        const owners = [...new Set(waiters.flatMap(({ targets }) => [...targets.keys()]))];
        const answers = await this.parts.ask(owners);
        this.isAsking = false;
        const statuses = new Map(owners.map((id, at) => [id, answers[at]]));
        for (const waiter of waiters)
            if (this.waiters.has(waiter))
                this.look(waiter, statuses);
        if (this.waiters.size === 0)
            return;
        this.pause = setTimeout(() => void this.round(), this.pauseMs);
        this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
    }
    look(waiter, statuses) {
        const { question, targets } = waiter;
        const owners = this.parts.owners();
        const isLost = targets.size === 0 || [...targets.keys()].some((id) => !owners.includes(id));
        waiter.held = isLost ? 0 : leastHeld(targets, statuses);
        if (isLost || waiter.held >= question.enough || !question.isWanted())
            this.settle(waiter);
    }
    settle(waiter) {
        clearTimeout(waiter.timer);
        if (this.waiters.delete(waiter))
            waiter.answer(waiter.held);
    }
}
function leastHeld(targets, statuses) {
    let least = Number.POSITIVE_INFINITY;
    for (const [id, streams] of targets) {
        const status = statuses.get(id);
        least = Math.min(least, status === undefined ? 0 : heldOf(status, streams));
    }
    return least;
}
/**
 * How many replicas hold what the owner had written when its streams were first seen. A stream that is new since then brings
 * its replica to where the owner is now, so that it must come as far as it was sent now.
 */
function heldOf(status, targets) {
    let behind = 0;
    for (const { stream, isPlaced, sentBytes, ackedBytes } of status.streams) {
        if (!isPlaced)
            continue;
        const target = targets.get(stream) ?? sentBytes;
        targets.set(stream, target);
        if (ackedBytes < target)
            behind++;
    }
    return areSlotsFollowed(status) ? Math.max(0, status.replicas - behind) : 0;
}
//# sourceMappingURL=replica-waits.js.map