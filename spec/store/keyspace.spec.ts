import { expect } from 'chai';
import { hashSlot } from '../../lib/base/hash-slot.ts';
import { ENCODING_RAW, KEEP_EXPIRY, NO_ENTRY, NO_EXPIRY, TYPE_STRING } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const slotOf = (key: string): number => hashSlot(Buffer.from(key), 0, Buffer.byteLength(key));

describe('Keyspace', () => {
  it('holds keys and values of every length from nothing to megabytes, and gives back what it was given', () => {
    const keyspace = new TextKeyspace();
    const lengths = [0, 1, 3, 4, 15, 16, 17, 64, 511, 512, 4095, 65_400, 65_536, 70_000, 300_000, 5_000_000];
    for (const keyLength of lengths.filter((length) => length <= 300_000)) {
      for (const valueLength of lengths) {
        const key = 'k'.repeat(keyLength);
        const value = Buffer.alloc(valueLength, `${keyLength}/${valueLength}.`);
        keyspace.put(key, value);
        const ref = keyspace.refOf(key);
        expect(keyspace.keyLength(ref)).to.equal(keyLength);
        if (!keyspace.readValue(ref).equals(value)) expect.fail(`${keyLength}/${valueLength}`);
        if (keyspace.keyOf(ref) !== key) expect.fail(`key of ${keyLength}`);
        expect(keyspace.entryBytes(ref)).to.be.within(
          keyLength + valueLength,
          1.14 * (keyLength + valueLength) + 48,
        );
      }
      keyspace.checkInvariants();
    }
    expect(keyspace.size).to.equal(lengths.length - 1);
  });

  it('copies parts of a value, to any place', () => {
    const keyspace = new TextKeyspace();
    for (const length of [50, 1000, 100_000]) {
      const value = Buffer.from(Array.from({ length }, (_, at) => (at * 7) & 255));
      const ref = keyspace.put('k', value);
      const target = Buffer.alloc(length + 10, 0xee);
      keyspace.copyValue(ref, target, 5, 3, length - 2);
      expect(target.subarray(5, length).equals(value.subarray(3, length - 2))).to.equal(true);
      expect([...target.subarray(0, 5), ...target.subarray(length)]).to.deep.equal(Array(15).fill(0xee));
    }
  });

  it('tells keys apart that differ in any byte or only in length', () => {
    const keyspace = new TextKeyspace();
    const keys = ['', '\0', '\0\0', 'a', 'a\0', 'aaaa', 'aaaab', 'aaaac', 'baaa'];
    for (const key of keys) keyspace.put(key, `<${key}>`);
    expect(keyspace.size).to.equal(keys.length);
    for (const key of keys) expect(keyspace.readValue(keyspace.refOf(key)).toString()).to.equal(`<${key}>`);
  });

  it('keeps no reference to the buffers that it was given', () => {
    const keyspace = new TextKeyspace();
    const key = Buffer.from('key');
    const value = Buffer.alloc(200_000, 'x');
    keyspace.set(key, 0, 3, value, 0, value.length, NO_EXPIRY, START_MS);
    key.fill('y');
    value.fill('y');
    expect(keyspace.has('key')).to.equal(true);
    expect(keyspace.readValue(keyspace.refOf('key')).equals(Buffer.alloc(200_000, 'x'))).to.equal(true);
  });

  it('resizes: keeps what fits, zeroes what is new, forgets the encoding, keeps key and expiry', () => {
    const keyspace = new TextKeyspace();
    for (const lengths of [
      [3, 5, 2, 4],
      [10, 100, 1000, 40],
      [60_000, 70_000, 200_000, 900_000, 80_000, 100],
      [0, 500_000, 0, 1],
    ]) {
      let model = Buffer.alloc(lengths[0] as number, 'abc');
      let ref = keyspace.put('key', model, START_MS + 9);
      for (const length of lengths.slice(1)) {
        ref = keyspace.resize(ref, length);
        const next = Buffer.alloc(length);
        model.copy(next);
        model = next;
        expect(keyspace.refOf('key')).to.equal(ref);
        expect(keyspace.readValue(ref).equals(model)).to.equal(true);
        expect(keyspace.encodingOf(ref)).to.equal(ENCODING_RAW);
        expect(keyspace.expiresAtMs(ref)).to.equal(START_MS + 9);
        keyspace.writeValue(ref, 0, Buffer.alloc(length, 'xyz'), 0, length);
        model = Buffer.alloc(length, 'xyz');
        keyspace.checkInvariants();
      }
    }
  });

  it('appends to a large value without copying it each time', () => {
    const keyspace = new TextKeyspace();
    let ref = keyspace.put('log', Buffer.alloc(1_000_000));
    let moves = 0;
    for (let length = 1_000_100; length < 2_000_000; length += 100) {
      const resized = keyspace.resize(ref, length);
      if (resized !== ref) moves++;
      ref = resized;
    }
    expect(moves).to.be.below(5);
  });

  it('copies an entry with its expiry and encoding over any other, and does nothing to itself', () => {
    const keyspace = new TextKeyspace();
    const nowMs = START_MS;
    for (const length of [2, 30, 100_000]) {
      keyspace.put('from', '7'.repeat(length), START_MS + 50);
      for (const before of [undefined, '', 'x'.repeat(40), 'x'.repeat(100_001)]) {
        if (before !== undefined) keyspace.put('to', before);
        const ref = keyspace.copyTo(keyspace.refOf('from'), Buffer.from('to'), 0, 2, nowMs);
        expect(keyspace.refOf('to')).to.equal(ref);
        expect(keyspace.readValue(ref).toString()).to.equal('7'.repeat(length));
        expect(keyspace.expiresAtMs(ref)).to.equal(START_MS + 50);
        expect(keyspace.encodingOf(ref)).to.equal(keyspace.encodingOf(keyspace.refOf('from')));
        keyspace.delete(ref);
      }
      const self = keyspace.refOf('from');
      expect(keyspace.copyTo(self, Buffer.from('from'), 0, 4, nowMs)).to.equal(self);
    }
    keyspace.checkInvariants();
    expect(keyspace.size).to.equal(1);
  });

  it('counts hits and misses of find, not of peek; notes the use in find, not in peek', () => {
    const keyspace = new TextKeyspace();
    keyspace.put('a', 'v');
    const key = Buffer.from('a');
    const ref = keyspace.peek(key, 0, 1, START_MS + 5000);
    expect(keyspace.idleMs(ref, START_MS + 5000)).to.equal(5000);
    keyspace.find(key, 0, 1, START_MS + 5000);
    expect(keyspace.idleMs(ref, START_MS + 5999)).to.equal(0);
    expect(keyspace.idleMs(ref, START_MS + 95_000)).to.equal(90_000);
    keyspace.find(Buffer.from('b'), 0, 1, START_MS);
    expect(keyspace.stats).to.deep.equal({ expired: 0, evicted: 0, hits: 1, misses: 1 });
    expect(keyspace.typeOf(ref)).to.equal(TYPE_STRING);
    expect(keyspace.peek(Buffer.from('b'), 0, 1, START_MS)).to.equal(NO_ENTRY);
  });

  it('keeps, sets and drops expiry times as set is told', () => {
    const keyspace = new TextKeyspace();
    const expiry = (): number => keyspace.expiresAtMs(keyspace.refOf('k'));
    keyspace.put('k', 'v', KEEP_EXPIRY);
    expect(expiry()).to.equal(NO_EXPIRY);
    keyspace.put('k', 'v', START_MS + 2 ** 45);
    expect(expiry()).to.equal(START_MS + 2 ** 45);
    keyspace.put('k', 'w', KEEP_EXPIRY);
    expect(expiry()).to.equal(START_MS + 2 ** 45);
    keyspace.put('k', 'w');
    expect(expiry()).to.equal(NO_EXPIRY);
    expect(keyspace.expiringSize).to.equal(0);
    keyspace.put('k', 'w', START_MS + 1);
    keyspace.put('k', 'w', KEEP_EXPIRY, START_MS + 2);
    expect(keyspace.expiresAtMs(keyspace.refOf('k', START_MS + 2))).to.equal(NO_EXPIRY);
    expect(keyspace.stats.expired).to.equal(1);
  });

  it('knows the keys of each hash slot, visits them until told to stop, and clears one slot alone', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 2000; n++) keyspace.put(`{a}${n}`, 'v', n % 3 ? NO_EXPIRY : START_MS + 1000);
    for (let n = 0; n < 3000; n++) keyspace.put(`${n}`, 'v');
    const slot = slotOf('a');
    const others = Array.from({ length: 3000 }, (_, n) => `${n}`).filter(
      (key) => slotOf(key) === slot,
    ).length;
    expect(keyspace.slotSize(slot)).to.equal(2000 + others);
    let visits = 0;
    keyspace.visitSlot(slot, START_MS, () => ++visits < 100);
    expect(visits).to.equal(100);
    keyspace.visitSlot((slot + 1) & 16383, START_MS, (ref) => {
      expect(slotOf(keyspace.keyOf(ref))).to.equal(slot + 1);
      return true;
    });
    expect(keyspace.clearSlot(slot, 700)).to.equal(700);
    expect(keyspace.slotSize(slot)).to.equal(1300 + others);
    keyspace.checkInvariants();
    expect(keyspace.clearSlot(slot)).to.equal(1300 + others);
    expect(keyspace.clearSlot(slot)).to.equal(0);
    expect(keyspace.size).to.equal(3000 - others);
    expect(keyspace.expiringSize).to.equal(0);
    keyspace.checkInvariants();
  });

  it('gives random entries: all keys come up, none very rarely', () => {
    const keyspace = new TextKeyspace();
    const random = seededRandom(3);
    expect(keyspace.randomEntry(random, START_MS)).to.equal(NO_ENTRY);
    const counts = new Map<string, number>();
    for (let n = 0; n < 200; n++) keyspace.put(n % 2 ? `{t}${n}` : `${n}`, 'v');
    for (let draw = 0; draw < 40_000; draw++) {
      const key = keyspace.keyOf(keyspace.randomEntry(random, START_MS));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).to.equal(200);
    expect(Math.min(...counts.values())).to.be.above(40);
    for (const constant of [0, 0.5, 0.999999]) {
      expect(keyspace.randomEntry(() => constant, START_MS)).to.not.equal(NO_ENTRY);
    }
  });

  it('counts all memory: at most 120 bytes for a key of 16 and a value of 64, and next to nothing after clear', () => {
    const keyspace = new TextKeyspace();
    const empty = keyspace.usedBytes;
    const value = Buffer.alloc(64, 'v');
    const keys = 300_000;
    for (let n = 0; n < keys; n++) keyspace.put(`${n}`.padStart(16, '0'), value);
    expect((keyspace.usedBytes - empty) / keys).to.be.within(92, 120);
    keyspace.put('large', Buffer.alloc(10_000_000));
    expect(keyspace.usedBytes - empty - keys * 92).to.be.above(10_000_000);
    keyspace.clear();
    expect(keyspace.usedBytes).to.equal(empty);
    expect(keyspace.size).to.equal(0);
    expect(keyspace.has(`${1}`.padStart(16, '0'))).to.equal(false);
    keyspace.put('k', 'v');
    keyspace.checkInvariants();
  });

  it('gives the memory of large values back, and uses that of small ones again', () => {
    const keyspace = new TextKeyspace();
    keyspace.put('large', Buffer.alloc(1_000_000));
    const before = keyspace.usedBytes;
    keyspace.put('large', 'small');
    expect(keyspace.usedBytes).to.be.below(before - 990_000);
    const fill = (): void => {
      for (let n = 0; n < 30_000; n++) keyspace.put(`key:${n}`, Buffer.alloc(100));
    };
    fill();
    const full = keyspace.usedBytes;
    for (let n = 0; n < 30_000; n++) keyspace.remove(`key:${n}`);
    fill();
    expect(keyspace.usedBytes).to.be.at.most(full * 1.4);
    keyspace.checkInvariants();
  });

  it('has no room for more small values before there is none, and has when some are gone', () => {
    const keyspace = new TextKeyspace(99, 2);
    const value = Buffer.alloc(60_000);
    let keys = 0;
    for (; keys < 3000 && keyspace.makeRoom(value.length, START_MS); keys++)
      keyspace.put(`key:${keys}`, value);
    // The second segment of 64 MB is begun.
    expect(keys).to.be.within(1000, 1200);
    expect(keyspace.makeRoom(1, START_MS)).to.equal(false);
    keyspace.setLimit(1e9, 'allkeys-lru');
    expect(keyspace.makeRoom(1, START_MS)).to.equal(false);
    for (let n = 0; n < 100; n++) keyspace.remove(`key:${n}`);
    expect(keyspace.makeRoom(value.length, START_MS)).to.equal(true);
    keyspace.checkInvariants();
  });
});
