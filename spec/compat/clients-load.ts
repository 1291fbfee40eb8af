/** A random load of string commands through a client, every reply of which is checked against a Map. */
import { expect } from 'chai';
import { Random } from '../../lib/base/random.ts';
import type { Cache } from './clients-cache.ts';

/** Workers side by side, each with keys of its own and one command, or pipeline, at a time. */
const WORKERS = 20;
const GROUPS = 5;
const KEYS_IN_GROUP = 8;
const BATCH = 6;
const LONG_MS = 3_600_000;

/** Runs `operations` commands; rejects at the first reply that is not what it should be. */
export async function runMixedLoad(cache: Cache, operations: number, prefix: string): Promise<void> {
  const workers = Array.from({ length: WORKERS }, (_, i) => new Worker(cache, `${prefix}:${i}`, i + 1));
  await Promise.all(workers.map((worker) => worker.run(Math.ceil(operations / WORKERS))));
  const expected = workers.flatMap((worker) => [...worker.model.keys()]).sort();
  const found = await cache.scan(`*${prefix}:*`);
  expect([...new Set(found)].sort()).to.deep.equal(expected);
  expect(cache.errors).to.deep.equal([]);
}

class Worker {
  readonly model = new Map<string, Buffer>();
  private readonly cache: Cache;
  private readonly prefix: string;
  private readonly random: Random;
  private done = 0;

  constructor(cache: Cache, prefix: string, seed: number) {
    this.cache = cache;
    this.prefix = prefix;
    this.random = new Random(seed);
  }

  async run(operations: number): Promise<void> {
    const steps = [
      this.set,
      this.get,
      this.get,
      this.setAndGetMany,
      this.pipeline,
      this.increment,
      this.append,
      this.expire,
      this.delete,
    ];
    while (this.done < operations) {
      this.done++;
      await this.random.pick(steps).call(this);
    }
  }

  private async set(): Promise<void> {
    const [key, value] = [this.key(), this.value()];
    if (this.random.chance(0.5)) await this.cache.set(key, value);
    else await this.cache.setFor(key, value, LONG_MS);
    this.model.set(key, value);
  }

  private async get(): Promise<void> {
    const key = this.key();
    this.same(key, await this.cache.get(key));
  }

  private async setAndGetMany(): Promise<void> {
    const entries = this.entries(this.cache.anySlots);
    await this.cache.setMany(entries);
    for (const [key, value] of entries) this.model.set(key, value);
    const keys = this.keys(this.cache.anySlots);
    const values = await this.cache.getMany(keys);
    expect(values).to.have.length(keys.length);
    for (const [i, key] of keys.entries()) this.same(key, values[i] as Buffer | null);
    this.done++;
  }

  private async pipeline(): Promise<void> {
    // A pipeline of a cluster client goes to one node.
    const entries = this.entries(this.cache.anySlots);
    const values = await this.cache.setAndGet(entries);
    for (const [key, value] of entries) this.model.set(key, value);
    for (const [i, key] of [...entries.keys()].entries()) this.same(key, values[i] as Buffer | null);
    this.done += 2 * entries.size - 1;
  }

  private async increment(): Promise<void> {
    const key = `{${this.prefix}}count${this.random.below(3)}`;
    const count = Number(this.model.get(key) ?? 0) + 1;
    expect(await this.cache.increment(key)).to.equal(count);
    this.model.set(key, Buffer.from(String(count)));
  }

  private async append(): Promise<void> {
    const [key, tail] = [this.key(), Buffer.from('\0tail\r\n')];
    const whole = Buffer.concat([this.model.get(key) ?? Buffer.alloc(0), tail]);
    expect(await this.cache.append(key, tail)).to.equal(whole.length);
    this.model.set(key, whole);
  }

  private async expire(): Promise<void> {
    const key = this.key();
    const isThere = this.model.has(key);
    expect(await this.cache.expire(key, LONG_MS / 1000)).to.equal(isThere);
    const leftMs = await this.cache.remainingMs(key);
    if (isThere) expect(leftMs).to.be.within(1, LONG_MS);
    else expect(leftMs).to.equal(-2);
    this.done++;
  }

  private async delete(): Promise<void> {
    const keys = [...new Set(this.keys(this.cache.anySlots))];
    const present = keys.filter((key) => this.model.delete(key));
    expect(await this.cache.delete(keys)).to.equal(present.length);
  }

  private same(key: string, value: Buffer | null): void {
    const expected = this.model.get(key) ?? null;
    const isSame = expected === null || value === null ? expected === value : expected.equals(value);
    if (!isSame) expect(value, key).to.deep.equal(expected);
  }

  private key(group = this.random.below(GROUPS)): string {
    return `{${this.prefix}:${group}}${this.random.below(KEYS_IN_GROUP)}`;
  }

  private keys(anySlots: boolean): string[] {
    const group = this.random.below(GROUPS);
    return Array.from({ length: BATCH }, () => this.key(anySlots ? undefined : group));
  }

  private entries(anySlots: boolean): Map<string, Buffer> {
    return new Map(this.keys(anySlots).map((key) => [key, this.value()]));
  }

  /** Any bytes; now and then more than one read of a socket gives. */
  private value(): Buffer {
    const value = Buffer.allocUnsafe(this.random.chance(0.005) ? 100_000 : this.random.below(120));
    for (let i = 0; i < value.length; i++) value[i] = this.random.below(256);
    return value;
  }
}
