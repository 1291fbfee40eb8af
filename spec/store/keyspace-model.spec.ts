import { expect } from 'chai';
import { hashSlot, SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import { KEEP_EXPIRY, Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import type { KeyBatch } from '../../lib/store/prefetch.ts';
import { seededRandom } from './seeded-random.ts';

interface ModelEntry {
  value: Buffer;
  expiresAtMs: number;
  /** 0 as long as the entry has no room for one. */
  version: number;
}

/** `STORE_STEPS=2000000` makes the runs longer: so many steps for each shape. */
const STEPS = Number(process.env.STORE_STEPS ?? 0);

/** Drives a keyspace and a Map with the same random operations and compares what they answer. */
class Run {
  readonly keyspace = new Keyspace({ hashSeed: 7 });
  readonly model = new Map<string, ModelEntry>();
  private readonly random: () => number;
  private readonly keyOf: (n: number) => string;
  private readonly maxValue: number;
  /** Under a limit keys may be gone at any time; then that is all that a missing key shows. */
  private readonly limitBytes: number;
  /** Keys that were looked up ahead and not used yet, and where each was. */
  private ahead: string[] = [];
  private readonly startOf = new Map<string, number>();
  private nowMs = 1_700_000_000_000;
  private expired = 0;

  constructor(seed: number, keyOf: (n: number) => string, maxValue: number, limitBytes: number) {
    this.limitBytes = limitBytes;
    this.keyspace.setLimit(limitBytes, 'allkeys-lfu');
    this.random = seededRandom(seed);
    this.keyOf = keyOf;
    this.maxValue = maxValue;
  }

  step(keys: number, deleteShare: number): void {
    if (this.ahead.length === 0 && this.random() < 0.05) this.prefetch(keys);
    const key = this.ahead.shift() ?? this.keyOf(this.below(keys));
    if (!this.keyspace.makeRoom(this.maxValue, this.nowMs)) expect.fail('no room');
    this.keyspace.writeVersion += 1 + this.below(2 ** 33);
    const choice = this.random();
    if (choice < deleteShare) this.delete(key);
    else if (choice < 0.5) this.set(key);
    else if (choice < 0.7) this.get(key);
    else if (choice < 0.78) this.setExpiry(key);
    else if (choice < 0.86) this.resize(key);
    else if (choice < 0.93) this.copy(key, this.keyOf(this.below(keys)));
    else if (choice < 0.94) this.passTime();
    else this.overwrite(key);
  }

  /** From now on entries have versions, those that are there once they are written. */
  beginVersions(): void {
    this.keyspace.versioned = true;
  }

  compareAll(): void {
    this.keyspace.checkInvariants();
    for (const key of [...this.model.keys()]) this.get(key);
    if (this.limitBytes > 0) {
      expect(this.keyspace.usedBytes).to.be.at.most(this.limitBytes + 2 * this.maxValue);
      this.model.forEach((_, key) => {
        this.live(key);
      });
      this.keyspace.expireSlice(this.nowMs, 1000, () => 0);
    }
    expect(this.keyspace.size).to.equal(this.model.size);
    const seen = new Set<string>();
    let cursor = 0;
    do {
      cursor = this.keyspace.scan(cursor, 10, this.nowMs, (ref) => {
        const bytes = Buffer.alloc(this.keyspace.keyLength(ref));
        this.keyspace.copyKey(ref, bytes, 0);
        seen.add(bytes.toString('latin1'));
      });
    } while (cursor !== 0);
    expect(seen.size).to.equal(this.model.size);
    for (const key of this.model.keys()) if (!seen.has(key)) expect.fail(`scan missed ${key}`);
    const expiring = [...this.model.values()].filter((entry) => entry.expiresAtMs !== NO_EXPIRY);
    expect(this.keyspace.expiringSize).to.equal(expiring.length);
    if (this.limitBytes === 0) expect(this.keyspace.stats.expired).to.equal(this.expired);
  }

  clearSlotOf(key: string): void {
    const bytes = Buffer.from(key, 'latin1');
    const slot = hashSlot(bytes, 0, bytes.length);
    const count = this.keyspace.slotSize(slot);
    expect(this.keyspace.clearSlot(slot)).to.equal(count);
    if (this.limitBytes > 0) this.forgetEvicted();
    let gone = 0;
    for (const other of [...this.model.keys()]) {
      const otherBytes = Buffer.from(other, 'latin1');
      if (hashSlot(otherBytes, 0, otherBytes.length) !== slot) continue;
      this.model.delete(other);
      gone++;
    }
    if (this.limitBytes === 0) expect(gone).to.equal(count);
  }

  expireAll(): void {
    const { deleted, done } = this.keyspace.expireSlice(this.nowMs, 1000, () => 0);
    expect(done).to.equal(true);
    let due = 0;
    for (const [key, entry] of [...this.model]) {
      if (entry.expiresAtMs === NO_EXPIRY || entry.expiresAtMs >= this.nowMs) continue;
      this.model.delete(key);
      due++;
    }
    if (this.limitBytes === 0) expect(deleted).to.equal(due);
    this.expired += due;
  }

  /** Looks up to 32 keys up ahead; some come twice. They are what the next steps use. */
  private prefetch(keys: number): void {
    for (let i = 0; i < 32; i++) {
      this.ahead.push(this.random() < 0.2 ? (this.ahead[0] ?? '') : this.keyOf(this.below(keys)));
    }
    const batch = batchOf(this.ahead);
    const routes = new Int32Array(SLOT_COUNT).map(() => this.below(2));
    this.keyspace.prefetch(batch, false, this.random() < 0.5 ? routes : undefined, 1);
    this.startOf.clear();
    for (const [i, key] of this.ahead.entries()) {
      this.startOf.set(key, batch.keyStarts[i] as number);
      const bytes = Buffer.from(key, 'latin1');
      expect(batch.keySlots[i]).to.equal(hashSlot(bytes, 0, bytes.length));
    }
  }

  /** The key where it was when it was looked up ahead, or at `start`. */
  private placed(key: string, start: number): { bytes: Buffer; start: number } {
    const at = this.startOf.get(key) ?? start;
    return { bytes: Buffer.concat([Buffer.alloc(at), Buffer.from(key, 'latin1')]), start: at };
  }

  private forgetEvicted(): void {
    for (const key of [...this.model.keys()]) this.find(key);
  }

  /** What the entry has that is written now. */
  private version(): number {
    return this.keyspace.versioned ? this.keyspace.writeVersion : 0;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private bytes(): Buffer {
    const length = this.random() < 0.02 ? this.below(this.maxValue * 20) : this.below(this.maxValue);
    return Buffer.alloc(length, this.below(256));
  }

  private expiry(): number {
    return this.nowMs + Math.floor(this.random() ** 4 * 3_000_000) - 5;
  }

  /** The model's live entry; one whose time has run out counts as expired now, as for the keyspace. */
  private live(key: string): ModelEntry | undefined {
    const entry = this.model.get(key);
    if (entry === undefined || entry.expiresAtMs === NO_EXPIRY || entry.expiresAtMs >= this.nowMs)
      return entry;
    this.model.delete(key);
    this.expired++;
    return undefined;
  }

  private find(key: string): number {
    const entry = this.live(key);
    const { bytes, start } = this.placed(key, 1);
    const ref = this.keyspace.find(bytes, start, bytes.length, this.nowMs);
    if (ref === NO_ENTRY && this.limitBytes > 0) this.model.delete(key);
    else if ((ref !== NO_ENTRY) !== (entry !== undefined))
      expect.fail(`${key} should ${entry ? '' : 'not '}be there`);
    return ref;
  }

  private get(key: string): void {
    const ref = this.find(key);
    const entry = this.model.get(key);
    if (entry === undefined) return;
    const length = this.keyspace.valueLength(ref);
    if (length !== entry.value.length) expect.fail(`${key} has a value of another length`);
    const target = Buffer.alloc(length + 2);
    this.keyspace.copyValue(ref, target, 1, 0, length);
    if (target.compare(entry.value, 0, length, 1, length + 1) !== 0) expect.fail(`another value for ${key}`);
    if (this.keyspace.expiresAtMs(ref) !== entry.expiresAtMs) expect.fail(`${key} has another expiry time`);
    if (this.keyspace.versionOf(ref) !== entry.version) expect.fail(`${key} has another version`);
  }

  private set(key: string): void {
    const value = this.bytes();
    const choice = this.random();
    const before = this.live(key);
    let expiresAtMs = choice < 0.4 ? NO_EXPIRY : choice < 0.6 ? KEEP_EXPIRY : this.expiry();
    const { bytes, start } = this.placed(key, 0);
    const all = Buffer.concat([bytes, value]);
    const keyEnd = bytes.length;
    this.keyspace.set(all, start, keyEnd, all, keyEnd, all.length, expiresAtMs, this.nowMs);
    if (expiresAtMs === KEEP_EXPIRY) expiresAtMs = before?.expiresAtMs ?? NO_EXPIRY;
    this.model.set(key, { value, expiresAtMs, version: this.version() });
  }

  private delete(key: string): void {
    const ref = this.find(key);
    if (ref !== NO_ENTRY) this.keyspace.delete(ref);
    this.model.delete(key);
  }

  private setExpiry(key: string): void {
    const ref = this.find(key);
    const entry = this.model.get(key);
    if (entry === undefined) return;
    entry.expiresAtMs = this.random() < 0.3 ? NO_EXPIRY : this.expiry();
    entry.version = this.version();
    const changed = this.keyspace.setExpiresAtMs(ref, entry.expiresAtMs);
    expect(this.keyspace.expiresAtMs(changed)).to.equal(entry.expiresAtMs);
  }

  private resize(key: string): void {
    const ref = this.find(key);
    const entry = this.model.get(key);
    if (entry === undefined) return;
    const length = this.bytes().length;
    const value = Buffer.alloc(length);
    entry.value.copy(value);
    entry.value = value;
    entry.version = this.version();
    expect(this.keyspace.valueLength(this.keyspace.resize(ref, length))).to.equal(length);
  }

  private overwrite(key: string): void {
    const ref = this.find(key);
    const entry = this.model.get(key);
    if (entry === undefined || entry.value.length === 0) return;
    const at = this.below(entry.value.length);
    const source = Buffer.alloc(entry.value.length - at, this.below(256));
    this.keyspace.writeValue(ref, at, source, 0, source.length);
    const value = Buffer.from(entry.value);
    source.copy(value, at);
    entry.value = value;
    if (entry.version !== 0) entry.version = this.version();
  }

  private copy(from: string, to: string): void {
    const ref = this.find(from);
    const entry = this.model.get(from);
    if (entry === undefined) return;
    const target = Buffer.from(to, 'latin1');
    this.keyspace.copyTo(ref, target, 0, target.length, this.nowMs);
    if (to !== from) this.model.set(to, { ...entry, version: this.version() });
  }

  private passTime(): void {
    this.nowMs += this.random() < 0.01 ? this.below(1_000_000) : this.below(50);
    if (this.random() < 0.5) return;
    this.expireAll();
    let clockMs = 0;
    this.keyspace.maintain(this.nowMs, this.below(30), () => clockMs++);
  }
}

/** The keys, one behind the other. */
function batchOf(keys: readonly string[]): KeyBatch {
  const parts = keys.map((key) => Buffer.from(key, 'latin1'));
  const buf = Buffer.concat(parts);
  const keyStarts = new Int32Array(keys.length);
  const keyEnds = new Int32Array(keys.length);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    keyStarts[i] = at;
    at += part.length;
    keyEnds[i] = at;
  }
  return { buf, count: keys.length, keyStarts, keyEnds, keySlots: new Int32Array(keys.length) };
}

describe('Keyspace against a Map', () => {
  const shapes: {
    name: string;
    keyOf: (n: number) => string;
    keys: number;
    maxValue: number;
    steps: number;
    limitBytes?: number;
  }[] = [
    {
      name: 'keys over all slots',
      keyOf: (n: number) => `key:${n}`,
      keys: 12_000,
      maxValue: 200,
      steps: 50_000,
    },
    { name: 'one slot', keyOf: (n: number) => `{tag}:${n}`, keys: 20_000, maxValue: 60, steps: 80_000 },
    {
      name: 'few keys, large values',
      keyOf: (n: number) => `${n}`,
      keys: 60,
      maxValue: 12_000,
      steps: 6_000,
    },
    {
      name: 'keys of many lengths, binary',
      keyOf: (n: number) => String.fromCharCode(n & 255, n >> 8).repeat(n % 97),
      keys: 5_000,
      maxValue: 40,
      steps: 40_000,
    },
    {
      name: 'under a memory limit',
      keyOf: (n: number) => `key:${n}`,
      keys: 60_000,
      maxValue: 300,
      steps: 50_000,
      limitBytes: 5_000_000,
    },
  ];
  for (const [seed, shape] of shapes.entries()) {
    it(`answers alike and keeps its invariants: ${shape.name}`, function () {
      if (STEPS > 0) this.timeout(0);
      const run = new Run(seed + 1, shape.keyOf, shape.maxValue, shape.limitBytes ?? 0);
      const steps = STEPS || shape.steps;
      for (const deleteShare of [0.05, 0.45]) {
        for (let step = 1; step <= steps / 2; step++) {
          run.step(shape.keys, deleteShare);
          if (step === Math.ceil(steps / 5)) run.beginVersions();
          if (step % Math.ceil(steps / 4) === 0) run.compareAll();
        }
      }
      run.clearSlotOf(shape.keyOf(1));
      run.compareAll();
      run.expireAll();
      run.compareAll();
    });
  }
});
