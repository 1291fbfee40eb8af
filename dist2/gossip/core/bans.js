export class Bans {
    context;
    identity;
    tombstones;
    prober;
    contacts;
    constructor(context, identity, tombstones, prober, contacts) {
        this.context = context;
        this.identity = identity;
        this.tombstones = tombstones;
        this.prober = prober;
        this.contacts = contacts;
    }
    /** Forgets a member by command. */
    forget(id, nowMs) {
        if (id === this.myId)
            return 'myself';
        if (this.tombstones.isBanned(id))
            return 'already';
        if (!this.context.table.get(id))
            return 'unknown';
        this.onForget(this.tombstones.newForget(id), '', nowMs);
        return 'ok';
    }
    /** Lifts the ban on a member, which is told at once. */
    lift(id, from, nowMs) {
        if (!this.tombstones.isBanned(id))
            return;
        const lift = this.tombstones.newLift(id);
        this.context.outbox.send(from, lift);
        this.onForget(lift, '', nowMs);
    }
    /** A tombstone, or the end of one. `sender`: the instance that it came from. */
    onForget(forget, sender, nowMs) {
        const { table } = this.context;
        if (forget.id === this.myId) {
            if (forget.lifted)
                this.identity.onLift(forget.stamp);
            else
                this.onBanned(forget.stamp, forget.remainingMs, nowMs);
            return;
        }
        const member = table.get(forget.id);
        if (!this.tombstones.apply(forget, member, nowMs))
            return;
        if (!forget.lifted && member) {
            this.context.sendTo(member, forget);
            this.context.event('forgotten', member, `reported by ${this.context.nameOf(forget.reporter)}`, nowMs);
            table.remove(member);
        }
        this.context.flood(forget, sender);
    }
    /** This member is told that it was forgotten. */
    onBanned(stamp, remainingMs, nowMs) {
        if (!this.identity.onBan(stamp, remainingMs, nowMs))
            return;
        this.contacts.clear();
        this.prober.clear();
    }
    get myId() {
        return this.context.myself.record.id;
    }
}
//# sourceMappingURL=bans.js.map