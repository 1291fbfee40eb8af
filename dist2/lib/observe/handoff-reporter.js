const REPORT_PERIOD_MS = 2000;
const MB = 1_000_000;
export class HandoffReporter {
    parts;
    constructor(parts) {
        this.parts = parts;
    }
    /** Reports on `work` until it ends: with false for each shard for which it was given up. */
    async follow(direction, work) {
        const startedMs = performance.now();
        const first = await this.progress(direction);
        const report = async (state) => {
            const { slotsLeft, keys, bytes } = await this.progress(direction);
            const seconds = (performance.now() - startedMs) / 1000;
            const done = { slotsLeft, keys: Math.abs(keys - first.keys), bytes: bytes - first.bytes, seconds };
            this.tell({ direction, state, ...done });
        };
        this.tell({ direction, state: 'begun', slotsLeft: first.slotsLeft, keys: 0, bytes: 0, seconds: 0 });
        const timer = setInterval(() => {
            // A shard that is gone ends the node; there is nothing to be told of it here.
            report('under-way').catch(() => { });
        }, REPORT_PERIOD_MS);
        const outcomes = await work().finally(() => clearInterval(timer));
        await report(outcomes.every(Boolean) ? 'done' : 'given-up');
    }
    async progress(direction) {
        const { keyspace, replication } = await this.parts.figures();
        const { wantedSlots, copiedSlots, receivedKeys, receivedBytes, sentBytes } = replication;
        if (direction === 'in') {
            return { slotsLeft: wantedSlots - copiedSlots, keys: receivedKeys, bytes: receivedBytes };
        }
        const queuedSlots = replication.streams.reduce((sum, stream) => sum + stream.queuedSlots, 0);
        return { slotsLeft: replication.heldSlots + queuedSlots, keys: keyspace.size, bytes: sentBytes };
    }
    tell(event) {
        const text = textOf(event);
        const { direction, state, slotsLeft, keys, bytes, seconds } = event;
        const fields = { event: 'handoff', direction, state, slotsLeft, keys, bytes, seconds: round(seconds) };
        this.parts.logger[state === 'given-up' ? 'warn' : 'info'](fields, text);
        this.parts.emit({ ...event, text });
    }
}
const WORDS = {
    in: { doing: 'copying the slots to serve', done: 'has copied the slots to serve', left: 'to come' },
    out: { doing: 'handing its slots over', done: 'has handed its slots over', left: 'to go' },
};
/** `handing its slots over: 2310 slots to go; 120000 keys, 34.2 MB in 0.7 s (48.9 MB/s)` */
function textOf({ direction, state, slotsLeft, keys, bytes, seconds }) {
    const { doing, done, left } = WORDS[direction];
    const slots = `${slotsLeft} slots ${left}`;
    if (state === 'begun')
        return `${doing}: ${slots}`;
    const speed = seconds > 0 ? bytes / MB / seconds : 0;
    const amount = `${keys} keys, ${round(bytes / MB)} MB in ${round(seconds)} s (${round(speed)} MB/s)`;
    if (state === 'under-way')
        return `${doing}: ${slots}; ${amount}`;
    return state === 'done' ? `${done}: ${amount}` : `waits no longer: ${slots}; ${amount}`;
}
function round(value) {
    return Math.round(10 * value) / 10;
}
//# sourceMappingURL=handoff-reporter.js.map