export class Receiver {
    parts;
    constructor(parts) {
        this.parts = parts;
    }
    receive(incoming, from, nowMs) {
        const { identity, context, accusations } = this.parts;
        if (!identity.isPresent && !this.wake(incoming, from, nowMs))
            return;
        if (this.turnedAway(incoming, from, nowMs))
            return;
        const sender = context.table.ofInstance(incoming.sender);
        if (sender?.isLive)
            accusations.heard(sender, nowMs);
        const source = { sender: incoming.sender, from, viaSync: false };
        for (const message of incoming.messages) {
            if (identity.isPresent)
                this.handle(message, source, nowMs);
        }
        if (!identity.isPresent)
            return;
        const known = context.table.ofInstance(incoming.sender);
        // The datagram itself may have made its sender known.
        if (known?.isLive && known !== sender)
            accusations.heard(known, nowMs);
        this.correctSender(incoming.sender, from, nowMs);
    }
    /** While this member is away, only an invitation wakes it up, and only after a ban. */
    wake(incoming, from, nowMs) {
        const { status } = this.parts.identity;
        if (status === 'banned' && incoming.messages.some(isInvitation)) {
            this.parts.identity.readmit(true, nowMs);
            return true;
        }
        const isPinged = incoming.messages.some((message) => message.type === 'ping');
        if (status === 'left' && isPinged)
            this.parts.context.outbox.send(from, this.parts.departure.leave());
        return false;
    }
    /** Answers a banned sender, and lifts the ban if this member has invited it. Returns true if it is not let in. */
    turnedAway(incoming, from, nowMs) {
        const join = incoming.messages.find((message) => message.type === 'join');
        const id = join ? join.record.id : this.parts.tombstones.bannedIdOf(incoming.sender);
        if (join?.kind === 'accept' && this.parts.contacts.takeAcceptance(join))
            this.parts.bans.lift(join.record.id, from, nowMs);
        if (id === undefined || !this.parts.tombstones.isBanned(id))
            return false;
        this.parts.tombstones.answer(id, from, nowMs);
        return true;
    }
    /** A sender that this member holds for dead, or knows to be replaced, is told so. */
    correctSender(instance, from, nowMs) {
        const member = this.parts.context.table.ofInstance(instance);
        if (member) {
            if (!member.isLive)
                this.parts.rumours.tellAccused(member, from, nowMs);
            return;
        }
        const replaced = this.parts.context.table.replacing(instance);
        if (replaced?.isLive)
            this.parts.rumours.tellConflict(replaced, from, nowMs);
    }
    handle(message, source, nowMs) {
        const { from } = source;
        switch (message.type) {
            case 'ping':
                this.onPing(message, source, nowMs);
                break;
            case 'ack':
                this.onAck(message, source, nowMs);
                break;
            case 'pingreq':
                this.parts.prober.onPingRequest(message, from, nowMs);
                break;
            case 'iack':
                this.onIndirectAck(message, nowMs);
                break;
            case 'nack':
                this.parts.prober.onNack(message);
                break;
            case 'query':
                this.parts.detector.onQuery(message, from, nowMs);
                break;
            case 'reply':
                this.parts.detector.onReply(message, source.sender, nowMs);
                break;
            case 'suspect':
                this.parts.accusations.onSuspect(message, source, nowMs);
                break;
            case 'dead':
                this.parts.accusations.onDead(message, source, nowMs);
                break;
            case 'leave':
                this.parts.rumours.onLeave(message, source, nowMs);
                break;
            case 'alive':
            case 'wronginstance':
                this.parts.rumours.onRecord(message.record, 0, source, nowMs);
                break;
            case 'record':
                this.parts.rumours.onRecord(message.record, message.sinceMs, { ...source, viaSync: true }, nowMs);
                break;
            case 'forget':
                this.parts.bans.onForget(message, source.sender, nowMs);
                break;
            case 'sync':
                this.parts.sync.onSync(message.buckets, from, nowMs);
                break;
            case 'want':
                this.parts.sync.onWant(message.bitmap, from, nowMs);
                break;
            case 'gossip':
                this.parts.broadcast.onGossip(message, source.sender, nowMs);
                break;
            case 'ihave':
                this.parts.broadcast.onIHave(message, source.sender, nowMs);
                break;
            case 'graft':
                this.parts.broadcast.onGraft(message, source.sender);
                break;
            case 'prune':
                this.parts.broadcast.onPrune(message.origin, source.sender, nowMs);
                break;
            case 'join':
                this.onJoin(message, source, nowMs);
                break;
            case 'banned':
                if (message.id === this.parts.context.myself.record.id)
                    this.parts.bans.onBanned(message.stamp, message.remainingMs, nowMs);
                break;
            case 'conflict':
                if (message.record.id === this.parts.context.myself.record.id)
                    this.parts.identity.yieldTo(message.record, nowMs);
                break;
        }
    }
    onPing(ping, source, nowMs) {
        const { myself, outbox, table, health, timing } = this.parts.context;
        if (ping.target !== myself.record.instance) {
            outbox.send(source.from, { type: 'wronginstance', record: myself.record });
            return;
        }
        outbox.send(source.from, { type: 'ack', seq: ping.seq, ...this.parts.context.status() });
        const sender = table.ofInstance(source.sender);
        if (sender)
            this.parts.accusations.answered(sender, nowMs - ping.echoAgeMs);
        // A neighbour that does not hear this member: perhaps nobody does.
        if (sender && ping.echoAgeMs >= timing.suspectMs && table.rings.neighbours(myself).includes(sender)) {
            health.doubt();
        }
        this.compare(ping, source, nowMs);
    }
    onIndirectAck(message, nowMs) {
        const found = this.parts.prober.onIndirectAck(message, nowMs);
        if (!found)
            return;
        this.parts.accusations.vouch(found.member, found.aliveMs, nowMs);
        found.member.hearsMs = Math.max(found.member.hearsMs, found.aliveMs);
    }
    onAck(ack, source, nowMs) {
        const sender = this.parts.context.table.ofInstance(source.sender);
        if (sender)
            this.parts.accusations.answered(sender, nowMs);
        this.parts.prober.onAck(ack, nowMs);
        this.parts.departure.onAck(ack.seq, nowMs);
        if (this.parts.identity.isPresent)
            this.compare(ack, source, nowMs);
    }
    compare(status, source, nowMs) {
        const sender = this.parts.context.table.ofInstance(source.sender);
        if (sender)
            sender.told = status;
        const sameView = this.parts.sync.compare(status, sender, source.from, nowMs);
        this.parts.context.clock.hear(status.epoch, sameView);
    }
    onJoin(join, source, nowMs) {
        this.parts.rumours.onRecord(join.record, 0, source, nowMs);
        if (join.kind === 'invite')
            this.parts.contacts.sendJoin(source.from, 'accept', join.nonce);
        else if (join.kind === 'accept')
            this.parts.context.outbox.send(source.from, this.parts.sync.request());
    }
}
function isInvitation(message) {
    return message.type === 'join' && message.kind === 'invite';
}
//# sourceMappingURL=receiver.js.map