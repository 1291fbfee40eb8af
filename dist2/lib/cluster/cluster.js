import { appendFileSync as __a } from 'node:fs';
const __t=()=>{const u=process.cpuUsage(); return (u.user+u.system)/1000;};
/**
 * Joins membership to placement and routing, for one shard: what the member's presence says of the live members
 * becomes a shard map, and the CLUSTER commands ask here. Membership reaches the shard map as plain data; neither knows
 * of the other.
 */
import { EventEmitter } from 'node:events';
import { buildShardMap, shardId } from '../../shard/index.js';
import { Convergence } from './convergence.js';
import { askShards } from './questions.js';
import { ReplicaWaits } from './replica-waits.js';
export class Cluster extends EventEmitter {
    parts;
    convergence;
    replicaWaits;
    latest = buildShardMap([], 0);
    placement = { members: [], epoch: 0, membersNeeded: 0, isLeaving: false };
    isCutOffNow = false;
    constructor(parts) {
        super();
        this.parts = parts;
        this.convergence = new Convergence({
            forwarder: parts.router.forwarder,
            memberId: parts.memberId,
            myId: parts.selfId,
            view: () => parts.lists().view(),
        });
        this.replicaWaits = new ReplicaWaits({
            selfId: parts.selfId,
            owners: () => this.map.shards.map(({ id }) => id),
            ask: (shards) => this.copyStatuses(shards),
        });
    }
    get myId() {
        return this.parts.selfId();
    }
    get memberId() {
        return this.parts.memberId();
    }
    get map() {
        return this.latest;
    }
    get ok() {
        return this.map.members.length > 0 && this.bannedMs === 0 && !this.isCutOffNow;
    }
    get membersNeeded() {
        return this.placement.membersNeeded;
    }
    get viewHash() {
        return this.parts.lists().view().hash;
    }
    converged(timeoutMs) {
        return this.convergence.wait(timeoutMs);
    }
    replicasHold(question) {
        return this.replicaWaits.wait(question);
    }
    async copies() {
        const { members } = this.parts.lists().view();
        const myself = members.filter(({ id }) => id === this.memberId);
        const others = members.filter(({ id }) => id !== this.memberId);
        const shards = [...myself, ...others].flatMap(shardIdsOf);
        const statuses = await this.copyStatuses(shards);
        return shards.map((id, at) => ({ id, status: statuses[at] }));
    }
    get standing() {
        return standingOf(this.members());
    }
    get health() {
        const { health: score, lagMs, serveStallMs, isIsolated, agreeingCount } = this.parts.lists().status();
        return { score, lagMs, serveStallMs, isIsolated, agreeingCount };
    }
    get bannedMs() {
        return this.bans().find((ban) => ban.id === this.memberId)?.remainingMs ?? 0;
    }
    members() {
        return this.parts.lists().members();
    }
    bans() {
        return this.parts.lists().bans();
    }
    links() {
        const links = [];
        for (const link of this.parts.router.forwarder.linkList()) {
            const { createdAtMs, queuedBytes } = link;
            links.push({ direction: 'to', memberId: link.address.memberId, createdAtMs, queuedBytes });
        }
        for (const peer of this.parts.connections.peers()) {
            const { connectedAtMs, outputBytes } = peer;
            links.push({
                direction: 'from',
                memberId: peer.peerId,
                createdAtMs: connectedAtMs,
                queuedBytes: outputBytes,
            });
        }
        return links;
    }
    messageCounts() {
        return this.parts.lists().messageCounts();
    }
    meet(host, busPort) {
        this.parts.actions.meet(host, busPort);
    }
    /** Takes the id of any shard of the member. */
    forget(id) {
        return this.parts.actions.forget(this.memberOf(id)?.id ?? id);
    }
    /** The member that has the shard. */
    memberOf(shard) {
        return this.members().find((member) => shardIdsOf(member).includes(shard));
    }
    /** What these shards tell of their copies, this one included; undefined for each that does not answer. */
    async copyStatuses(shards) {
        const others = shards.filter((id) => id !== this.myId);
        const mine = others.length < shards.length ? this.parts.copyStatus() : undefined;
        const texts = await askShards(this.parts.router.forwarder, others, ['PEER', 'COPIES']);
        const answers = new Map(others.map((id, at) => [id, texts[at]]));
        return shards.map((id) => (id === this.myId ? mine : readStatus(answers.get(id) ?? '')));
    }
    reset(hard) {
        return this.parts.actions.reset(hard);
    }
    /** Looks again at what depends on who is known, or on an option. */
    reconsider() {
        if (this.placement.isLeaving || this.isCutOff() === this.isCutOffNow)
            return;
        this.place(this.placement);
    }
    isCutOff() {
        return this.parts.needsMajority() && (!this.standing.hasMajority || this.health.isIsolated);
    }
    /** The serving members, and nothing else, make the map; links go to every shard that can be reached. */
    place(placement) {
        const { members, epoch, membersNeeded, isLeaving } = placement;
        const { router, replicator, replicas } = this.parts;
        const before = this.latest;
        const wasCutOff = this.isCutOffNow;
        const __0=__t(); const map = buildShardMap(members.filter(isServing), epoch, before, replicas); const __1=__t();
        this.placement = placement;
        this.latest = map;
        this.isCutOffNow = !isLeaving && this.isCutOff();
        if (isLeaving) {
            this.convergence.stop();
            this.replicaWaits.stop();
        }
        const all = this.members();
        const isOut = isLeaving || membersNeeded > 0 || all.some(isMyselfGone);
        router.awaitsOwners = !this.isCutOffNow && (map.members.length > 0 || !isOut);
        const routes = all.filter(isReachable).flatMap((one) => this.routesTo(one));
        const __2=__t(); const __s=this.surroundings(members, map, isLeaving); const __3=__t(); replicator.place(map, __s, routes); const __4=__t();
        // Cut off it trusts no owner, itself included: nobody owns anything then.
        if (this.isCutOffNow)
            router.setMap(buildShardMap([], epoch), routes);
        else
            router.setMap(map, routes, replicator.core.ownership.routes);
        const __5=__t(); if (!isSamePlacement(before, map))
            this.emit('map', map); const __6=__t(); __a('/tmp/place.log', `${process.pid} ${Date.now()} members ${map.members.length} build ${(__1-__0).toFixed(1)} all ${(__2-__1).toFixed(1)} surr ${(__3-__2).toFixed(1)} repl ${(__4-__3).toFixed(1)} router ${(__5-__4).toFixed(1)} emit ${(__6-__5).toFixed(1)} = ${(__6-__0).toFixed(1)}\n`);
        if (wasCutOff !== this.isCutOffNow && !isLeaving)
            this.emit('cutOff', this.isCutOffNow, this.standing);
    }
    /** What replication is to know: this member's place in the map that it serves by or will serve by, and who can be asked. */
    surroundings(members, map, isLeaving) {
        const myself = isLeaving ? undefined : members.find(({ id }) => id === this.memberId);
        const live = new Map();
        for (const member of members) {
            if (member.phase === 'stalled')
                continue;
            for (const id of shardIdsOf(member))
                if (id !== this.myId)
                    live.set(id, member.instance);
        }
        let wanted;
        if (myself?.phase === 'joining') {
            wanted = buildShardMap([...map.members, myself], map.epoch, map, this.parts.replicas);
        }
        else if (myself?.phase === 'serving')
            wanted = map;
        return { selfId: this.myId, wanted, live };
    }
    /** The shards of a member as routing knows them, this shard excepted. */
    routesTo(member) {
        const { host, shardPort, isMyself } = member;
        const routes = shardIdsOf(member).map((id, index) => ({
            id,
            host,
            via: isMyself ? this.parts.siblingHost : host,
            shardPort: shardPort + index,
            leaving: member.state === 'left' && !isMyself,
        }));
        return routes.filter(({ id }) => id !== this.myId);
    }
}
/** What another shard has told of its copies; undefined if that is not readable. */
function readStatus(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** The ids of a member's shards, in their order. */
function shardIdsOf({ id, shards }) {
    return Array.from({ length: shards }, (_, index) => shardId(id, index));
}
function isServing({ phase }) {
    return phase === 'serving';
}
/** Whether commands can be answered there: not by the dead, nor by one of which a thread that serves hangs. */
function isReachable({ isMyself, state, phase }) {
    return isMyself || (state !== 'dead' && phase !== 'stalled');
}
function standingOf(members) {
    const live = members.filter(({ state }) => state === 'alive' || state === 'suspect');
    // Where a live member is, no other can come back: a node without a data folder has a new id after each crash.
    const taken = new Set(live.map(({ host, busPort }) => `${host} ${busPort}`));
    const gone = members.filter(({ state, host, busPort }) => state === 'dead' && !taken.has(`${host} ${busPort}`));
    const known = live.length + gone.length;
    return { live: live.length, known, hasMajority: 2 * live.length > known };
}
/** Whether that is this member itself, which the others have forgotten or which had to stop: nobody will own its slots. */
function isMyselfGone({ isMyself, state }) {
    return isMyself && state === 'left';
}
function isSamePlacement(a, b) {
    if (a.members.length !== b.members.length)
        return false;
    return a.members.every(({ id, weight, zone, shards }, i) => {
        const other = b.members[i];
        return other?.id === id && other.weight === weight && other.zone === zone && other.shards === shards;
    });
}
//# sourceMappingURL=cluster.js.map