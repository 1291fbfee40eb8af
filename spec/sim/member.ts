/** One simulated process: the product's core and codec, with clocks, a data thread and a receive buffer that may fail. */
import type { TableFactory } from '../../gossip/core/context.ts';
import { MembershipCore } from '../../gossip/core/core.ts';
import type {
  Address,
  CoreConfig,
  CoreEvent,
  MemberInfo,
  MemberRecord,
  Readings,
} from '../../gossip/core/types.ts';
import { clusterHashOf, DatagramEncoder } from '../../gossip/wire/datagram.ts';
import type { Random } from '../../lib/base/random.ts';

/** Any time of day will do. */
const WALL_START_MS = 1.7e12;
/** What a receive buffer of 4 MB holds of small datagrams. */
const RECEIVE_LIMIT = 4096;

export interface TimedEvent extends CoreEvent {
  readonly atMs: number;
}

export interface Delivery {
  readonly originId: string;
  readonly payload: Uint8Array;
  readonly atMs: number;
}

export class SimulatedMember {
  readonly id: string;
  readonly address: Address;
  readonly name: string;
  readonly generation: number;
  readonly instance: string;
  readonly core: MembershipCore;
  readonly encoder: DatagramEncoder;
  readonly clusterHash: number;
  readonly events: TimedEvent[] = [];
  readonly deliveries: Delivery[] = [];
  /** What it last told of each member. */
  readonly newest = new Map<string, MemberInfo>();
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
  readonly waiting: (() => void)[] = [];

  constructor(
    record: MemberRecord,
    settings: Omit<CoreConfig, 'self'>,
    clusterName: string,
    random: Random,
    nowMs: number,
    tableOf?: TableFactory,
  ) {
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
  clockMs(networkMs: number): number {
    return networkMs - this.frozenMs;
  }

  readings(networkMs: number): Readings {
    return {
      wallMs: WALL_START_MS + networkMs + this.wallShiftMs,
      serveStallMs: Math.max(0, networkMs - this.dataStalledMs),
    };
  }

  /** Keeps what arrives while it is paused. */
  keep(deliver: () => void): void {
    if (this.waiting.length < RECEIVE_LIMIT) this.waiting.push(deliver);
  }
}
