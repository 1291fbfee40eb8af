import { expect } from 'chai';
import { NO_ENTRY, NO_EXPIRY, NO_VERSION } from '../../lib/store/keyspace.ts';
import { START_MS } from './text-keyspace.ts';
import { slotOf, VersionedKeyspace } from './versioned-keyspace.ts';

const noClock = (): number => 0;

describe('Versions', () => {
  it('cost nothing as long as they are off, and 8 bytes afterwards', () => {
    const off = new VersionedKeyspace(false);
    off.writeVersion = 5;
    const plain = off.put('key', 'a value of 25 bytes or so');
    expect(off.versionOf(plain)).to.equal(NO_VERSION);
    const on = new VersionedKeyspace();
    const versioned = on.putAt(5, 'key', 'a value of 25 bytes or so');
    expect(on.versionOf(versioned)).to.equal(5);
    expect(on.entryBytes(versioned) - off.entryBytes(plain)).to.equal(8);
  });

  it('are those of the last write, whatever kind of write it was, up to 2^53 - 1', () => {
    const keyspace = new VersionedKeyspace();
    const versions = [1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48 + 7, Number.MAX_SAFE_INTEGER];
    const value = Buffer.from('0123456789');
    for (const [base, large] of [false, true].entries()) {
      const key = `key:${base}`;
      for (const version of versions) {
        keyspace.writeVersion = version;
        let ref = keyspace.put(key, large ? Buffer.alloc(70_000) : 'v');
        const check = (what: string) => expect(keyspace.versionOf(ref), what).to.equal(version);
        check('set');
        const zero = () => {
          keyspace.writeVersion = 1;
          ref = keyspace.put(key, 'again', START_MS + 1000);
          keyspace.writeVersion = version;
        };
        for (const length of [5, 500, 80_000]) {
          zero();
          ref = keyspace.resize(ref, length);
          check(`resize to ${length}`);
        }
        zero();
        keyspace.writeValue(ref, 1, value, 0, 3);
        check('writeValue');
        for (const time of [START_MS + 500, START_MS + 2000, NO_EXPIRY]) {
          zero();
          ref = keyspace.setExpiresAtMs(ref, time);
          check(`setExpiresAtMs ${time}`);
          expect(keyspace.expiresAtMs(ref)).to.equal(time);
        }
        ref = keyspace.copyTo(ref, value, 0, 4, START_MS);
        check('copyTo');
      }
    }
    keyspace.checkInvariants();
  });

  it('come to entries that were made without, with the next change by set, resize, setExpiresAtMs or copyTo', () => {
    const times = [NO_EXPIRY, START_MS + 5000];
    for (const before of times) {
      const keyspace = new VersionedKeyspace(false);
      for (const key of ['set', 'resize', 'copy', 'keep', 'time:-1', `time:${times[1]}`]) {
        keyspace.put(key, `value of ${key}`, before);
      }
      keyspace.versioned = true;
      keyspace.writeVersion = 9;
      keyspace.put('set', 'value of set', before);
      keyspace.resize(keyspace.refOf('resize'), 'value of resize'.length);
      keyspace.copyTo(keyspace.refOf('copy'), Buffer.from('copy to'), 0, 7, START_MS);
      keyspace.copyTo(keyspace.refOf('keep'), Buffer.from('copy'), 0, 4, START_MS);
      for (const time of times) keyspace.setExpiresAtMs(keyspace.refOf(`time:${time}`), time);
      for (const key of ['set', 'resize', 'copy', 'copy to', ...times.map((time) => `time:${time}`)]) {
        const ref = keyspace.refOf(key);
        expect(keyspace.versionOf(ref), key).to.equal(9);
        const time = key.startsWith('time') ? Number(key.slice(5)) : before;
        expect(keyspace.expiresAtMs(ref), key).to.equal(time);
      }
      expect(keyspace.versionOf(keyspace.refOf('keep'))).to.equal(NO_VERSION);
      expect(keyspace.textOf('resize')).to.equal('value of resize');
      expect(keyspace.textOf('copy')).to.equal('value of keep');
      keyspace.checkInvariants();
    }
  });

  it('stay on, and floors, tombstone life and hidden slots with them, when everything is deleted', () => {
    const keyspace = new VersionedKeyspace();
    const evicted: number[] = [];
    const onEvict = (ref: number): void => void evicted.push(ref);
    keyspace.onEvict = onEvict;
    keyspace.setFloor(7, 3);
    keyspace.setHidden(9, true);
    keyspace.tombstoneMs = 123;
    keyspace.putAt(4, 'key', 'v');
    keyspace.remove('key');
    keyspace.clear();
    expect(keyspace.versionOf(keyspace.putAt(2, 'key', 'v'))).to.equal(2);
    expect([keyspace.floorOf(7), keyspace.isHidden(9), keyspace.tombstoneMs]).to.deep.equal([3, true, 123]);
    expect(keyspace.onEvict).to.equal(onEvict);
    expect(keyspace.tombstonesOf('key')).to.deep.equal([]);
  });

  it('count changes, but not what is applied, expires, is evicted or cleared', () => {
    for (const versioned of [false, true]) {
      const keyspace = new VersionedKeyspace(versioned);
      const counts: number[] = [];
      const count = () => counts.push(keyspace.changes);
      let ref = keyspace.put('key', 'value');
      count();
      ref = keyspace.resize(ref, 8);
      count();
      keyspace.writeValue(ref, 0, Buffer.from('x'), 0, 1);
      count();
      ref = keyspace.setExpiresAtMs(ref, START_MS + 5);
      count();
      keyspace.copyTo(ref, Buffer.from('copy'), 0, 4, START_MS);
      count();
      keyspace.remove('key');
      count();
      keyspace.applyText('other', 'v', 8);
      keyspace.applyDeleteText('other', 9);
      keyspace.expireSlice(START_MS + 10, 10, noClock);
      keyspace.clearSlot(slotOf('copy'));
      keyspace.clear();
      count();
      expect(counts).to.deep.equal([1, 2, 3, 4, 5, 6, 6]);
    }
  });
});

describe('Keyspace.apply', () => {
  it('takes what is newer and ignores what is not', () => {
    const keyspace = new VersionedKeyspace();
    expect(keyspace.applyText('key', 'two', 2)).to.equal(true);
    expect(keyspace.applyText('key', 'one', 1)).to.equal(false);
    expect(keyspace.applyText('key', 'two again', 2)).to.equal(false);
    expect(keyspace.textOf('key')).to.equal('two');
    expect(keyspace.applyText('key', 'three', 3, START_MS + 100)).to.equal(true);
    expect(keyspace.textOf('key')).to.equal('three');
    const ref = keyspace.refOf('key');
    expect([keyspace.versionOf(ref), keyspace.expiresAtMs(ref)]).to.deep.equal([3, START_MS + 100]);
  });

  it('lets any version win over none, and takes none only where nothing is known', () => {
    const keyspace = new VersionedKeyspace(false);
    keyspace.put('key', 'old');
    keyspace.versioned = true;
    expect(keyspace.applyText('key', 'none', NO_VERSION)).to.equal(false);
    expect(keyspace.applyText('key', 'new', 1)).to.equal(true);
    expect(keyspace.applyText('other', 'none', NO_VERSION)).to.equal(true);
    expect(keyspace.applyText('other', 'none', NO_VERSION)).to.equal(false);
    expect(keyspace.applyDeleteText('other', NO_VERSION)).to.equal(false);
    keyspace.applyDeleteText('gone', 1);
    expect(keyspace.applyText('gone', 'none', NO_VERSION)).to.equal(false);
    keyspace.setFloor(slotOf('flushed'), 1);
    expect(keyspace.applyText('flushed', 'none', NO_VERSION)).to.equal(false);
  });

  it('does not undo a deletion, made here or elsewhere, before or after', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.putAt(1, 'here', 'v');
    keyspace.writeVersion = 5;
    keyspace.remove('here');
    expect(keyspace.applyDeleteText('elsewhere', 5)).to.equal(true);
    expect(keyspace.applyDeleteText('elsewhere', 5)).to.equal(false);
    for (const key of ['here', 'elsewhere']) {
      expect(keyspace.applyText(key, 'older', 4)).to.equal(false);
      expect(keyspace.applyText(key, 'same', 5)).to.equal(false);
      expect(keyspace.has(key)).to.equal(false);
      expect(keyspace.applyText(key, 'newer', 6)).to.equal(true);
      expect(keyspace.applyDeleteText(key, 5)).to.equal(false);
      expect(keyspace.textOf(key)).to.equal('newer');
    }
    keyspace.checkInvariants();
  });

  it('ignores what is not above the floor of its slot, which only rises', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.setFloor(slotOf('key'), 10);
    keyspace.setFloor(slotOf('key'), 8);
    expect(keyspace.floorOf(slotOf('key'))).to.equal(10);
    expect(keyspace.floorOf(slotOf('key') ^ 1)).to.equal(0);
    expect(keyspace.applyText('key', 'v', 10)).to.equal(false);
    expect(keyspace.applyDeleteText('key', 10)).to.equal(false);
    expect(keyspace.applyText('key', 'v', 11)).to.equal(true);
  });

  it('deletes what is older when the value came too late', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.applyText('key', 'v', 1);
    expect(keyspace.applyText('key', 'late', 2, START_MS - 1)).to.equal(true);
    expect(keyspace.has('key')).to.equal(false);
    expect(keyspace.applyText('key', 'older', 1)).to.equal(false);
    keyspace.applyText('key', 'v', 3);
    expect(keyspace.applyText('key', 'late', 2, START_MS - 1)).to.equal(false);
    expect(keyspace.has('key')).to.equal(true);
  });

  it('goes by an entry whose time has run out as long as it is there', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.applyText('key', 'v', 5, START_MS + 10);
    keyspace.nowMs = START_MS + 11;
    expect(keyspace.applyText('key', 'older', 4)).to.equal(false);
    expect(keyspace.applyText('key', 'newer', 6)).to.equal(true);
    expect(keyspace.textOf('key')).to.equal('newer');
    keyspace.checkInvariants();
  });

  it('drops a key only at exactly the version that was evicted elsewhere, and remembers nothing of it', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.applyText('key', 'v', 5);
    expect([4, 6].map((version) => keyspace.applyDropText('key', version))).to.deep.equal([false, false]);
    expect(keyspace.applyDropText('key', 5)).to.equal(true);
    expect(keyspace.applyDropText('key', 5)).to.equal(false);
    expect(keyspace.has('key')).to.equal(false);
    expect(keyspace.applyText('key', 'older', 4)).to.equal(true);
  });

  it('makes room under a memory limit; without any it refuses, counts it, and leaves what is there', () => {
    const limitBytes = 4_000_000;
    const value = Buffer.alloc(1000);
    const evicting = new VersionedKeyspace();
    evicting.setLimit(limitBytes, 'allkeys-lru');
    for (let n = 1; n <= 8000; n++) expect(evicting.applyText(`key:${n}`, value, n)).to.equal(true);
    expect(evicting.usedBytes).to.be.at.most(limitBytes);
    expect(evicting.stats.evicted).to.be.above(3000);
    evicting.checkInvariants();
    const refusing = new VersionedKeyspace();
    refusing.setLimit(limitBytes, 'noeviction');
    let taken = 0;
    while (refusing.applyText(`key:${taken}`, value, taken + 1)) taken++;
    expect(taken).to.be.within(2000, 4000);
    expect(refusing.refused).to.equal(1);
    expect(refusing.applyText('key:0', value, taken + 2)).to.equal(false);
    expect(refusing.versionOf(refusing.refOf('key:0'))).to.equal(1);
    expect(refusing.refOf(`key:${taken}`)).to.equal(NO_ENTRY);
  });
});

describe('Keyspace.onEvict', () => {
  it('is told each key and version before it is evicted, and nothing else', () => {
    for (const policy of ['allkeys-lru', 'allkeys-lfu', 'volatile-ttl'] as const) {
      const keyspace = new VersionedKeyspace();
      keyspace.setLimit(3_000_000, policy);
      const expected = new Map<string, number>();
      const before = START_MS + 100_000;
      keyspace.onEvict = (ref) => {
        const key = keyspace.keyOf(ref);
        expect(keyspace.versionOf(ref)).to.equal(expected.get(key));
        expected.delete(key);
      };
      for (let n = 1; n <= 4000; n++) {
        keyspace.makeRoom(1100, START_MS);
        expected.set(`key:${n}`, n);
        keyspace.putAt(n, `key:${n}`, Buffer.alloc(n % 50 === 0 ? 70_000 : 1000), before + n);
      }
      expect(keyspace.stats.evicted).to.be.above(500);
      expect(expected.size).to.equal(keyspace.size);
      const left = expected.size;
      keyspace.expireSlice(before + 10_000, 100, noClock);
      expect([keyspace.size, expected.size]).to.deep.equal([0, left]);
    }
  });
});

describe('Keyspace.digestOf', () => {
  it('does not depend on order, seed or values, and differs with keys and versions', () => {
    const slot = slotOf('a');
    const keyspaces = [1, 2].map((hashSeed) => new VersionedKeyspace(true, hashSeed));
    const digest = (pairs: [string, number][], hashSeed = 1): number => {
      const keyspace = keyspaces[hashSeed - 1] as VersionedKeyspace;
      keyspace.clearSlot(slot);
      for (const [key, version] of pairs) keyspace.applyText(`{a}${key}`, `${hashSeed}`, version);
      return keyspace.digestOf(slot, START_MS);
    };
    const all: [string, number][] = [];
    for (let n = 0; n < 200; n++) all.push([`key:${n}`, (n + 1) * 2 ** 44]);
    const whole = digest(all);
    expect(Number.isSafeInteger(whole) && whole > 0).to.equal(true);
    expect(digest(all.toReversed(), 2)).to.equal(whole);
    const seen = new Set([whole, digest([])]);
    for (const [at, [key, version]] of all.entries()) {
      seen.add(digest(all.toSpliced(at, 1)));
      seen.add(digest(all.toSpliced(at, 1, [key, version + 1])));
      seen.add(digest(all.toSpliced(at, 1, [key, version + 2 ** 43])));
      seen.add(digest(all.toSpliced(at, 1, [`${key}.`, version])));
    }
    expect(seen.size).to.equal(2 + 4 * all.length);
    expect(digest([])).to.equal(0);
  });

  it('leaves out what has expired', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.putAt(1, '{a}1', 'v');
    const before = keyspace.digestOf(slotOf('{a}'), START_MS);
    keyspace.putAt(2, '{a}2', 'v', START_MS + 10);
    expect(keyspace.digestOf(slotOf('{a}'), START_MS + 10)).to.not.equal(before);
    expect(keyspace.digestOf(slotOf('{a}'), START_MS + 11)).to.equal(before);
  });
});
