/**
 * A client of bench-order: keeps commands on keys of its own under way, and knows what each must answer if they are executed in the order
 * in which it sent them.
 */
import type { Random } from '../../lib/base/random.ts';
import { Connection, commandText } from './connection.ts';

const KEYS = 60;
const MOST_KEYS = 4;
const MINUS = 0x2d;
const EXAMPLES = 5;

/** What a command in flight must answer. */
interface Expected {
  readonly words: readonly string[];
  readonly reply: string;
  readonly keys: readonly number[];
  readonly sentMs: number;
}

/** What clients have seen. */
export interface Seen {
  replies: number;
  outOfOrder: number;
  errors: number;
  longestMs: number;
  /** Of replies out of order and of errors, a few. */
  readonly examples: string[];
}

export class OrderClient {
  private readonly name: string;
  private readonly depth: number;
  private readonly random: Random;
  private readonly connection: Connection;
  private readonly seen: Seen;
  private readonly underWay: Expected[] = [];
  /** The value of each key once all is executed that was sent. */
  private readonly values: (string | undefined)[] = Array.from({ length: KEYS });
  /** The outcome of a write is not known, so that nothing is known of the key. */
  private readonly isUnknown: boolean[] = new Array<boolean>(KEYS).fill(false);
  private written = 0;
  private isStopped = false;
  private ended: Promise<void> | undefined;

  private constructor(name: string, depth: number, random: Random, connection: Connection, seen: Seen) {
    this.name = name;
    this.depth = depth;
    this.random = random;
    this.connection = connection;
    this.seen = seen;
    connection.onReply = (buf, start, end) => this.onReply(buf.toString('latin1', start, end), buf[start]);
  }

  /** Begins to send to the member at that port; no more than `depth` commands are under way. */
  static async start(
    name: string,
    port: number,
    depth: number,
    random: Random,
    seen: Seen,
  ): Promise<OrderClient> {
    const client = new OrderClient(name, depth, random, await Connection.open(port), seen);
    client.ended = client.run();
    return client;
  }

  /** Ends when all is answered and each key has been read once more. Rejects if the connection was lost. */
  async stop(): Promise<void> {
    this.isStopped = true;
    try {
      await this.ended;
      let text = '';
      for (let key = 0; key < KEYS; key++)
        text += this.expect(['GET', this.keyName(key)], this.bulk(key), [key]);
      await this.send(text, KEYS, 0);
    } finally {
      this.connection.close();
    }
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      let text = '';
      const count = this.depth - this.underWay.length;
      for (let i = 0; i < count; i++) text += this.next();
      await this.send(text, count, this.depth - 1);
    }
    await this.connection.answered();
  }

  /** Resolves when no more than `but` commands wait for their reply. */
  private async send(text: string, count: number, but: number): Promise<void> {
    this.connection.send(Buffer.from(text, 'latin1'), count);
    await this.connection.answered(but);
  }

  private onReply(reply: string, type: number | undefined): void {
    const { seen } = this;
    const { words, reply: expected, keys, sentMs } = this.underWay.shift() as Expected;
    seen.replies++;
    seen.longestMs = Math.max(seen.longestMs, performance.now() - sentMs);
    if (type === MINUS) seen.errors++;
    else if (reply === expected || keys.some((key) => this.isUnknown[key])) return;
    else seen.outOfOrder++;
    for (const key of keys) this.isUnknown[key] = true;
    if (seen.examples.length < EXAMPLES)
      seen.examples.push(`${words.join(' ')}: ${JSON.stringify(reply)}, not ${JSON.stringify(expected)}`);
  }

  /** One more command, as text. */
  private next(): string {
    const { random } = this;
    switch (random.below(7)) {
      case 0:
      case 1:
        return this.increment(random.below(KEYS));
      case 2:
        return this.read('GET', [random.below(KEYS)]);
      case 3:
        return this.read('MGET', this.severalKeys());
      case 4:
        return this.write('MSET', this.severalKeys());
      case 5:
        return this.write('SET', [random.below(KEYS)]);
      default:
        return this.count(random.below(2) === 0 ? 'DEL' : 'EXISTS', this.severalKeys());
    }
  }

  private increment(key: number): string {
    const value = String(Number(this.values[key] ?? 0) + 1);
    this.values[key] = value;
    return this.expect(['INCR', this.keyName(key)], `:${value}\r\n`, [key]);
  }

  private read(command: 'GET' | 'MGET', keys: readonly number[]): string {
    const values = keys.map((key) => this.bulk(key)).join('');
    const reply = command === 'GET' ? values : `*${keys.length}\r\n${values}`;
    return this.expect([command, ...keys.map((key) => this.keyName(key))], reply, keys);
  }

  private write(command: 'SET' | 'MSET', keys: readonly number[]): string {
    this.written += 1000;
    const value = String(this.written);
    for (const key of keys) this.values[key] = value;
    return this.expect([command, ...keys.flatMap((key) => [this.keyName(key), value])], '+OK\r\n', keys);
  }

  private count(command: 'DEL' | 'EXISTS', keys: readonly number[]): string {
    const present = keys.filter((key) => this.values[key] !== undefined).length;
    if (command === 'DEL') for (const key of keys) this.values[key] = undefined;
    return this.expect([command, ...keys.map((key) => this.keyName(key))], `:${present}\r\n`, keys);
  }

  private expect(words: readonly string[], reply: string, keys: readonly number[]): string {
    this.underWay.push({ words, reply, keys, sentMs: performance.now() });
    return commandText(...words);
  }

  private bulk(key: number): string {
    const value = this.values[key];
    return value === undefined ? '$-1\r\n' : `$${value.length}\r\n${value}\r\n`;
  }

  /** Some keys, none twice. */
  private severalKeys(): number[] {
    const count = 1 + this.random.below(MOST_KEYS);
    return [...new Set(Array.from({ length: count }, () => this.random.below(KEYS)))];
  }

  private keyName(key: number): string {
    return `${this.name}:${key}`;
  }
}
