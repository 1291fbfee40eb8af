/** Clients that read and write random keys one command at a time and note what they see. */
import { Redis } from 'ioredis';

const KEYS = 10_000;

export interface LoadRow {
  readonly keys: string;
  readonly commands: number;
  readonly errors: number;
  readonly longestGapMs: number;
}

export interface LoadReport {
  readonly rows: readonly LoadRow[];
  readonly errorTexts: Readonly<Record<string, number>>;
}

/** What was seen of one kind of key. */
class Tally {
  readonly keys: string;
  commands = 0;
  errors = 0;
  longestGapMs = 0;

  constructor(keys: string) {
    this.keys = keys;
  }
}

export class Load {
  private readonly affected = new Tally("the killed node's");
  private readonly others = new Tally("other nodes'");
  private readonly errorTexts: Record<string, number> = {};
  private readonly clients: Redis[];
  private readonly isAffected: (key: string) => boolean;
  private running = true;
  private workers: Promise<void>[] = [];

  private constructor(ports: readonly number[], count: number, isAffected: (key: string) => boolean) {
    this.isAffected = isAffected;
    this.clients = Array.from(
      { length: count },
      (_, i) =>
        new Redis({ port: ports[i % ports.length] as number, host: '127.0.0.1', maxRetriesPerRequest: null }),
    );
  }

  /** `isAffected` tells the keys of the node that will be killed. Half of the clients use only those, half only others. */
  static async start(
    ports: readonly number[],
    count: number,
    isAffected: (key: string) => boolean,
  ): Promise<Load> {
    const load = new Load(ports, count, isAffected);
    await Promise.all(load.clients.map((client) => client.ping()));
    load.workers = load.clients.map((client, i) =>
      load.work(client, i % 2 === 0 ? load.affected : load.others),
    );
    return load;
  }

  /** Forgets the gaps seen so far (of the warm-up). */
  mark(): void {
    for (const tally of [this.affected, this.others]) tally.longestGapMs = 0;
  }

  async stop(): Promise<LoadReport> {
    this.running = false;
    await Promise.all(this.workers);
    for (const client of this.clients) client.disconnect();
    const rows = [this.affected, this.others].map(({ keys, commands, errors, longestGapMs }) => ({
      keys,
      commands,
      errors,
      longestGapMs: Math.round(longestGapMs),
    }));
    return { rows, errorTexts: this.errorTexts };
  }

  private async work(client: Redis, tally: Tally): Promise<void> {
    let lastReplyAtMs = performance.now();
    while (this.running) {
      const key = this.randomKey(tally === this.affected);
      tally.commands++;
      try {
        await (Math.random() < 0.5 ? client.get(key) : client.set(key, 'x'));
        const nowMs = performance.now();
        tally.longestGapMs = Math.max(tally.longestGapMs, nowMs - lastReplyAtMs);
        lastReplyAtMs = nowMs;
      } catch (error) {
        tally.errors++;
        const text = (error as Error).message;
        this.errorTexts[text] = (this.errorTexts[text] ?? 0) + 1;
      }
    }
  }

  private randomKey(affected: boolean): string {
    for (;;) {
      const key = `key:${Math.floor(Math.random() * KEYS)}`;
      if (this.isAffected(key) === affected) return key;
    }
  }
}
