import { WAIT } from '../../../lib/replication/ownership.js';
import { Replication } from '../../../lib/replication/replication.js';
import { Keyspace } from '../../../lib/store/keyspace.js';
import { SLOT_COUNT } from '../../../shard/index.js';
import { Link } from './network.js';
export const START_MS = Date.UTC(2026, 0, 1);
const TICK_MS = 50;
const CLEAN_MS = 1000;
const KEEP_MS = 10_000;
export class Process {
    id;
    instance;
    core;
    keyspace;
    links = new Map();
    isUp = true;
    isPaused = false;
    /** It does not know whether it was held for dead while it did nothing. */
    isFenced = false;
    network;
    options;
    random;
    schedule;
    inbox = [];
    isScheduled = false;
    dueMs = new Map();
    constructor(network, options) {
        this.network = network;
        this.options = options;
        this.id = options.id;
        this.instance = options.instance;
        this.random = network.random;
        this.schedule = network.schedule;
        this.keyspace = new Keyspace({ hashSeed: network.random.uint32() });
        this.core = new Replication({
            keyspace: this.keyspace,
            limits: () => ({
                minAcks: options.minAcks,
                handoffWindowBytes: options.windowBytes,
                replBufferLimitBytes: options.limitBytes,
                handoffTimeoutMs: options.handoffTimeoutMs,
            }),
            clockMs: () => this.schedule.nowMs,
            ask: (peer, buf, start, end, onReply) => this.links.get(peer)?.send(Buffer.from(buf.subarray(start, end)), onReply) ?? false,
            onRoutes: () => this.soon(),
            onPending: () => this.soon(),
            onFloor: (slot, version) => this.dropUpTo(slot, version),
            onGiveUp: (peer) => options.onGiveUp(peer),
        }, options.emptyMap, 1 + options.instance * 1000);
        this.every(TICK_MS, () => {
            for (const link of this.links.values())
                link.expire();
            this.core.tick(this.wallMs);
            this.keyspace.expireSlice(this.wallMs, 1, () => 0);
            this.soon();
        });
        this.every(CLEAN_MS, () => this.clean());
    }
    get wallMs() {
        return Math.floor(START_MS + this.schedule.nowMs + this.options.clockOffsetMs);
    }
    enter(work) {
        if (!this.isUp)
            return;
        if (this.isPaused)
            this.inbox.push(work);
        else
            work();
    }
    kill() {
        this.isUp = false;
        for (const link of this.links.values())
            link.close();
    }
    pause() {
        this.isPaused = true;
    }
    resume() {
        this.isPaused = false;
        for (const work of this.inbox.splice(0))
            this.enter(work);
    }
    /** Takes a map, and the shards that can be reached. */
    place(map, surroundings, reachable) {
        const ended = [];
        for (const [id, link] of this.links) {
            if (reachable.includes(id))
                continue;
            this.links.delete(id);
            ended.push(link);
        }
        for (const id of reachable) {
            if (id !== this.id && !this.links.has(id))
                this.links.set(id, new Link(this.network, this, id));
        }
        this.core.onMap(map, surroundings);
        for (const link of ended)
            link.close();
        this.soon();
    }
    onOusted() {
        this.core.onOusted();
        this.soon();
    }
    onMessage(from, message) {
        const answer = this.core.onMessage(from, message, 0, message.length, this.wallMs);
        this.options.onMessage(from, message, answer);
        this.soon();
        return answer;
    }
    onLinkReady() {
        this.soon();
    }
    onLinkDown(peer) {
        this.core.onLinkDown(peer);
        this.soon();
    }
    /** Where commands for the slot go: this process's id, another one's, or nowhere yet. */
    routeOf(slot) {
        const { ownership } = this.core;
        const route = ownership.routes[slot];
        if (route === WAIT || route < 0 || (route === ownership.selfIndex && this.isFenced))
            return undefined;
        return ownership.map.shards[route]?.id;
    }
    serves(slot) {
        return this.isUp && !this.isPaused && !this.isFenced && this.core.ownership.isServed(slot);
    }
    soon() {
        if (this.isScheduled)
            return;
        this.isScheduled = true;
        this.schedule.at(this.schedule.nowMs + this.random.fraction() * 0.5, () => this.enter(() => this.slice()));
    }
    slice() {
        this.isScheduled = false;
        let left = 1 + this.random.below(40);
        const isDone = this.core.work(this.wallMs, () => --left <= 0);
        this.core.followers.flush();
        if (!isDone)
            this.soon();
    }
    every(periodMs, work) {
        const run = () => {
            if (!this.isUp)
                return;
            this.schedule.at(this.schedule.nowMs + periodMs, () => this.enter(() => {
                work();
                run();
            }));
        };
        run();
    }
    dropUpTo(slot, version) {
        this.keyspace.setFloor(slot, version);
        this.schedule.at(this.schedule.nowMs + this.random.fraction() * 3, () => this.enter(() => {
            const { keyspace } = this;
            keyspace.sweepSlot(slot, (ref) => keyspace.versionOf(ref) > version, Number.POSITIVE_INFINITY);
        }));
    }
    clean() {
        const { nowMs } = this.schedule;
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (this.keyspace.slotSize(slot) === 0)
                continue;
            const dueMs = this.dueMs.get(slot);
            if (this.core.isNeeded(slot))
                this.dueMs.delete(slot);
            else if (dueMs === undefined)
                this.dueMs.set(slot, nowMs + KEEP_MS);
            else if (dueMs <= nowMs) {
                this.keyspace.clearSlot(slot);
                this.dueMs.delete(slot);
            }
        }
    }
}
//# sourceMappingURL=process.js.map