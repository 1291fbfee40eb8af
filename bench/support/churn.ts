/** Writes, rewrites, deletes and lets expire the same keys in the same order on any server, and knows what must be left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../lib/base/random.ts';
import { Connection, commandText } from './connection.ts';
import { filling, keyName, query } from './dataset.ts';
import { expectOk } from './numbered-keys.ts';
import type { Server } from './server.ts';

const SEED = 7;
const LEAST_BYTES = 16;
/** The mean size of a value in each period; in each, half of the keys are written again. */
const MEAN_BYTES = [64, 128, 256, 512, 256, 64];
const LONGEST = filling(2 * Math.max(...MEAN_BYTES));
const PERIOD_SHARE = 0.5;
const DELETED_SHARE = 0.3;
const EXPIRING_SHARE = 0.3;
const EXPIRY_MS = 500;
const EXPIRY_LIMIT_MS = 120_000;
const POLL_MS = 100;

export class Churn {
  /** Size of each key's value; 0 if the key is not there. */
  private readonly sizes: Uint32Array;
  private readonly random = new Random(SEED);

  constructor(keys: number) {
    this.sizes = new Uint32Array(keys);
  }

  /** Number of keys that must be there. */
  get liveKeys(): number {
    return this.sizes.reduce((count, size) => count + (size > 0 ? 1 : 0), 0);
  }

  /** Bytes of the keys and values that must be there. */
  get liveBytes(): number {
    const keyBytes = keyName(0).length;
    return this.sizes.reduce((bytes, size) => bytes + (size > 0 ? keyBytes + size : 0), 0);
  }

  /** Writes all keys, then half of them again in each period, with sizes about the mean of the period. */
  async changeSizes(server: Server): Promise<void> {
    const all = Array.from(this.sizes.keys());
    await this.write(server, all, MEAN_BYTES[0] as number);
    for (const mean of MEAN_BYTES) await this.write(server, this.draw(PERIOD_SHARE), mean);
  }

  async delete(server: Server): Promise<void> {
    const drawn = this.draw(DELETED_SHARE);
    const connection = await Connection.open(server.port);
    await connection.stream(
      drawn.length,
      (i) => commandText('DEL', keyName(drawn[i] as number)),
      () => {},
    );
    connection.close();
    for (const key of drawn) this.sizes[key] = 0;
  }

  /** Gives keys a short life and resolves when the server itself has removed them all. */
  async expire(server: Server): Promise<void> {
    const drawn = this.draw(EXPIRING_SHARE);
    await this.write(server, drawn, MEAN_BYTES.at(-1) as number, ['PX', String(EXPIRY_MS)]);
    for (const key of drawn) this.sizes[key] = 0;
    const deadline = performance.now() + EXPIRY_LIMIT_MS;
    const wanted = `:${this.liveKeys}\r\n`;
    while ((await query(server, 'DBSIZE')) !== wanted) {
      if (performance.now() > deadline) throw new Error(`${server.name} does not remove what has expired`);
      await sleep(POLL_MS);
    }
  }

  /** Writes what must be there to an empty server. */
  async copyTo(server: Server): Promise<void> {
    const live = Array.from(this.sizes.keys()).filter((key) => (this.sizes[key] as number) > 0);
    await this.send(server, live, []);
  }

  private draw(share: number): number[] {
    return Array.from(this.sizes.keys()).filter(
      (key) => (this.sizes[key] as number) > 0 && this.random.fraction() < share,
    );
  }

  private write(server: Server, keys: number[], mean: number, options: string[] = []): Promise<void> {
    const span = 2 * (mean - LEAST_BYTES) + 1;
    for (const key of keys) this.sizes[key] = LEAST_BYTES + (this.random.uint32() % span);
    return this.send(server, keys, options);
  }

  private async send(server: Server, keys: readonly number[], options: readonly string[]): Promise<void> {
    const connection = await Connection.open(server.port);
    const set = (i: number): string => {
      const key = keys[i] as number;
      return commandText('SET', keyName(key), LONGEST.slice(0, this.sizes[key]), ...options);
    };
    await connection.stream(keys.length, set, expectOk);
    connection.close();
  }
}
