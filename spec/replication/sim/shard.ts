/** One simulated shard: an event loop with its replication and keyspace, its links and its turns, as the replicator drives them. */
import type { Random } from '../../../lib/base/random.ts';
import { WAIT } from '../../../lib/replication/ownership.ts';
import { Replication } from '../../../lib/replication/replication.ts';
import type { Surroundings } from '../../../lib/replication/replication-host.ts';
import { Keyspace } from '../../../lib/store/keyspace.ts';
import { type ShardMap, SLOT_COUNT } from '../../../shard/index.ts';
import type { Schedule } from '../../sim/schedule.ts';
import { EventLoop } from './event-loop.ts';
import { ANSWER_LIMIT_MS, type Endpoint, Link, type NetworkHost } from './network.ts';

export const START_MS = Date.UTC(2026, 0, 1);
const TICK_MS = 50;
const CLEAN_MS = 1000;
const KEEP_MS = 10_000;
const POST_MS = 1;
const SLOW_POST_MS = 40;

export interface ShardOptions {
  readonly id: string;
  /** In what is told of it. */
  readonly name: string;
  /** Which process of its member it is of: higher than those before. */
  readonly instance: number;
  readonly clockOffsetMs: number;
  readonly minAcks: number;
  readonly handoffTimeoutMs: number;
  readonly windowBytes: number;
  readonly limitBytes: number;
  readonly emptyMap: ShardMap;
  onGiveUp(peer: string): void;
  /** Told of every message as it comes in. */
  onMessage(from: string, message: Buffer, answer: Buffer | undefined): void;
}

export class Shard implements Endpoint {
  readonly id: string;
  readonly name: string;
  readonly core: Replication;
  readonly keyspace: Keyspace;
  readonly links = new Map<string, Link>();
  private readonly network: NetworkHost;
  private readonly options: ShardOptions;
  private readonly random: Random;
  private readonly schedule: Schedule;
  private readonly loop = new EventLoop();
  /** When the latest message of the member's main thread comes. */
  private postedMs = 0;
  private tickedMs = 0;
  private isScheduled = false;
  private isFencedNow = false;
  private clockOffsetMs: number;
  private readonly dueMs = new Map<number, number>();

  constructor(network: NetworkHost, options: ShardOptions) {
    this.network = network;
    this.options = options;
    this.id = options.id;
    this.name = options.name;
    this.clockOffsetMs = options.clockOffsetMs;
    this.random = network.random;
    this.schedule = network.schedule;
    this.keyspace = new Keyspace({ hashSeed: network.random.uint32() });
    this.core = new Replication(
      {
        keyspace: this.keyspace,
        limits: () => ({
          minAcks: options.minAcks,
          handoffWindowBytes: options.windowBytes,
          replBufferLimitBytes: options.limitBytes,
          handoffTimeoutMs: options.handoffTimeoutMs,
          proxyTimeoutMs: ANSWER_LIMIT_MS,
        }),
        clockMs: () => this.schedule.nowMs,
        ask: (peer, buf, start, end, onReply) =>
          this.links.get(peer)?.send(Buffer.from(buf.subarray(start, end)), onReply) ?? false,
        canAsk: (peer) => this.links.get(peer)?.isReady === true,
        onRoutes: () => this.soon(),
        onPending: () => this.soon(),
        onClockAhead: () => {},
        onGiveUp: (peer) => options.onGiveUp(peer),
      },
      options.emptyMap,
      1 + options.instance * 1000,
    );
    this.every(TICK_MS, () => {
      this.core.tick(this.wallMs);
      for (const link of this.links.values()) link.expire(this.tickedMs);
      this.tickedMs = this.schedule.nowMs;
      this.keyspace.expireSlice(this.wallMs, 1, () => 0);
      this.soon();
    });
    this.every(CLEAN_MS, () => this.clean());
  }

  get wallMs(): number {
    return Math.floor(START_MS + this.schedule.nowMs + this.clockOffsetMs);
  }

  /** The wall clock is set. */
  setClock(offsetMs: number): void {
    this.clockOffsetMs = offsetMs;
  }

  /** It does not know whether it was held for dead while it did nothing. */
  get isFenced(): boolean {
    return this.isFencedNow;
  }

  set isFenced(isFenced: boolean) {
    this.isFencedNow = isFenced;
    this.core.followers.setFenced(isFenced);
  }

  get isUp(): boolean {
    return this.loop.isUp;
  }

  get isPaused(): boolean {
    return this.loop.isPaused;
  }

  enter(work: () => void): void {
    this.loop.enter(work);
  }

  /** Has `work` done as the member's main thread asks for it, in the order in which it does. */
  post(work: () => void): void {
    const delayMs = this.random.fraction() * (this.random.chance(0.1) ? SLOW_POST_MS : POST_MS);
    this.postedMs = Math.max(this.postedMs, this.schedule.nowMs + delayMs);
    this.schedule.at(this.postedMs, () => this.enter(work));
  }

  kill(): void {
    this.loop.end();
    for (const link of this.links.values()) link.close();
  }

  pause(): void {
    this.loop.pause();
  }

  resume(): void {
    this.loop.resume();
  }

  /** Takes a map, and the shards that can be reached. */
  place(map: ShardMap, surroundings: Surroundings, reachable: readonly string[]): void {
    const ended: Link[] = [];
    for (const [id, link] of this.links) {
      if (reachable.includes(id)) continue;
      this.links.delete(id);
      ended.push(link);
    }
    for (const id of reachable) {
      if (id !== this.id && !this.links.has(id)) this.links.set(id, new Link(this.network, this, id));
    }
    this.core.onMap(map, surroundings);
    for (const link of ended) link.close();
    this.soon();
  }

  onOusted(): void {
    this.core.onOusted();
    this.soon();
  }

  onMessage(from: string, message: Buffer): Buffer | undefined {
    const answer = this.core.onMessage(from, message, 0, message.length, this.wallMs);
    this.options.onMessage(from, message, answer);
    this.soon();
    return answer;
  }

  onLinkReady(): void {
    this.soon();
  }

  onLinkDown(peer: string): void {
    this.core.onLinkDown(peer);
    this.soon();
  }

  /** Where commands for the slot go: this shard's id, another one's, or nowhere yet. */
  routeOf(slot: number): string | undefined {
    const { ownership } = this.core;
    const route = ownership.routes[slot] as number;
    if (route === WAIT || route < 0 || (route === ownership.selfIndex && this.isFenced)) return undefined;
    return ownership.map.shards[route]?.id;
  }

  /** Whether who answers for the slot is not clear yet. */
  isWaiting(slot: number): boolean {
    const { ownership } = this.core;
    const route = ownership.routes[slot] as number;
    return route === WAIT || (route >= 0 && this.isFenced && route === ownership.selfIndex);
  }

  serves(slot: number): boolean {
    return this.isUp && !this.isPaused && !this.isFenced && this.core.ownership.isServed(slot);
  }

  /** Whether it has all copies that it is to have. */
  get isCaughtUp(): boolean {
    return this.core.ownership.map.shards.length > 0 && this.core.copies.isComplete;
  }

  /** Whether others have what it held. */
  get isDrained(): boolean {
    const { ownership, followers } = this.core;
    return ownership.heldSlots === 0 && followers.unackedBytes === 0;
  }

  private soon(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.schedule.at(this.schedule.nowMs + this.random.fraction() * 0.5, () =>
      this.enter(() => this.slice()),
    );
  }

  private slice(): void {
    this.isScheduled = false;
    let left = 1 + this.random.below(40);
    const mayCopy = this.random.chance(0.7);
    const isDone = this.core.work(this.wallMs, () => --left <= 0, mayCopy);
    this.core.followers.flush();
    if (!isDone || (!mayCopy && this.core.followers.queuedSlots > 0)) this.soon();
  }

  private every(periodMs: number, work: () => void): void {
    const run = (): void => {
      if (!this.isUp) return;
      this.schedule.at(this.schedule.nowMs + periodMs, () =>
        this.enter(() => {
          work();
          run();
        }),
      );
    };
    run();
  }

  private clean(): void {
    const { nowMs } = this.schedule;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (this.keyspace.slotSize(slot) === 0) continue;
      const dueMs = this.dueMs.get(slot);
      if (this.core.isNeeded(slot)) this.dueMs.delete(slot);
      else if (dueMs === undefined) this.dueMs.set(slot, nowMs + KEEP_MS);
      else if (dueMs <= nowMs) {
        this.keyspace.clearSlot(slot);
        this.dueMs.delete(slot);
      }
    }
  }
}
