/**
 * Clients that write and read one command at a time, each its own keys, and compare what they read with what they were told was
 * written. A figure belongs to the phase in which its command ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger } from './chaos-ledger.ts';
import { percentile } from './rounds.ts';

/** What the load needs of an ioredis client, plain or of a cluster. */
export interface CacheClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
  del(key: string): Promise<number>;
  disconnect(): void;
}

/** `start` is for compilers and connections to warm up; in `cut` members that are cut apart do not know it yet. */
export type Phase = 'start' | 'before' | 'cut' | 'during' | 'after';
/** Whether a writer's keys are those of the member that something happens to. */
export type Kind = 'affected' | 'others';

export interface Writer {
  readonly client: CacheClient;
  readonly keys: readonly string[];
  readonly kind: Kind;
  readonly role: Role;
}

/** Writes its keys and reads them; writes each once, then only reads; only reads, keys that another one writes. */
export type Role = 'writes' | 'reads' | 'watches';

/** The time between two acknowledged writes of one client, and when after the begin of the phase it ended. */
export interface Gap {
  readonly ms: number;
  readonly endedAtMs: number;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

/** One key in so many is deleted rather than written. */
const WRITES_PER_DELETION = 16;
const PAUSE_AFTER_ERROR_MS = 5;
/** A command that is not answered for so long hangs. */
const STOP_LIMIT_MS = 20_000;

export class ChaosLoad {
  readonly ledger = new Ledger();
  /** Commands that were answered. */
  answered = 0;
  /** Reads that found something older than what was acknowledged when they were sent. */
  stale = 0;
  /** The first of them, for a report. */
  firstStale = '';
  /** Clients whose last command was not answered when the load was stopped. */
  hanging = 0;
  readonly readErrors: Record<string, number> = {};
  readonly writeErrors: Record<string, number> = {};
  private phase: Phase = 'start';
  private phaseSinceMs = 0;
  private readonly latencies: Record<Phase, number[]> = {
    start: [],
    before: [],
    cut: [],
    during: [],
    after: [],
  };
  private readonly gaps = new Map<string, Gap>();
  private readonly acks = new Map<string, number>();
  private readonly work: Promise<void>[];
  private readonly writers: readonly Writer[];
  private isRunning = true;
  /** Clients that go on. */
  private atWork: number;
  private writes: number;

  /** Writes are numbered from `firstNumber` on. */
  constructor(writers: readonly Writer[], firstNumber = 1) {
    this.writers = writers;
    this.writes = firstNumber;
    this.atWork = writers.length;
    this.work = writers.map((writer) => this.run(writer).finally(() => this.atWork--));
  }

  enter(phase: Phase): void {
    this.phase = phase;
    this.phaseSinceMs = performance.now();
  }

  longestGap(phase: Phase, kind: Kind): Gap {
    return this.gaps.get(`${phase} ${kind}`) ?? { ms: 0, endedAtMs: 0 };
  }

  /** How many writes were acknowledged. */
  acknowledged(phase: Phase, kind: Kind): number {
    return this.acks.get(`${phase} ${kind}`) ?? 0;
  }

  spread(phase: Phase): Spread {
    const sorted = this.latencies[phase].sort((a, b) => a - b);
    return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  }

  /** Resolves when every client's last command is answered, or `STOP_LIMIT_MS` later. */
  async stop(): Promise<void> {
    this.isRunning = false;
    const limit = new AbortController();
    await Promise.race([Promise.all(this.work), sleep(STOP_LIMIT_MS, undefined, { signal: limit.signal })]);
    limit.abort();
    // Those that still wait get an error when they are disconnected, and end too.
    this.hanging = this.atWork;
    for (const { client } of this.writers) client.disconnect();
  }

  private async run(writer: Writer): Promise<void> {
    const { keys, role } = writer;
    if (role === 'reads') for (const key of keys) await this.write(writer, key, false);
    let sinceMs = performance.now();
    while (this.isRunning) {
      const key = keys[Math.floor(Math.random() * keys.length)] as string;
      const isDeletion = Math.random() * WRITES_PER_DELETION < 1;
      const isWritten = role === 'writes' && (await this.write(writer, key, isDeletion));
      const isRead = await this.read(writer, key);
      if (!(role === 'writes' ? isWritten : isRead)) continue;
      const nowMs = performance.now();
      if (role === 'writes') this.noteGap(writer.kind, nowMs - sinceMs);
      sinceMs = nowMs;
    }
    if (role === 'writes') this.noteGap(writer.kind, performance.now() - sinceMs);
  }

  private async write({ client, kind }: Writer, key: string, isDeletion: boolean): Promise<boolean> {
    const sentMs = Date.now();
    const number = this.writes++;
    this.ledger.sent(key, number, isDeletion);
    let hasEffect = true;
    const isAnswered = await this.timed(this.writeErrors, async () => {
      if (isDeletion) hasEffect = (await client.del(key)) > 0;
      else await client.set(key, String(number));
    });
    if (!isAnswered) return false;
    // A deletion that found nothing is no write: what is elsewhere, in a partition, stays.
    if (hasEffect) this.ledger.acknowledged(key, sentMs, Date.now());
    this.acks.set(`${this.phase} ${kind}`, this.acknowledged(this.phase, kind) + 1);
    return true;
  }

  private read({ client }: Writer, key: string): Promise<boolean> {
    const acked = this.ledger.acked(key);
    return this.timed(this.readErrors, async () => {
      const found = await client.get(key);
      if (this.ledger.isRight(key, found, acked)) return;
      this.stale++;
      this.firstStale ||= `${this.phase}: ${key} was ${found}, not ${acked}`;
    });
  }

  private async timed(errors: Record<string, number>, command: () => Promise<void>): Promise<boolean> {
    const beganMs = performance.now();
    try {
      await command();
    } catch (error) {
      const kind = kindOf(error as Error);
      errors[kind] = (errors[kind] ?? 0) + 1;
      await sleep(PAUSE_AFTER_ERROR_MS);
      return false;
    }
    this.answered++;
    this.latencies[this.phase].push(performance.now() - beganMs);
    return true;
  }

  private noteGap(kind: Kind, ms: number): void {
    if (ms <= this.longestGap(this.phase, kind).ms) return;
    const endedAtMs = Math.round(performance.now() - this.phaseSinceMs);
    this.gaps.set(`${this.phase} ${kind}`, { ms: Math.round(ms), endedAtMs });
  }
}

/** The error's code, where it begins with one, else its text. */
function kindOf({ message }: Error): string {
  return /^[A-Z]{3,}/.exec(message)?.[0] ?? message.slice(0, 30);
}
