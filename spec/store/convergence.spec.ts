import { expect } from 'chai';
import fc from 'fast-check';
import { NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS } from './text-keyspace.ts';
import { slotOf, VersionedKeyspace } from './versioned-keyspace.ts';

/** The state of a key that a member sends to the others after a write: no value if it was deleted. */
interface Change {
  readonly key: string;
  readonly value: Buffer | undefined;
  readonly expiresAtMs: number;
  readonly version: number;
}

const TAGS = ['{a}', '{b}', '{c}'];

class Member extends VersionedKeyspace {
  readonly sent: Change[] = [];
  private readonly chance: () => number;
  private readonly keyCount: number;
  private readonly maxValue: number;

  constructor(versioned: boolean, seed: number, keyCount: number, maxValue: number) {
    super(versioned, seed);
    this.chance = seededRandom(seed);
    this.keyCount = keyCount;
    this.maxValue = maxValue;
  }

  /** A random write of any kind, with this version. */
  change(version: number): void {
    this.writeVersion = version;
    const key = this.anyKey();
    const ref = this.refOf(key, this.nowMs);
    const choice = this.chance();
    if (ref === NO_ENTRY || choice < 0.4) this.put(key, this.bytes(), this.expiry(), this.nowMs);
    else if (choice < 0.65) this.delete(ref);
    else if (choice < 0.75) {
      const resized = this.resize(ref, this.bytes().length + 1);
      this.writeValue(resized, 0, Buffer.from('x'), 0, 1);
    } else if (choice < 0.85) this.setExpiresAtMs(ref, this.expiry());
    else {
      const target = this.anyKey();
      this.copyTo(ref, Buffer.from(target), 0, target.length, this.nowMs);
      if (target !== key) this.send(target);
      return;
    }
    this.send(key);
  }

  take({ key, value, expiresAtMs, version }: Change): void {
    if (value === undefined) this.applyDeleteText(key, version);
    else this.applyText(key, value, version, expiresAtMs);
  }

  /** All that the keyspace holds, and what deletions it remembers of keys that are not there. */
  content(): Map<string, string> {
    const content = new Map<string, string>();
    for (const tag of TAGS) {
      this.visitSlot(slotOf(tag), this.nowMs, (ref) => {
        const text = `${this.versionOf(ref)} ${this.expiresAtMs(ref)} ${this.readValue(ref).toString('latin1')}`;
        content.set(this.keyOf(ref), text);
        return true;
      });
      // Of a key that expired the members remember different deletions.
      if (this.nowMs > START_MS) continue;
      for (const [key, version] of this.tombstonesOf(tag)) {
        if (!content.has(key)) content.set(key, `deleted at ${version}`);
      }
    }
    return content;
  }

  digests(): number[] {
    return TAGS.map((tag) => this.digestOf(slotOf(tag), this.nowMs));
  }

  /** Everything that it holds, as a member sends it that has no record of single writes. */
  snapshot(): Change[] {
    const changes: Change[] = [];
    for (const tag of TAGS) {
      let cursor = 0;
      do {
        const refs: number[] = [];
        cursor = this.scanSlot(slotOf(tag), cursor, this.nowMs, refs);
        for (const ref of refs) changes.push(this.changeOf(this.keyOf(ref), ref));
      } while (cursor !== 0);
      for (const [key, version] of this.tombstonesOf(tag)) {
        changes.push({ key, value: undefined, expiresAtMs: NO_EXPIRY, version });
      }
    }
    return changes;
  }

  private send(key: string): void {
    const bytes = Buffer.from(key);
    const ref = this.peek(bytes, 0, bytes.length, this.nowMs);
    if (ref !== NO_ENTRY) this.sent.push(this.changeOf(key, ref));
    else this.sent.push({ key, value: undefined, expiresAtMs: NO_EXPIRY, version: this.writeVersion });
  }

  private changeOf(key: string, ref: number): Change {
    const value = this.readValue(ref);
    return { key, value, expiresAtMs: this.expiresAtMs(ref), version: this.versionOf(ref) };
  }

  private anyKey(): string {
    const n = Math.floor(this.chance() * this.keyCount);
    return `${TAGS[n % TAGS.length]}key:${n}`;
  }

  private bytes(): Buffer {
    const length = Math.floor(this.chance() ** 3 * this.maxValue);
    return Buffer.alloc(length, Math.floor(this.chance() * 256));
  }

  /** None, or far enough away for this spec. */
  private expiry(): number {
    return this.chance() < 0.5 ? NO_EXPIRY : START_MS + 1_000_000 + Math.floor(this.chance() * 100_000);
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let left = shuffled.length; left > 1; left--) {
    const at = Math.floor(random() * left);
    const item = shuffled[at] as T;
    shuffled[at] = shuffled[left - 1] as T;
    shuffled[left - 1] = item;
  }
  return shuffled;
}

function expectAlike(members: readonly Member[]): void {
  const [first, ...others] = members as [Member, ...Member[]];
  for (const other of others) {
    expect(other.content()).to.deep.equal(first.content());
    expect(other.digests()).to.deep.equal(first.digests());
  }
  for (const member of members) member.checkInvariants();
}

/** Writes at all members by turns, with versions that no two writes share. */
function writeAt(
  members: readonly Member[],
  writes: number,
  firstVersion: number,
  random: () => number,
): number {
  let version = firstVersion;
  for (let n = 0; n < writes; n++) {
    version += 1 + Math.floor(random() * 2 ** 40);
    (members[Math.floor(random() * members.length)] as Member).change(version);
  }
  return version;
}

describe('Two members that apply each other’s changes', () => {
  const shape = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    keyCount: fc.constantFrom(3, 30, 800),
    maxValue: fc.constantFrom(40, 2000, 90_000),
    writes: fc.integer({ min: 1, max: 400 }),
  });

  it('hold the same, whatever order and however often the changes come in', () => {
    fc.assert(
      fc.property(shape, ({ seed, keyCount, maxValue, writes }) => {
        const random = seededRandom(seed);
        const members = [seed, seed + 1].map((own) => new Member(true, own, keyCount, maxValue));
        let version = 1;
        for (let round = 0; round < 3; round++) {
          version = writeAt(members, writes, version, random);
          const all = members.flatMap((member) => member.sent);
          // A part of them in between, then all, some twice.
          for (const member of members) {
            for (const change of shuffled([...all, ...all.filter(() => random() < 0.3)], random)) {
              if (round === 2 || random() < 0.5) member.take(change);
            }
          }
        }
        expectAlike(members);
        for (const member of members) {
          member.nowMs = START_MS + 1_050_000;
          while (!member.maintain(member.nowMs, 1000, () => 0));
        }
        expectAlike(members);
      }),
      { numRuns: 15 },
    );
  });

  it('hold the same after versions came in between, once each has sent what it has', () => {
    fc.assert(
      fc.property(shape, ({ seed, keyCount, maxValue, writes }) => {
        const random = seededRandom(seed);
        const owner = new Member(false, seed, keyCount, maxValue);
        const copy = new Member(true, seed + 1, keyCount, maxValue);
        writeAt([owner], writes, 1, random);
        expect(
          [...owner.sent].every((change) => change.version === 0 || change.value === undefined),
        ).to.equal(true);
        owner.versioned = true;
        for (const change of owner.snapshot()) copy.take(change);
        expectAlike([owner, copy]);
        const before = owner.sent.length;
        writeAt([owner], writes, 2 ** 50, random);
        const tail = owner.sent.slice(before);
        for (const change of shuffled([...tail, ...owner.snapshot(), ...tail], random)) copy.take(change);
        expectAlike([owner, copy]);
      }),
      { numRuns: 12 },
    );
  });

  it('hold the same under a memory limit, when evictions are sent too', () => {
    const random = seededRandom(5);
    const owner = new Member(true, 1, 6000, 3000);
    const copy = new Member(true, 2, 6000, 3000);
    owner.setLimit(2_000_000, 'allkeys-lru');
    copy.setLimit(20_000_000, 'allkeys-lru');
    let dropped: [string, number][] = [];
    owner.onEvict = (ref) => dropped.push([owner.keyOf(ref), owner.versionOf(ref)]);
    let version = 1;
    for (let round = 0; round < 40; round++) {
      for (let n = 0; n < 400; n++) {
        owner.makeRoom(5000, owner.nowMs);
        version = writeAt([owner], 1, version, random);
      }
      for (const change of owner.sent.splice(0)) copy.take(change);
      for (const [key, version] of dropped) copy.applyDropText(key, version);
      dropped = [];
      if (round % 10 < 9) continue;
      let clockMs = 0;
      for (const member of [owner, copy]) member.maintain(member.nowMs, 100, () => clockMs++);
      for (const [key, version] of dropped) copy.applyDropText(key, version);
      dropped = [];
      owner.checkInvariants();
      copy.checkInvariants();
      expect(copy.digests()).to.deep.equal(owner.digests());
    }
    expect(owner.stats.evicted).to.be.above(1000);
    expect(copy.stats.evicted).to.equal(0);
    expect(owner.usedBytes).to.be.at.most(2_000_000 * (1 + 1 / 16));
  });
});
