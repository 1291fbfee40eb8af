import { Accusations } from './accusations.js';
import { Agreement } from './agreement.js';
import { Bans } from './bans.js';
import { Broadcast } from './broadcast.js';
import { Contacts } from './contacts.js';
import { Context } from './context.js';
import { CrashEvidence } from './crash-evidence.js';
import { Departure } from './departure.js';
import { FailureDetector } from './failure-detector.js';
import { Identity } from './identity.js';
import { Isolation } from './isolation.js';
import { MemberTable } from './member-table.js';
import { Prober } from './prober.js';
import { Receiver } from './receiver.js';
import { Rumours } from './rumours.js';
import { ServeStall } from './serve-stall.js';
import { Sync } from './sync.js';
import { Tombstones } from './tombstones.js';
import { snapshotOf, statusOf } from './view.js';
const newTable = (self, hash, nowMs) => new MemberTable(self, hash, nowMs);
export class MembershipCore {
    context;
    identity;
    tombstones;
    prober;
    accusations;
    rumours;
    detector;
    sync;
    contacts;
    departure;
    banning;
    receiver;
    agreement;
    broadcast;
    crashEvidence;
    isolation;
    serveStall;
    nextBeatMs;
    scheduledMs;
    seenVersion = -1;
    seenEpoch = 0;
    /** @throws RangeError when ttl is less than 5 hf */
    constructor(config, random, nowMs, tableOf = newTable) {
        this.context = new Context(config, random, nowMs, tableOf);
        this.identity = new Identity(this.context);
        this.tombstones = new Tombstones(this.context);
        this.prober = new Prober(this.context);
        this.accusations = new Accusations(this.context, this.prober, this.identity);
        this.rumours = new Rumours(this.context, this.accusations, this.tombstones, this.identity);
        this.crashEvidence = new CrashEvidence(this.context, this.prober, this.accusations);
        this.detector = new FailureDetector(this.context, this.prober, this.accusations, this.crashEvidence);
        this.agreement = new Agreement(this.context, this.prober);
        this.broadcast = new Broadcast(this.context, this.prober);
        this.isolation = new Isolation(this.context);
        this.serveStall = new ServeStall(this.context, this.identity);
        this.sync = new Sync(this.context, this.tombstones);
        this.contacts = new Contacts(this.context, this.sync, nowMs);
        this.departure = new Departure(this.context, this.identity);
        this.banning = new Bans(this.context, this.identity, this.tombstones, this.prober, this.contacts);
        const { context, identity, tombstones, prober, accusations, rumours, detector, banning } = this;
        const { sync, contacts, departure, broadcast } = this;
        const judging = { prober, accusations, rumours, detector };
        this.receiver = new Receiver({
            context,
            identity,
            tombstones,
            bans: banning,
            ...judging,
            sync,
            contacts,
            departure,
            broadcast,
        });
        this.nextBeatMs = nowMs + random.fraction() * this.context.timing.beatMs;
        this.scheduledMs = this.nextBeatMs;
    }
    /** Joins by any of these addresses; they are kept to find the cluster again later. */
    join(addresses, nowMs) {
        if (this.identity.isPresent)
            this.contacts.join(addresses, nowMs);
        return this.finish(nowMs);
    }
    /** Invites the node at this address. If the two had been banned from each other, the invited one may come back. */
    meet(address, nowMs) {
        this.identity.readmit(false, nowMs);
        if (this.identity.isPresent)
            this.contacts.meet(address, nowMs);
        return this.finish(nowMs);
    }
    /** Takes a member off every list and bans its id for the forget ttl. */
    forget(id, nowMs) {
        const result = this.banning.forget(id, nowMs);
        return { result, effects: this.finish(nowMs) };
    }
    /** Tells the others that this member goes. The effect `left` says that they know. */
    leave(nowMs) {
        this.departure.start(nowMs);
        return this.finish(nowMs);
    }
    setPhase(phase, nowMs) {
        this.identity.setPhase(phase, nowMs);
        return this.finish(nowMs);
    }
    /** @param metadata at most 256 bytes; the core keeps it, it must not change any more */
    setMetadata(metadata, nowMs) {
        this.identity.setMetadata(metadata, nowMs);
        return this.finish(nowMs);
    }
    /**
     * Goes by these settings from now on. All members count as heard of just now: what was silence under the old settings need not be any
     * under the new ones.
     * @throws RangeError when ttl is less than 5 hf; nothing is changed then
     */
    reconfigure(settings, nowMs) {
        this.context.reconfigure(settings);
        for (const member of this.context.table.all())
            member.graceMs = nowMs;
        this.nextBeatMs = Math.min(this.nextBeatMs, nowMs + this.context.timing.beatMs);
        return this.finish(nowMs);
    }
    /**
     * Publishes a message to every other live member, each of which delivers it once. Not ordered, and lost where its origin
     * crashes before a neighbour has it. The core keeps the payload: it must not change any more.
     * @throws RangeError when it is longer than 1024 bytes
     */
    publish(payload, nowMs) {
        if (this.identity.isPresent)
            this.broadcast.publish(payload, nowMs);
        return this.finish(nowMs);
    }
    /** A valid datagram of this cluster came in. */
    onDatagram(incoming, from, nowMs) {
        this.noticeStall(nowMs);
        if (incoming.sender === this.context.myself.record.instance)
            return this.finish(nowMs);
        this.receiver.receive(incoming, from, nowMs);
        return this.finish(nowMs);
    }
    /**
     * A ping for another instance came in, of whose sender nothing is known but the address. Where that instance may have been one of this
     * member, or of somebody at its address before it, the sender is told who is here now; a ping for a known member is somebody's mischief.
     */
    onMisdirected(pinged, from, nowMs) {
        const { myself, outbox, table } = this.context;
        if (this.identity.isPresent && !table.ofInstance(pinged))
            outbox.send(from, { type: 'wronginstance', record: myself.record });
        return this.finish(nowMs);
    }
    /**
     * A datagram to this address was refused (ECONNREFUSED at a connected UDP socket): perhaps the process is gone. It is probed at once; refusals
     * remove a member only as crash-evidence.ts says.
     */
    onRefused(address, nowMs) {
        if (this.identity.isPresent)
            this.crashEvidence.onRefused(address, nowMs);
        return this.finish(nowMs);
    }
    /** A connection to this member was reset or refused, for whatever reason: it is probed at once. */
    onLinkReset(id, nowMs) {
        if (this.identity.isPresent)
            this.crashEvidence.onLinkReset(id, nowMs);
        return this.finish(nowMs);
    }
    /**
     * Asks every live member for its view hash: until it tells the same as this member has, it does not count as agreeing in `status`. Goes on
     * asking those that do not agree for ttl.
     */
    askViews(nowMs) {
        if (this.identity.isPresent)
            this.agreement.ask(nowMs);
        return this.finish(nowMs);
    }
    tick(nowMs, readings) {
        this.noticeStall(nowMs);
        const mayHaveSlept = this.context.health.noticeSuspension(readings.wallMs, nowMs);
        if (this.identity.isPresent) {
            if (mayHaveSlept)
                this.detector.checkAll(nowMs);
            this.serveStall.read(readings.serveStallMs, nowMs);
            this.prober.tick(nowMs);
            this.detector.tick(nowMs);
            this.tombstones.tick(nowMs);
            this.contacts.tick(nowMs);
            this.departure.tick(nowMs);
            this.broadcast.tick(nowMs);
            if (nowMs >= this.nextBeatMs)
                this.beat(nowMs);
        }
        return this.finish(nowMs);
    }
    /** When `tick` is due; Infinity when nothing is. */
    nextTickMs() {
        return this.scheduledMs;
    }
    /** How this member stands with the others now. */
    status() {
        return statusOf(this.context, this.isolation.isIsolated);
    }
    /** The last removals that were noticed here, oldest first, at most 128. */
    failures() {
        return this.context.failures.list();
    }
    /** Every member in the list, dead and left ones and oneself included. */
    members(nowMs) {
        return [...this.context.table.all()].map((member) => member.info(nowMs));
    }
    /** The live members; nobody once this member has left or was forgotten. */
    view() {
        return snapshotOf(this.context, this.identity.isPresent);
    }
    /** The epoch of the live view. */
    get epoch() {
        return this.context.clock.epoch;
    }
    /** The banned ids, the own one included while the others have banned it. */
    bans(nowMs) {
        return [...this.tombstones.bans(nowMs), ...this.identity.bans(nowMs)];
    }
    /** Changes whenever a member or a ban in the lists does, suspicion apart. */
    listHash() {
        const { hash } = this.context;
        return `${hash.viewHash()}${hash.restHash()}`;
    }
    beat(nowMs) {
        const { timing, table, config } = this.context;
        this.nextBeatMs = Math.max(this.nextBeatMs + timing.beatMs, nowMs + timing.beatMs / 2);
        this.sync.beat();
        table.dropExpired(config.retentionMs, nowMs);
        this.prober.beat(nowMs);
        this.detector.beat(nowMs);
        this.isolation.beat(nowMs);
        this.broadcast.beat(nowMs);
        this.agreement.beat(nowMs);
    }
    /** The time that this member itself lost counts against nobody. */
    noticeStall(nowMs) {
        const lostMs = this.context.health.noticeLateness(this.scheduledMs, nowMs);
        if (lostMs === 0)
            return;
        if (lostMs > this.context.timing.safePauseMs)
            this.identity.onAbsence(lostMs, nowMs);
        this.prober.shift(lostMs);
        for (const member of this.context.table.all()) {
            member.excuse(lostMs, nowMs);
        }
        if (this.identity.isPresent)
            this.detector.checkAll(nowMs);
    }
    /** What every input ends with. */
    finish(nowMs) {
        const { table, clock, outbox } = this.context;
        if (this.identity.isPresent)
            this.detector.followRings(nowMs);
        if (table.version !== this.seenVersion)
            clock.tick();
        if (clock.epoch !== this.seenEpoch)
            outbox.add({ type: 'view' });
        this.seenVersion = table.version;
        this.seenEpoch = clock.epoch;
        this.scheduledMs = Math.max(nowMs, this.earliestMs(nowMs));
        return outbox.take();
    }
    earliestMs(nowMs) {
        if (!this.identity.isPresent)
            return Number.POSITIVE_INFINITY;
        return Math.min(this.nextBeatMs, this.prober.nextMs(), this.detector.nextMs(nowMs), this.tombstones.nextMs(), this.contacts.nextMs(), this.departure.nextMs(), this.broadcast.nextMs());
    }
}
//# sourceMappingURL=core.js.map