import { expect } from 'chai';
import { NO_EXPIRY, NO_VERSION } from '../../lib/store/keyspace.ts';
import { START_MS } from './text-keyspace.ts';
import { slotOf, VersionedKeyspace } from './versioned-keyspace.ts';

const noClock = (): number => 0;

describe('Tombstones', () => {
  it('are visited slot by slot, with the highest version of each key', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.applyDeleteText('{a}1', 5);
    keyspace.applyDeleteText('{a}2', 6);
    keyspace.applyDeleteText('{a}2', 2 ** 52 + 1);
    keyspace.applyDeleteText('{a}1', 4);
    keyspace.applyDeleteText('{b}1', 7);
    expect(keyspace.tombstonesOf('{a}')).to.have.deep.members([
      ['{a}1', 5],
      ['{a}2', 2 ** 52 + 1],
    ]);
    expect(keyspace.tombstonesOf('{b}')).to.deep.equal([['{b}1', 7]]);
    expect(keyspace.size).to.equal(0);
  });

  it('are left neither without versions nor without a version', () => {
    const off = new VersionedKeyspace(false);
    off.putAt(1, 'key', 'v');
    off.remove('key');
    expect(off.tombstonesOf('key')).to.deep.equal([]);
    const on = new VersionedKeyspace();
    on.putAt(NO_VERSION, 'key', 'v');
    on.remove('key');
    expect(on.tombstonesOf('key')).to.deep.equal([]);
  });

  it('are forgotten in the background when their time is over', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.tombstoneMs = 1000;
    keyspace.applyDeleteText('key', 5);
    keyspace.maintain(START_MS + 1000, 1000, noClock);
    expect(keyspace.applyText('key', 'v', 4)).to.equal(false);
    keyspace.maintain(START_MS + 1001, 1000, noClock);
    expect(keyspace.applyText('key', 'v', 4)).to.equal(true);
  });

  it('count as used memory before the first one comes, after everything is deleted too', () => {
    const limitBytes = 32_000_000;
    const keyspace = new VersionedKeyspace(false);
    keyspace.setLimit(limitBytes, 'allkeys-lru');
    const before = keyspace.usedBytes;
    keyspace.versioned = true;
    const reserved = keyspace.usedBytes - before;
    expect(reserved).to.be.at.least(limitBytes / 64);
    keyspace.applyDeleteText('key', 1);
    expect(keyspace.usedBytes - before).to.be.below(reserved + 10_000);
    keyspace.clear();
    expect(keyspace.usedBytes - before).to.equal(reserved);
    keyspace.setLimit(0, 'allkeys-lru');
    expect(keyspace.usedBytes - before).to.be.below(reserved / 2);
  });

  it('are remembered when there is no limit any more', () => {
    const keyspace = new VersionedKeyspace();
    keyspace.setLimit(32_000_000, 'allkeys-lru');
    keyspace.setLimit(0, 'allkeys-lru');
    keyspace.applyDeleteText('key', 5);
    expect(keyspace.applyText('key', 'older', 4)).to.equal(false);
  });

  it('are not made of a key that is longer than their share, and the others stay', () => {
    const limitBytes = 4_000_000;
    const keyspace = new VersionedKeyspace();
    keyspace.setLimit(limitBytes, 'allkeys-lru');
    keyspace.applyDeleteText('key', 5);
    const before = keyspace.usedBytes;
    keyspace.applyDeleteText('k'.repeat(limitBytes / 16), 6);
    expect(keyspace.usedBytes).to.equal(before);
    expect(keyspace.tombstonesOf('key')).to.deep.equal([['key', 5]]);
  });

  it('count as used memory, keep to a share of the limit, and give it back', () => {
    const limitBytes = 32_000_000;
    const keyspace = new VersionedKeyspace();
    keyspace.setLimit(limitBytes, 'allkeys-lru');
    const before = keyspace.usedBytes;
    for (let n = 0; n < 60_000; n++) {
      keyspace.nowMs = START_MS + n;
      keyspace.applyDeleteText(`key:${n}`, n + 1);
    }
    const took = keyspace.usedBytes - before;
    expect(took).to.be.within(limitBytes / 32, limitBytes / 16 + 600_000);
    const isKnown = (n: number) => !keyspace.applyText(`key:${n}`, 'v', n + 1);
    for (let n = 59_999; n > 35_000; n -= 100) expect(isKnown(n), `key ${n}`).to.equal(true);
    for (let n = 0; n < 20_000; n += 100) expect(isKnown(n), `key ${n}`).to.equal(false);
    keyspace.checkInvariants();
    let clockMs = 0;
    for (let turn = 0; turn < 1000; turn++) {
      if (keyspace.maintain(START_MS + 4_000_000, 1, () => clockMs++ / 100)) break;
    }
    keyspace.checkInvariants();
    expect(isKnown(59_999)).to.equal(false);
    expect(keyspace.usedBytes - before).to.be.below(took / 2);
  });

  it('go a few with each new one where the limit was lowered, the others in the background before entries', () => {
    const count = 100_000;
    const keyspace = new VersionedKeyspace();
    for (let n = 0; n < count; n++) {
      keyspace.nowMs = START_MS + n;
      keyspace.applyDeleteText(`key:${n}`, n + 1);
    }
    keyspace.nowMs = START_MS + count;
    for (let n = 0; n < 9500; n++) keyspace.putAt(count + n, `entry:${n}`, Buffer.alloc(1000));
    const limitBytes = 16_000_000;
    keyspace.setLimit(limitBytes, 'allkeys-lru');
    const isKnown = (n: number) => keyspace.tombstonesOf(`key:${n}`).some(([key]) => key === `key:${n}`);
    keyspace.applyDeleteText('another', 2 * count);
    expect([...Array(1000).keys()].filter(isKnown)).to.have.length.within(900, 999);
    let clockMs = 0;
    keyspace.maintain(keyspace.nowMs, 1, () => clockMs++);
    expect(isKnown(count / 2)).to.equal(true);
    let turns = 1;
    while (!keyspace.maintain(keyspace.nowMs, 100, () => clockMs++) && turns < 10_000) turns++;
    expect(turns).to.be.within(20, 9999);
    expect(isKnown(count / 2)).to.equal(false);
    expect(isKnown(count - 1)).to.equal(true);
    expect(keyspace.usedBytes).to.be.at.most(limitBytes);
    expect(keyspace.stats.evicted).to.equal(0);
    keyspace.checkInvariants();
  });

  it('are not left by eviction, expiry, clearSlot and sweepSlot', () => {
    const keyspace = new VersionedKeyspace();
    for (let n = 0; n < 20; n++) keyspace.putAt(n + 1, `{a}${n}`, 'v', n < 5 ? START_MS + 5 : NO_EXPIRY);
    keyspace.expireSlice(START_MS + 6, 100, noClock);
    const all = (): boolean => true;
    keyspace.sweepSlot(slotOf('{a}'), 0, (ref) => keyspace.versionOf(ref) > 10, all);
    expect(keyspace.slotSize(slotOf('{a}'))).to.equal(10);
    keyspace.clearSlot(slotOf('{a}'));
    expect(keyspace.size).to.equal(0);
    expect(keyspace.tombstonesOf('{a}')).to.deep.equal([]);
    keyspace.checkInvariants();
  });
});
