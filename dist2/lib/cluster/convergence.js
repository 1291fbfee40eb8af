import { shardId } from '../../shard/index.js';
import { askShards } from './questions.js';
/** Least time between two rounds; with many members it is one ms for each. */
const PAUSE_MS = 50;
const QUESTION = ['PEER', 'VIEW'];
export class Convergence {
    parts;
    waiters = new Set();
    isAsking = false;
    pause;
    constructor(parts) {
        this.parts = parts;
    }
    /** Resolves when all agree, or after the first round that ends later than `timeoutMs` from now. */
    wait(timeoutMs) {
        return new Promise((resolve) => {
            this.waiters.add({ deadlineMs: performance.now() + timeoutMs, answer: resolve });
            void this.ask();
        });
    }
    /** Answers everybody who waits with what is known now: that nobody but this member agrees. */
    stop() {
        clearTimeout(this.pause);
        const { members } = this.parts.view();
        const others = members.map(({ id }) => id).filter((id) => id !== this.parts.memberId());
        this.settle([...this.waiters], { agreeing: 1, dissenting: others }, Number.POSITIVE_INFINITY);
    }
    async ask() {
        if (this.isAsking)
            return;
        this.isAsking = true;
        clearTimeout(this.pause);
        // Who comes meanwhile waits for the next round: what it wants to know about may have happened after this one began.
        const waiters = [...this.waiters];
        const agreement = await this.round();
        this.isAsking = false;
        this.settle(waiters, agreement, performance.now());
        if (this.waiters.size === 0)
            return;
        const pauseMs = Math.max(PAUSE_MS, this.parts.view().members.length);
        this.pause = setTimeout(() => void this.ask(), Math.min(pauseMs, this.untilNextDeadlineMs()));
        this.pause.unref();
    }
    untilNextDeadlineMs() {
        let nextMs = Number.POSITIVE_INFINITY;
        for (const { deadlineMs } of this.waiters)
            nextMs = Math.min(nextMs, deadlineMs);
        return Math.max(0, nextMs - performance.now());
    }
    settle(waiters, agreement, nowMs) {
        for (const waiter of waiters) {
            if (agreement.dissenting.length > 0 && nowMs < waiter.deadlineMs)
                continue;
            this.waiters.delete(waiter);
            waiter.answer(agreement);
        }
    }
    /** Asks every shard of each live member once. */
    async round() {
        const { forwarder, view } = this.parts;
        const myId = this.parts.myId();
        const asked = view()
            .members.flatMap(shardsOf)
            .filter(({ id }) => id !== myId);
        const answers = await askShards(forwarder, asked.map(({ id }) => id), QUESTION);
        const { hash, members } = view();
        const memberId = this.parts.memberId();
        // A member that has left or was forgotten agrees with nobody.
        if (!members.some(({ id }) => id === memberId))
            return { agreeing: 0, dissenting: [memberId] };
        const all = new Set([memberId, ...asked.map((shard) => shard.memberId)]);
        const dissenting = new Set(asked.filter((_, i) => answers[i] !== hash).map((shard) => shard.memberId));
        return { agreeing: all.size - dissenting.size, dissenting: [...dissenting] };
    }
}
function shardsOf({ id: memberId, shards }) {
    return Array.from({ length: shards }, (_, index) => ({ id: shardId(memberId, index), memberId }));
}
//# sourceMappingURL=convergence.js.map