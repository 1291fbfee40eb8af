import { ANNOUNCED_LIMIT, appendTo, MessageStore } from './message-store.js';
import { PAYLOAD_LIMIT } from './types.js';
const BATCH_MS = 5;
const MIN_GRAFT_MS = 30;
const MISSING_LIMIT = 4096;
/** Announcements on one beat: they fit one datagram. */
const REMINDER_LIMIT = 48;
const MAX_HOPS = 255;
export class Broadcast {
    context;
    prober;
    store;
    /** The ring neighbours, by instance. */
    peers = new Map();
    peersVersion = -1;
    missing = new Map();
    lastSeq = 0;
    flushMs = Number.POSITIVE_INFINITY;
    graftMs = Number.POSITIVE_INFINITY;
    reminderTurn = 0;
    reminderStart = 0;
    constructor(context, prober) {
        this.context = context;
        this.prober = prober;
        this.store = new MessageStore(2 * context.timing.ttlMs);
    }
    /** @throws RangeError when it is longer than PAYLOAD_LIMIT bytes */
    publish(payload, nowMs) {
        if (payload.length > PAYLOAD_LIMIT)
            throw new RangeError(`a published message must not be longer than ${PAYLOAD_LIMIT} bytes`);
        const origin = this.context.myself.record.instance;
        this.followRings();
        this.pass({ type: 'gossip', origin, seq: ++this.lastSeq, hops: 0, payload }, origin, nowMs);
    }
    onGossip(gossip, sender, nowMs) {
        const { origin, seq, hops, payload } = gossip;
        const { myself, outbox, table } = this.context;
        if (origin === myself.record.instance)
            return;
        this.followRings();
        const peer = this.peers.get(sender);
        if (this.store.has(origin, seq)) {
            if (peer)
                this.prune(peer, origin, nowMs);
            return;
        }
        this.missing.delete(keyOf(origin, seq));
        this.store.origin(origin).lazyPeers.delete(sender);
        outbox.add({ type: 'deliver', originId: table.ofInstance(origin)?.record.id ?? '', payload });
        this.pass({ ...gossip, hops: Math.min(hops + 1, MAX_HOPS) }, sender, nowMs);
    }
    onIHave(ihave, sender, nowMs) {
        const { origin, seq, count } = ihave;
        if (origin === this.context.myself.record.instance)
            return;
        for (let at = 0; at < Math.min(count, ANNOUNCED_LIMIT); at++) {
            if (!this.store.has(origin, seq + at))
                this.miss(origin, seq + at, sender, nowMs);
        }
    }
    onGraft(graft, sender) {
        this.followRings();
        const peer = this.peers.get(sender);
        if (!peer)
            return;
        this.store.origin(graft.origin).lazyPeers.delete(sender);
        const gossip = this.store.get(graft.origin, graft.seq);
        if (gossip)
            this.context.sendTo(peer.member, gossip);
    }
    onPrune(origin, sender, nowMs) {
        if (this.peers.has(sender))
            this.store.origin(origin).lazyPeers.set(sender, nowMs);
    }
    tick(nowMs) {
        if (nowMs >= this.flushMs)
            this.flush();
        if (nowMs >= this.graftMs)
            this.graft(nowMs);
    }
    /** Reminds one neighbour of what is kept. */
    beat(nowMs) {
        this.store.expire(nowMs);
        if (this.store.size === 0)
            return;
        this.followRings();
        const peers = [...this.peers.values()];
        const peer = peers[this.reminderTurn++ % peers.length];
        if (!peer)
            return;
        const all = this.store.announcements();
        if (this.reminderStart >= all.length)
            this.reminderStart = 0;
        const reminders = all.slice(this.reminderStart, this.reminderStart + REMINDER_LIMIT);
        if (this.reminderTurn % peers.length === 0)
            this.reminderStart += REMINDER_LIMIT;
        for (const ihave of reminders)
            this.context.sendTo(peer.member, ihave);
    }
    nextMs() {
        return Math.min(this.flushMs, this.graftMs);
    }
    /** Keeps a message, pushes it to the eager peers and announces it to the others. */
    pass(gossip, sender, nowMs) {
        this.store.add(gossip, nowMs);
        const { origin, seq, hops } = gossip;
        const { lazyPeers } = this.store.origin(origin);
        for (const [instance, peer] of this.peers) {
            if (instance === sender || instance === origin)
                continue;
            if (!lazyPeers.has(instance)) {
                this.context.sendTo(peer.member, gossip);
                continue;
            }
            if (!appendTo(peer.announcements, origin, seq, hops))
                peer.announcements.push({ type: 'ihave', origin, seq, count: 1, hops });
            this.flushMs = Math.min(this.flushMs, nowMs + BATCH_MS);
        }
    }
    /** The message came twice: this peer's way is not needed. */
    prune(peer, origin, nowMs) {
        const { lazyPeers } = this.store.origin(origin);
        const { instance } = peer.member.record;
        // Told already: what comes now was under way.
        if (nowMs - (lazyPeers.get(instance) ?? Number.NEGATIVE_INFINITY) < this.context.timing.beatMs)
            return;
        lazyPeers.set(instance, nowMs);
        this.context.sendTo(peer.member, { type: 'prune', origin });
    }
    miss(origin, seq, holder, nowMs) {
        const key = keyOf(origin, seq);
        const known = this.missing.get(key);
        if (known) {
            if (!known.holders.includes(holder))
                known.holders.push(holder);
            return;
        }
        if (this.missing.size >= MISSING_LIMIT)
            return;
        const dueMs = nowMs + this.patienceMs;
        this.missing.set(key, { origin, seq, holders: [holder], dueMs });
        this.graftMs = Math.min(this.graftMs, dueMs);
    }
    /** Asks for what has not come in time, one holder after the other. */
    graft(nowMs) {
        this.followRings();
        this.graftMs = Number.POSITIVE_INFINITY;
        for (const [key, missing] of this.missing) {
            if (nowMs >= missing.dueMs) {
                missing.dueMs = nowMs + this.patienceMs / 2;
                const holder = missing.holders.shift();
                const peer = holder === undefined ? undefined : this.peers.get(holder);
                if (peer)
                    this.graftFrom(peer, missing);
                if (holder === undefined) {
                    // The next announcement makes it missing again.
                    this.missing.delete(key);
                    continue;
                }
            }
            this.graftMs = Math.min(this.graftMs, missing.dueMs);
        }
    }
    graftFrom(peer, { origin, seq }) {
        this.store.origin(origin).lazyPeers.delete(peer.member.record.instance);
        this.context.sendTo(peer.member, { type: 'graft', origin, seq });
    }
    flush() {
        this.flushMs = Number.POSITIVE_INFINITY;
        for (const peer of this.peers.values()) {
            for (const ihave of peer.announcements)
                this.context.sendTo(peer.member, ihave);
            peer.announcements = [];
        }
    }
    followRings() {
        const { table } = this.context;
        if (this.peersVersion === table.version)
            return;
        this.peersVersion = table.version;
        const before = this.peers;
        this.peers = new Map();
        for (const member of table.rings.neighbours(table.myself)) {
            const { instance } = member.record;
            this.peers.set(instance, before.get(instance) ?? { member, announcements: [] });
        }
        for (const instance of before.keys())
            if (!this.peers.has(instance))
                this.store.forgetPeer(instance);
    }
    get patienceMs() {
        return Math.max(3 * this.prober.srttMs, MIN_GRAFT_MS);
    }
}
function keyOf(origin, seq) {
    return `${origin}/${seq}`;
}
//# sourceMappingURL=broadcast.js.map