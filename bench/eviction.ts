/**
 * Which share of reads finds its key when memory holds a tenth of the data: the keyspace under its policies, against a model of
 * Redis's sampled LRU and LFU that holds as many bytes (pool of 16, 5 samples; LRU with a clock finer than Redis's, LFU with its log
 * counter, which does not decay in so short a time). A read that misses writes the key, as a cache is used.
 *
 *     make bench-eviction ARGS='[keys] [reads] [policy]'
 *
 * 500,000 keys, 2,000,000 reads and all policies by default. Reads before the last three quarters only warm up. Times are the
 * process's own, a read.
 */
import { Random } from '../lib/base/random.ts';
import { EVICTION_POLICY_NAMES, type EvictionPolicyName } from '../lib/store/eviction-policy.ts';
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../lib/store/keyspace.ts';
import { choices, positive } from './support/flags.ts';
import { zipfian, zipfTable } from './support/traces.ts';

const EVICTING = EVICTION_POLICY_NAMES.filter((name) => name !== 'noeviction');

const keyCount = positive(process.argv[2] ?? '500000');
const readCount = positive(process.argv[3] ?? '2000000');
const policies = choices(process.argv[4] ?? EVICTING.join(','), EVICTING);
const KEY_BYTES = 16;
const START_MS = 1_700_000_000_000;
const READS_PER_MS = 100;

interface Trace {
  readonly name: string;
  /** The key of each read. */
  readonly reads: Int32Array;
  readonly valueBytes: (key: number) => number;
}

const smallValue = (): number => 64;

function traces(): Trace[] {
  const random = new Random(1);
  const ranked = zipfian(zipfTable(keyCount, 0.99), random);
  const windowKeys = Math.floor(keyCount / 8);
  const inWindow = zipfian(zipfTable(windowKeys, 0.7), random);
  const reads = (read: (at: number) => number): Int32Array =>
    Int32Array.from({ length: readCount }, (_, at) => read(at));
  let scanned = 0;
  let inScan = 0;
  const scanOrRanked = (): number => {
    if (inScan === 0 && random.chance(1 / keyCount)) inScan = Math.floor(keyCount / 3);
    if (inScan === 0 || random.chance(0.5)) return ranked();
    inScan--;
    return keyCount + (scanned++ % keyCount);
  };
  const sizes = Int32Array.from({ length: keyCount }, () => Math.floor(16 * 512 ** random.fraction()));
  return [
    { name: 'Zipf 0.99', reads: reads(ranked), valueBytes: smallValue },
    { name: 'Zipf 0.99 with scans', reads: reads(scanOrRanked), valueBytes: smallValue },
    {
      name: 'moving working set',
      reads: reads((at) => Math.floor((at / readCount) * 4 * keyCount + inWindow()) % keyCount),
      valueBytes: smallValue,
    },
    { name: 'mixed sizes, Zipf 0.99', reads: reads(ranked), valueBytes: (key) => sizes[key] as number },
  ];
}

interface Cache {
  /** Whether the key was there; it is from now on. */
  read(key: number, valueBytes: number, nowMs: number): boolean;
}

const buffer = Buffer.alloc(1 << 14);

class OurCache implements Cache {
  private readonly keyspace = new Keyspace({ hashSeed: 5 });
  private readonly isVolatile: boolean;
  highestBytes = 0;

  constructor(limitBytes: number, policy: EvictionPolicyName) {
    this.isVolatile = policy.startsWith('volatile');
    if (limitBytes > 0) this.keyspace.setLimit(limitBytes, policy);
  }

  get usedBytes(): number {
    return this.keyspace.usedBytes;
  }

  read(key: number, valueBytes: number, nowMs: number): boolean {
    buffer.write(`key:${key}`.padStart(KEY_BYTES, '0'), 'latin1');
    if (this.keyspace.find(buffer, 0, KEY_BYTES, nowMs) !== NO_ENTRY) return true;
    if (!this.keyspace.makeRoom(KEY_BYTES + valueBytes, nowMs)) return false;
    const expiresAtMs = this.isVolatile ? nowMs + 10_000_000 : NO_EXPIRY;
    this.keyspace.set(buffer, 0, KEY_BYTES, buffer, 100, 100 + valueBytes, expiresAtMs, nowMs);
    this.highestBytes = Math.max(this.highestBytes, this.keyspace.usedBytes);
    return false;
  }
}

const REDIS_POOL = 16;
const REDIS_SAMPLES = 5;
const REDIS_NEW_COUNTER = 5;
const REDIS_LOG_FACTOR = 10;

/** Redis's eviction, where an entry takes what it takes here. */
class RedisModel implements Cache {
  private readonly limitBytes: number;
  private readonly isLfu: boolean;
  private readonly random = new Random(2);
  private readonly keys: number[] = [];
  private readonly placeOf = new Map<number, number>();
  private readonly bytesOf = new Map<number, number>();
  private readonly rankOf = new Map<number, number>();
  private pool: { key: number; score: number }[] = [];
  private usedBytes = 0;
  private clock = 0;

  constructor(limitBytes: number, isLfu: boolean) {
    this.limitBytes = limitBytes;
    this.isLfu = isLfu;
  }

  read(key: number, valueBytes: number): boolean {
    this.clock++;
    const rank = this.rankOf.get(key);
    if (rank !== undefined) {
      this.rankOf.set(key, this.isLfu ? this.incremented(rank) : this.clock);
      return true;
    }
    const bytes = valueBytes + KEY_BYTES + 39;
    while (this.keys.length > 0 && this.usedBytes + bytes > this.limitBytes) this.evict();
    this.placeOf.set(key, this.keys.push(key) - 1);
    this.bytesOf.set(key, bytes);
    this.rankOf.set(key, this.isLfu ? REDIS_NEW_COUNTER : this.clock);
    this.usedBytes += bytes;
    return false;
  }

  private incremented(counter: number): number {
    const above = Math.max(0, counter - REDIS_NEW_COUNTER);
    return counter < 255 && this.random.chance(1 / (above * REDIS_LOG_FACTOR + 1)) ? counter + 1 : counter;
  }

  private evict(): void {
    for (let sample = 0; sample < REDIS_SAMPLES; sample++) {
      const key = this.random.pick(this.keys);
      if (this.pool.some((candidate) => candidate.key === key)) continue;
      const rank = this.rankOf.get(key) as number;
      this.pool.push({ key, score: this.isLfu ? 255 - rank : this.clock - rank });
    }
    this.pool.sort((a, b) => a.score - b.score);
    this.pool = this.pool.slice(-REDIS_POOL);
    let key: number | undefined;
    do key = this.pool.pop()?.key;
    while (key !== undefined && !this.rankOf.has(key));
    if (key !== undefined) this.remove(key);
  }

  private remove(key: number): void {
    const place = this.placeOf.get(key) as number;
    const last = this.keys.pop() as number;
    if (last !== key) {
      this.keys[place] = last;
      this.placeOf.set(last, place);
    }
    this.usedBytes -= this.bytesOf.get(key) as number;
    for (const map of [this.placeOf, this.bytesOf, this.rankOf]) map.delete(key);
  }
}

/** Bytes that the trace's data takes when nothing is evicted. */
function dataBytes(trace: Trace): number {
  const cache = new OurCache(0, 'noeviction');
  const empty = cache.usedBytes;
  for (let key = 0; key < keyCount; key++) cache.read(key, trace.valueBytes(key), START_MS);
  return cache.usedBytes - empty;
}

function run(trace: Trace, name: string, cache: Cache): void {
  const warm = readCount / 4;
  let hits = 0;
  const startMs = process.cpuUsage().user / 1000;
  for (let at = 0; at < readCount; at++) {
    const key = trace.reads[at] as number;
    const isHit = cache.read(key, trace.valueBytes(key % keyCount), START_MS + Math.floor(at / READS_PER_MS));
    if (isHit && at >= warm) hits++;
  }
  const ns = ((process.cpuUsage().user / 1000 - startMs) * 1e6) / readCount;
  const share = ((100 * hits) / (readCount - warm)).toFixed(2);
  const memory = cache instanceof OurCache ? `, at most ${(cache.highestBytes / 1e6).toFixed(2)} MB` : '';
  console.log(`  ${name.padEnd(24)}${share.padStart(7)} %${ns.toFixed(0).padStart(8)} ns${memory}`);
}

for (const trace of traces()) {
  const limitBytes = Math.floor(dataBytes(trace) / 10);
  console.log(
    `${trace.name}: ${keyCount} keys, ${readCount} reads, limit ${(limitBytes / 1e6).toFixed(1)} MB`,
  );
  run(trace, "model of Redis's LRU", new RedisModel(limitBytes, false));
  run(trace, "model of Redis's LFU", new RedisModel(limitBytes, true));
  for (const policy of policies) {
    run(trace, policy, new OurCache(limitBytes, policy));
  }
}
