import { ClaimWriter, FOLLOW, FOLLOWED, MESSAGE_HEAD_BYTES, readAnswer, TAKE, } from './messages.js';
const RETRY_MS = 50;
const SLOTS_PER_MESSAGE = 2048;
/** Slots between two looks at the clock. */
const SLOTS_PER_LOOK = 16;
export class Claims {
    host;
    wanted = new Map();
    constructor(host) {
        this.host = host;
    }
    add(type, slot, peer, isFollowed) {
        const wanted = this.of(peer);
        (type === TAKE ? wanted.take : wanted.follow).set(slot, isFollowed);
    }
    /** The slot is not to be followed there any more. */
    dropFollow(slot, peer) {
        this.wanted.get(peer)?.follow.delete(slot);
    }
    /** The peer is gone. */
    dropPeer(peer) {
        this.wanted.delete(peer);
    }
    /** Asks the peer which stream it has for this shard. */
    inquire(peer) {
        const wanted = this.of(peer);
        if (!wanted.isAsking)
            this.send(peer, wanted, FOLLOW, new Map(), this.message(FOLLOW, 0));
    }
    /** Asks for a part of what is wanted; returns whether there is nothing that could be asked for now. */
    work(nowMs, isTimeUp) {
        const clockMs = this.host.clockMs();
        for (const [peer, wanted] of this.wanted) {
            if (wanted.isAsking || clockMs < wanted.notBeforeMs)
                continue;
            if (wanted.take.size > 0)
                this.ask(peer, wanted, TAKE, wanted.take, nowMs, isTimeUp);
            else if (wanted.follow.size > 0)
                this.ask(peer, wanted, FOLLOW, wanted.follow, nowMs, isTimeUp);
            if (isTimeUp())
                return false;
        }
        return true;
    }
    of(peer) {
        let wanted = this.wanted.get(peer);
        if (wanted === undefined) {
            wanted = { follow: new Map(), take: new Map(), notBeforeMs: 0, isAsking: false };
            this.wanted.set(peer, wanted);
        }
        return wanted;
    }
    ask(peer, wanted, type, slots, nowMs, isTimeUp) {
        const { host } = this;
        const message = this.message(type, Math.min(slots.size, SLOTS_PER_MESSAGE));
        const asked = new Map();
        for (const [slot, isFollowed] of slots) {
            slots.delete(slot);
            if (!host.isWanted(type, slot, peer))
                continue;
            asked.set(slot, isFollowed);
            message.add(slot, isFollowed ? FOLLOWED : host.keyspace.digestOf(slot, nowMs));
            const isLook = asked.size % SLOTS_PER_LOOK === 0;
            if (asked.size === SLOTS_PER_MESSAGE || (isLook && isTimeUp()))
                break;
        }
        if (asked.size > 0)
            this.send(peer, wanted, type, asked, message);
    }
    message(type, slots) {
        return new ClaimWriter(type, this.host.epoch, slots);
    }
    send(peer, wanted, type, asked, message) {
        const { host } = this;
        const again = (slots) => {
            for (const slot of slots) {
                wanted.notBeforeMs = host.clockMs() + RETRY_MS;
                (type === TAKE ? wanted.take : wanted.follow).set(slot, asked.get(slot) ?? false);
            }
        };
        wanted.isAsking = true;
        const isSent = host.ask(host.idOf(peer), message.buf, MESSAGE_HEAD_BYTES, message.end, (reply) => {
            wanted.isAsking = false;
            if (this.wanted.get(peer) !== wanted)
                return;
            const answer = reply === undefined ? undefined : readAnswer(reply);
            again(answer?.refused ?? asked.keys());
            if (answer !== undefined)
                host.onStream(peer, answer.stream);
        });
        if (isSent)
            return;
        wanted.isAsking = false;
        again(asked.keys());
    }
}
//# sourceMappingURL=claims.js.map