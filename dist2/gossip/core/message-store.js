const MESSAGE_LIMIT = 4096;
const ORIGIN_LIMIT = 16384;
export class MessageStore {
    keepMs;
    origins = new Map();
    /** Oldest first; `head` is the first that is still kept. */
    arrivals = [];
    head = 0;
    constructor(keepMs) {
        this.keepMs = keepMs;
    }
    get size() {
        return this.arrivals.length - this.head;
    }
    has(origin, seq) {
        const known = this.origins.get(origin);
        return known !== undefined && (seq <= known.floor || known.messages.has(seq));
    }
    /** Undefined when it never came, or is too old. */
    get(origin, seq) {
        return this.origins.get(origin)?.messages.get(seq);
    }
    add(gossip, nowMs) {
        const { origin, seq } = gossip;
        this.origin(origin).messages.set(seq, gossip);
        this.arrivals.push({ origin, seq, atMs: nowMs });
        if (this.size > MESSAGE_LIMIT)
            this.dropOldest();
    }
    origin(instance) {
        const known = this.origins.get(instance);
        if (known)
            return known;
        const added = { floor: 0, messages: new Map(), lazyPeers: new Map() };
        this.origins.set(instance, added);
        this.dropIdleOrigin();
        return added;
    }
    /** A peer is a neighbour no longer. */
    forgetPeer(instance) {
        for (const { lazyPeers } of this.origins.values())
            lazyPeers.delete(instance);
    }
    expire(nowMs) {
        for (;;) {
            const oldest = this.arrivals[this.head];
            if (!oldest || nowMs - oldest.atMs < this.keepMs)
                return;
            this.dropOldest();
        }
    }
    /** All that is kept, as announcements of consecutive numbers. */
    announcements() {
        const found = [];
        for (const [origin, { messages }] of this.origins) {
            for (const seq of [...messages.keys()].sort((a, b) => a - b)) {
                if (appendTo(found, origin, seq, messages.get(seq)?.hops ?? 0))
                    continue;
                found.push({ type: 'ihave', origin, seq, count: 1, hops: messages.get(seq)?.hops ?? 0 });
            }
        }
        return found;
    }
    dropOldest() {
        const oldest = this.arrivals[this.head++];
        const known = oldest && this.origins.get(oldest.origin);
        if (known) {
            known.messages.delete(oldest.seq);
            known.floor = Math.max(known.floor, oldest.seq);
        }
        if (2 * this.head < this.arrivals.length)
            return;
        this.arrivals = this.arrivals.slice(this.head);
        this.head = 0;
    }
    dropIdleOrigin() {
        if (this.origins.size <= ORIGIN_LIMIT)
            return;
        for (const [origin, { messages }] of this.origins) {
            if (messages.size > 0)
                continue;
            this.origins.delete(origin);
            return;
        }
    }
}
/** Lengthens the last announcement by one message if it is the next of its origin. */
export function appendTo(announcements, origin, seq, hops) {
    const last = announcements.at(-1);
    if (last?.origin !== origin || last.seq + last.count !== seq || last.count >= ANNOUNCED_LIMIT)
        return false;
    const count = last.count + 1;
    announcements[announcements.length - 1] = { ...last, count, hops: Math.max(last.hops, hops) };
    return true;
}
/** No announcement is of more messages than this. */
export const ANNOUNCED_LIMIT = 256;
//# sourceMappingURL=message-store.js.map