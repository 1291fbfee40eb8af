/**
 * Connections between simulated shards: messages and their answers arrive in order, after delays that differ from link to link. A
 * broken connection loses what is under way. While two shards cannot reach each other everything between them waits; a single
 * connection may stand still, or be slow, too.
 */
import type { Random } from '../../../lib/base/random.ts';
import type { Schedule } from '../../sim/schedule.ts';

/** A shard as the network sees it. */
export interface Endpoint {
  readonly id: string;
  readonly isUp: boolean;
  /** Has `work` done by the shard: now, or when it runs again; never if it has ended. */
  enter(work: () => void): void;
  onMessage(from: string, message: Buffer): Buffer | undefined;
  onLinkReady(): void;
  onLinkDown(peer: string): void;
}

export interface NetworkHost {
  readonly schedule: Schedule;
  readonly random: Random;
  /** The shard that has that id now. */
  find(id: string): Endpoint | undefined;
  isCut(a: string, b: string): boolean;
  /** The longest delay of those links that are slow. */
  readonly slowLinkMs: number;
}

interface Pending {
  sinceMs: number;
  onReply: ((reply?: Buffer) => void) | undefined;
}

const RETRY_MS = 40;
export const ANSWER_LIMIT_MS = 5000;

/** The connection of one shard to another, made anew whenever it is lost, until it is closed. */
export class Link {
  isReady = false;
  private isClosed = false;
  /** Which connection it is: what comes late of an earlier one is void. */
  private generation = 0;
  private pending: Pending[] = [];
  private arrivalMs = 0;
  private answerMs = 0;
  private readonly usualDelayMs: number;
  private readonly host: NetworkHost;
  private readonly from: Endpoint;
  private readonly peer: string;
  private stoppedUntilMs = 0;
  private slowUntilMs = 0;
  private slowDelayMs = 0;

  constructor(host: NetworkHost, from: Endpoint, peer: string) {
    this.host = host;
    this.from = from;
    this.peer = peer;
    this.usualDelayMs = host.random.fraction() * (host.random.chance(0.1) ? host.slowLinkMs : 5);
    this.connect();
  }

  send(message: Buffer, onReply: (reply?: Buffer) => void): boolean {
    if (!this.isReady) return false;
    const entry: Pending = { sinceMs: this.host.schedule.nowMs, onReply };
    this.pending.push(entry);
    const { generation } = this;
    const target = this.host.find(this.peer);
    this.arrivalMs = Math.max(this.arrivalMs, this.host.schedule.nowMs + this.delay());
    this.travel(this.arrivalMs, generation, () =>
      target?.enter(() => {
        if (generation !== this.generation) return;
        this.answer(entry, generation, target.onMessage(this.from.id, message));
      }),
    );
    return true;
  }

  /** The connection is lost; it is made again. */
  break(): void {
    if (this.isReady) this.lose();
  }

  /** For so long nothing passes, nor is a new connection made. */
  stop(forMs: number): void {
    this.stoppedUntilMs = this.host.schedule.nowMs + forMs;
  }

  /** For so long everything takes up to `delayMs`. */
  slow(forMs: number, delayMs: number): void {
    this.slowUntilMs = this.host.schedule.nowMs + forMs;
    this.slowDelayMs = delayMs;
  }

  close(): void {
    this.isClosed = true;
    this.lose();
  }

  /** Gives up on answers that had not come by then. */
  expire(nowMs: number): void {
    for (const entry of this.pending) {
      if (entry.sinceMs > nowMs - ANSWER_LIMIT_MS) continue;
      entry.onReply?.(undefined);
      entry.onReply = undefined;
    }
  }

  private answer(entry: Pending, generation: number, reply: Buffer | undefined): void {
    this.answerMs = Math.max(this.answerMs, this.host.schedule.nowMs + this.delay());
    this.travel(this.answerMs, generation, () =>
      this.from.enter(() => {
        if (generation !== this.generation) return;
        this.pending.splice(this.pending.indexOf(entry), 1);
        entry.onReply?.(reply);
        this.from.onLinkReady();
      }),
    );
  }

  private lose(): void {
    const wasReady = this.isReady;
    this.isReady = false;
    this.generation++;
    const lost = this.pending;
    this.pending = [];
    this.arrivalMs = this.answerMs = 0;
    this.from.enter(() => {
      for (const { onReply } of lost) onReply?.(undefined);
      if (wasReady) this.from.onLinkDown(this.peer);
    });
    if (!this.isClosed) this.reconnectLater();
  }

  private reconnectLater(): void {
    const { schedule, random } = this.host;
    schedule.at(schedule.nowMs + 10 + random.fraction() * 200, () => this.connect());
  }

  private connect(): void {
    const { generation, host } = this;
    const target = host.find(this.peer);
    if (this.isClosed || this.isReady || !this.from.isUp) return;
    if (target === undefined || this.isStopped) {
      this.reconnectLater();
      return;
    }
    host.schedule.at(host.schedule.nowMs + 1 + this.delay(), () =>
      this.from.enter(() => {
        if (generation !== this.generation || this.isClosed) return;
        if (host.find(this.peer) !== target) this.reconnectLater();
        else {
          this.isReady = true;
          this.from.onLinkReady();
        }
      }),
    );
  }

  private delay(): number {
    const isSlow = this.host.schedule.nowMs < this.slowUntilMs;
    return 0.1 + this.host.random.fraction() * (isSlow ? this.slowDelayMs : this.usualDelayMs);
  }

  private get isStopped(): boolean {
    const { host } = this;
    return host.schedule.nowMs < this.stoppedUntilMs || host.isCut(this.from.id, this.peer);
  }

  /** Keeps the order: what waits for the network delays what comes behind it. */
  private travel(atMs: number, generation: number, arrive: () => void): void {
    const { host } = this;
    host.schedule.at(atMs, () => {
      if (generation !== this.generation) return;
      if (!this.isStopped) arrive();
      else this.blocked(generation, arrive);
    });
  }

  private readonly waiting: { generation: number; arrive: () => void }[] = [];

  private blocked(generation: number, arrive: () => void): void {
    if (this.waiting.push({ generation, arrive }) === 1) this.retry();
  }

  private retry(): void {
    const { host } = this;
    host.schedule.at(host.schedule.nowMs + RETRY_MS, () => {
      if (this.isStopped) {
        this.retry();
        return;
      }
      for (const { generation, arrive } of this.waiting.splice(0)) {
        if (generation === this.generation) arrive();
      }
    });
  }
}
