import { appendFileSync as __a } from 'node:fs';
/**
 * Drives a shard's replication: takes its messages to the other shards over the peer links, gives it its turns, and tells
 * the router who answers for which slot.
 *
 * A message is the command `PEER COPY message`, answered with a bulk string. Messages have links of their own: on one that carries
 * clients' commands they would be answered behind writes that wait for the answers of others.
 */
import { setImmediate } from 'node:timers';
import { buildShardMap } from '../../shard/index.js';
import { MESSAGE_HEAD_BYTES } from '../replication/messages.js';
import { Replication } from '../replication/replication.js';
import { bodyStart } from '../resp/reply-reader.js';
import { PeerLinks } from './peer-links.js';
/** What one turn of the event loop may spend on it. */
const SLICE_MS = 0.8;
const HEAD = Buffer.from('*3\r\n$4\r\nPEER\r\n$4\r\nCOPY\r\n$');
const LINE_END = Buffer.from('\r\n');
const BULK = 0x24;
const TENTHS_MS = 100;
export class Replicator {
    core;
    links = new PeerLinks(this);
    parts;
    isScheduled = false;
    areRoutesNew = false;
    /** Called whenever something may have come to its end. */
    watchers = new Set();
    constructor(parts) {
        this.parts = parts;
        const host = {
            keyspace: parts.keyspace,
            limits: () => parts.limits(),
            clockMs: () => performance.now(),
            ask: this.ask,
            onRoutes: () => {
                this.areRoutesNew = true;
                this.schedule();
            },
            onPending: () => this.schedule(),
            onFloor: (slot, version) => parts.cleaner.dropUpTo(slot, version),
            onGiveUp: (peer, slots) => parts.onGiveUp(peer, slots),
        };
        // Later than any number that an earlier process of this shard has come to.
        this.core = new Replication(host, buildShardMap([], 0), Math.floor(Date.now() / TENTHS_MS) % 2 ** 31);
    }
    /** Takes a new map and the shards that there are now, this one excepted; the router is to take them after this. */
    place(map, surroundings, members) {
        const ended = this.links.update(members, this.parts.selfId());
        this.core.onMap(map, surroundings);
        this.links.end(ended);
        this.schedule();
    }
    close() {
        this.links.closeAll();
    }
    onLinkReady(link) {
        this.core.onLinkReady(link.address.memberId);
        this.schedule();
    }
    onLinkDown(link) {
        this.links.onDown(link);
        link.drain(lose);
        this.core.onLinkDown(link.address.memberId);
        this.schedule();
    }
    onLinkReset(link) {
        this.parts.onLinkReset(link.address.memberId);
    }
    onRepliesRead() {
        this.schedule();
    }
    onOusted() {
        this.core.onOusted();
        this.schedule();
    }
    /** Answers a message from another shard; undefined if it is none. */
    onMessage(from, buf, start, end, nowMs) {
        const answer = this.core.onMessage(from, buf, start, end, nowMs);
        this.schedule();
        return answer;
    }
    /** Sends what is to be sent, links included. */
    flush() {
        this.core.followers.flush();
        for (const link of this.links.list())
            link.flush();
    }
    /** To be called some times a second. */
    tick(nowMs) {
        this.links.expire(performance.now() - this.parts.answerLimitMs(), lose);
        this.core.tick(nowMs);
        this.schedule();
    }
    /** Resolves when `isDone` holds, or when `progress` has not changed for `patienceMs`; false then. */
    async until(isDone, progress, patienceMs) {
        let latest = progress();
        let sinceMs = performance.now();
        while (!isDone()) {
            if (performance.now() - sinceMs >= patienceMs)
                return false;
            await this.change();
            if (progress() === latest)
                continue;
            latest = progress();
            sinceMs = performance.now();
        }
        return true;
    }
    /** Resolves at the end of the next turn in which something was done. */
    change() {
        return new Promise((resolve) => this.watchers.add(resolve));
    }
    schedule() {
        if (this.isScheduled)
            return;
        this.isScheduled = true;
        setImmediate(this.slice);
    }
    slice = () => { const __c=process.cpuUsage(); const __0=performance.now(); this.__slice(); const w=performance.now()-__0; const u=process.cpuUsage(__c); const d=(u.user+u.system)/1000; if (d>3) __a('/tmp/place.log', `${process.pid} ${Date.now()} slice cpu ${d.toFixed(1)} wall ${w.toFixed(1)}\n`); };
    __slice = () => {
        this.isScheduled = false;
        const untilMs = performance.now() + SLICE_MS;
        const isDone = this.core.work(Date.now(), () => performance.now() >= untilMs);
        this.flush();
        if (this.areRoutesNew) {
            this.areRoutesNew = false;
            { const __0=performance.now(); this.parts.onRoutes(); const d=performance.now()-__0; if (d>3) __a('/tmp/place.log', `${process.pid} ${Date.now()} onRoutes ${d.toFixed(1)}\n`); }
        }
        if (!isDone)
            this.schedule();
        for (const watcher of this.watchers)
            watcher();
        this.watchers.clear();
    };
    ask = (peer, buf, start, end, onReply) => {
        const link = this.links.get(peer);
        if (!link?.ready)
            return false;
        const size = Buffer.from(`${end - start}\r\n`);
        const from = start - size.length - HEAD.length;
        HEAD.copy(buf, from);
        size.copy(buf, from + HEAD.length);
        LINE_END.copy(buf, end);
        const answered = (reply) => {
            onReply(reply);
            this.schedule();
        };
        const entry = link.appendAsIs(buf, from, end + LINE_END.length, performance.now());
        entry.sink = new Answer(answered);
        entry.command = undefined;
        return true;
    };
}
if (HEAD.length + '4294967295\r\n'.length > MESSAGE_HEAD_BYTES)
    throw new Error('no room for the head of a message');
/** Nobody answers any more. */
function lose({ sink, tag, buf }) {
    sink?.onReply(tag, buf, 0, 0);
}
/** Takes the reply to a message. */
class Answer {
    onAnswer;
    constructor(onAnswer) {
        this.onAnswer = onAnswer;
    }
    onReply(_tag, buf, start, end) {
        if (start === end || buf[start] !== BULK)
            this.onAnswer(undefined);
        else
            this.onAnswer(buf.subarray(bodyStart(buf, start, end), end - LINE_END.length));
    }
}
//# sourceMappingURL=replicator.js.map