/**
 * What happened to members, as this node learned of it: each event as the JSON that subscribers and CLUSTER EVENTS get,
 * the last KEPT_EVENTS of them, and how long members that failed had been silent when that was noticed.
 */
const KEPT_EVENTS = 256;
const KEPT_DETECTIONS = 1024;
export class MembershipHistory {
    events = [];
    /** Silence of the last members that failed, the oldest first. */
    detections = [];
    failures = 0;
    note({ text, detectionMs }) {
        keep(this.events, text, KEPT_EVENTS);
        if (detectionMs === undefined)
            return;
        this.failures++;
        keep(this.detections, detectionMs, KEPT_DETECTIONS);
    }
    /** The last `count` events, the oldest first. */
    latest(count) {
        return count === 0 ? [] : this.events.slice(-count);
    }
    /** Zeros as long as nobody has failed. The median is of the last KEPT_DETECTIONS. */
    detectionTimes() {
        const sorted = this.detections.toSorted((a, b) => a - b);
        return {
            count: this.failures,
            lastMs: this.detections.at(-1) ?? 0,
            medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
            mostMs: sorted.at(-1) ?? 0,
        };
    }
}
/** What is told on of an event; `failure` says how it was found out, if a member has failed. */
export function toldEvent({ type, member, reason, silentMs: toldMs, atMs }, noticedBy, failure) {
    const exactMs = failure?.latencyMs ?? toldMs;
    const silentMs = Number.isFinite(exactMs) ? Math.round(exactMs) : null;
    const { id, name, host, clientPort, instance, incarnation } = member;
    const text = JSON.stringify({
        type,
        id,
        name,
        address: host.includes(':') ? `[${host}]:${clientPort}` : `${host}:${clientPort}`,
        instance,
        incarnation,
        reason,
        ...(failure && { cause: failure.cause, observers: observersOf(failure) }),
        silentMs,
        epoch: noticedBy.epoch,
        time: new Date(atMs).toISOString(),
        node: noticedBy.id,
    });
    return { text, detectionMs: type === 'failed' && silentMs !== null ? silentMs : undefined };
}
function observersOf({ reporter, witness }) {
    return [reporter, witness].filter((name) => name !== '');
}
function keep(list, item, most) {
    list.push(item);
    if (list.length > most)
        list.shift();
}
//# sourceMappingURL=membership-history.js.map