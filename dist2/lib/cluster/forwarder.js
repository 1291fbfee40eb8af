import { ERRORS } from '../resp/errors.js';
import { HeldCommand, HeldCommands } from './held-commands.js';
import { PeerLinks } from './peer-links.js';
const MAX_HOPS = 2;
/** By how much the clock advances at most between two ticks. */
const MAX_STEP_MS = 200;
export class Forwarder {
    host;
    map;
    links = new PeerLinks(this);
    /** The link to each member of the map, by its index; undefined for this member itself. */
    linkOf = [];
    held = new HeldCommands();
    /** A clock that stands still while this process does. */
    nowMs = 0;
    lastTickMs = Number.POSITIVE_INFINITY;
    constructor(host, map) {
        this.host = host;
        this.map = map;
    }
    /** Links to the members that are to be reached, connected or not. */
    linkList() {
        return this.links.list();
    }
    /** Where the member with that index in the map is reached; undefined for this member itself, and for one that leaves. */
    addressOf(ownerIndex) {
        return this.linkOf[ownerIndex]?.address;
    }
    /** Takes a new shard map and the members that there are now, and tries what is held once more. */
    setMap(map, members) {
        this.map = map;
        const ended = this.links.update(members, this.host.selfId);
        this.linkOf = map.shards.map((shard) => this.links.get(shard.id));
        for (const link of this.links.list())
            link.epoch = map.epoch;
        this.links.end(ended);
        this.releaseHeld();
    }
    /**
     * Sends the raw bytes of `request` to the owner with that index in the map, or holds them until that is possible. The
     * reply goes to `sink`: the origin itself, or what gathers the parts of its command.
     */
    forward(ownerIndex, command, request, origin, sink = origin, tag = origin.reserve()) {
        const link = ownerIndex < 0 ? undefined : this.linkOf[ownerIndex];
        const mayForward = origin.hops < MAX_HOPS && origin.epoch <= this.map.epoch;
        if (link === undefined || !link.ready || !mayForward) {
            this.holdNew(ownerIndex, command, request, origin, sink, tag);
            return;
        }
        this.host.stats.commandsProxied++;
        const { buf, rawStart, rawEnd } = request;
        const sinceMs = Math.min(this.nowMs, origin.heldSinceMs);
        const entry = link.append(buf, rawStart, rawEnd, origin.protocol, origin.hops + 1, sinceMs);
        entry.sink = sink;
        entry.tag = tag;
        entry.command = command;
        if (link.congested)
            link.stop(origin);
    }
    /** Links over which a command can be sent now. */
    readyLinks() {
        return [...this.links.list()].filter((link) => link.ready);
    }
    linkTo(memberId) {
        return this.links.get(memberId);
    }
    /**
     * Sends the raw bytes of `request` to the member of a link that is ready and to nobody else, at most once. Its reply, in that
     * protocol, goes to `sink`: nothing if it goes away or does not answer in time.
     */
    tell(link, request, protocol, hops, sink, tag) {
        const { buf, rawStart, rawEnd } = request;
        const entry = link.append(buf, rawStart, rawEnd, protocol, hops, this.nowMs);
        entry.sink = sink;
        entry.tag = tag;
        entry.command = undefined;
    }
    /** Sends now what was forwarded in this turn of the event loop. */
    flushLinks() {
        for (const link of this.linkOf)
            link?.flush();
    }
    /** Gives up on what has waited longer than the proxy timeout. Called a few times a second, with any monotonic clock. */
    tick(monotonicMs) {
        this.nowMs += Math.min(Math.max(0, monotonicMs - this.lastTickMs), MAX_STEP_MS);
        this.lastTickMs = monotonicMs;
        const beforeMs = this.nowMs - this.host.proxyTimeoutMs;
        this.links.expire(beforeMs, this.answerLost);
        for (const { fields } of this.held.takeOlder(beforeMs)) {
            this.host.stats.commandsTimedOut++;
            this.answerError(fields, ERRORS.noOwner);
        }
        this.host.flushReplies();
    }
    /** Ends all links; whatever is under way is answered with an error. */
    close() {
        this.links.closeAll();
        for (const { fields } of this.held.takeAll())
            this.answerError(fields, ERRORS.noOwner);
        this.host.flushReplies();
    }
    onLinkReady(link) {
        link.epoch = this.map.epoch;
        this.releaseHeld();
    }
    onLinkDown(link) {
        this.links.onDown(link);
        const { memberId } = link.address;
        link.drain((entry, mayHaveLeft) => {
            const { command } = entry;
            if (command === undefined || (mayHaveLeft && command.isWrite)) {
                this.answerLost(entry);
                return;
            }
            const { protocol, tag, sinceMs: heldSinceMs } = entry;
            this.hold({
                sink: entry.sink,
                tag,
                command,
                raw: entry.buf.subarray(entry.start, entry.end),
                memberId: isForMember(command) ? memberId : undefined,
                protocol,
                hops: entry.hops - 1,
                epoch: 0,
                heldSinceMs,
            });
        });
        this.releaseHeld();
    }
    onLinkReset(link) {
        this.host.onLinkReset(link.address.memberId);
    }
    onRepliesRead() {
        this.host.flushReplies();
    }
    /** Holds a command that cannot be forwarded now; one that was held before just waits on. */
    holdNew(ownerIndex, command, request, origin, sink, tag) {
        if (origin instanceof HeldCommand && sink === origin) {
            this.holdOn(origin);
            return;
        }
        const { protocol, hops, epoch } = origin;
        const memberId = isForMember(command) ? this.map.shards[ownerIndex]?.id : undefined;
        const raw = Buffer.from(request.buf.subarray(request.rawStart, request.rawEnd));
        const heldSinceMs = Math.min(this.nowMs, origin.heldSinceMs);
        this.hold({ sink, tag, command, raw, memberId, protocol, hops, epoch, heldSinceMs });
    }
    hold(fields) {
        this.host.stats.commandsHeld++;
        this.holdOn(new HeldCommand(fields));
    }
    holdOn(held) {
        if (!this.held.add(held))
            this.answerError(held.fields, ERRORS.tooManyHeld);
    }
    /** Tries everything that is held once more. */
    releaseHeld() {
        if (this.held.length === 0)
            return;
        for (const held of this.held.takeAll()) {
            // Who sent it has gone, and may have written again elsewhere since.
            if (held.isGone)
                continue;
            if (held.fields.memberId === undefined)
                this.host.redispatch(held);
            else
                this.releaseForMember(held, held.fields.memberId);
        }
        this.host.flushReplies();
    }
    /** A command for one member: sent if it is there, void if it owns nothing any more, else held on. */
    releaseForMember(held, memberId) {
        const link = this.links.get(memberId);
        const { sink, tag, raw, command, protocol, hops, heldSinceMs } = held.fields;
        if (this.map.indexOf(memberId) < 0)
            sink.onReply(tag, raw, 0, 0);
        else if (link === undefined || !link.ready)
            this.holdOn(held);
        else {
            const entry = link.append(raw, 0, raw.length, protocol, hops + 1, heldSinceMs);
            entry.sink = sink;
            entry.tag = tag;
            entry.command = command;
        }
    }
    answerLost = (entry) => {
        if (entry.command === undefined) {
            entry.sink?.onReply(entry.tag, entry.buf, 0, 0);
            return;
        }
        const { isWrite } = entry.command;
        if (isWrite)
            this.host.stats.outcomesUnknown++;
        else
            this.host.stats.commandsTimedOut++;
        this.answerError(entry, isWrite ? ERRORS.outcomeUnknown : ERRORS.noOwner);
    };
    answerError(to, { text }) {
        const line = Buffer.from(`-${text}\r\n`);
        this.host.stats.countError(text);
        to.sink?.onReply(to.tag, line, 0, line.length);
    }
}
/** Whether a command is sent to a member on that member's own account, so that no other can answer in its place. */
function isForMember({ spread }) {
    return spread === 'scan' || spread.startsWith('every-');
}
//# sourceMappingURL=forwarder.js.map