import { MembershipCore } from '../../gossip/core/core.js';
import { clusterHashOf, DatagramEncoder } from '../../gossip/wire/datagram.js';
/** Any time of day will do. */
const WALL_START_MS = 1.7e12;
/** What a receive buffer of 4 MB holds of small datagrams. */
const RECEIVE_LIMIT = 4096;
export class SimulatedMember {
    id;
    address;
    name;
    generation;
    instance;
    core;
    encoder;
    clusterHash;
    events = [];
    deliveries = [];
    /** What it last told of each member. */
    newest = new Map();
    isKilled = false;
    /** Killed, on a machine that is up: datagrams to its address are refused. */
    refuses = false;
    isPaused = false;
    isSuspended = false;
    hasLeft = false;
    /** Network time at which `tick` is due. */
    tickAtMs = Number.POSITIVE_INFINITY;
    datagramsSent = 0;
    bytesSent = 0;
    payloadsReceived = 0;
    /** For how long the machine has been suspended in all: its monotonic clock lags by this. */
    frozenMs = 0;
    /** By how much its wall clock was set. */
    wallShiftMs = 0;
    /** Since when its data thread hangs. */
    dataStalledMs = Number.POSITIVE_INFINITY;
    waiting = [];
    constructor(record, settings, clusterName, random, nowMs, tableOf) {
        this.id = record.id;
        this.generation = record.generation;
        this.instance = record.instance;
        this.address = { host: record.host, port: record.busPort };
        this.name = `${record.host}:${record.busPort}`;
        this.core = new MembershipCore({ self: record, ...settings }, random, nowMs, tableOf);
        this.clusterHash = clusterHashOf(clusterName);
        this.encoder = new DatagramEncoder(this.clusterHash, record.instance);
    }
    /** The time of its monotonic clock. */
    clockMs(networkMs) {
        return networkMs - this.frozenMs;
    }
    readings(networkMs) {
        return {
            wallMs: WALL_START_MS + networkMs + this.wallShiftMs,
            serveStallMs: Math.max(0, networkMs - this.dataStalledMs),
        };
    }
    /** Keeps what arrives while it is paused. */
    keep(deliver) {
        if (this.waiting.length < RECEIVE_LIMIT)
            this.waiting.push(deliver);
    }
}
//# sourceMappingURL=member.js.map