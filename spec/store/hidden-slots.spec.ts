import { expect } from 'chai';
import { NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';
import { slotOf } from './versioned-keyspace.ts';

function keysFrom(keyspace: TextKeyspace, step: (cursor: number, visit: (ref: number) => void) => number) {
  const keys = new Set<string>();
  let cursor = 0;
  do cursor = step(cursor, (ref) => keys.add(keyspace.keyOf(ref)));
  while (cursor !== 0);
  return keys;
}

function scanned(keyspace: TextKeyspace): Set<string> {
  return keysFrom(keyspace, (cursor, visit) => keyspace.scan(cursor, 7, START_MS, visit));
}

describe('Hidden slots', () => {
  /** Keys of which every third one's slot is hidden. */
  function half(): { keyspace: TextKeyspace; visible: Set<string>; hidden: Set<string> } {
    const keyspace = new TextKeyspace();
    const visible = new Set<string>();
    const hidden = new Set<string>();
    for (let n = 0; n < 3000; n++) {
      const key = `key:${n}`;
      keyspace.put(key, 'v', n % 2 === 0 ? START_MS + 1000 : NO_EXPIRY);
      if (n % 3 === 0) keyspace.setHidden(slotOf(key), true);
    }
    for (let n = 0; n < 3000; n++) {
      const key = `key:${n}`;
      (keyspace.isHidden(slotOf(key)) ? hidden : visible).add(key);
    }
    return { keyspace, visible, hidden };
  }

  it('are passed over by scan, counts and randomEntry, and found by key and slot', () => {
    const { keyspace, visible, hidden } = half();
    expect(hidden.size).to.be.at.least(1000);
    expect(scanned(keyspace)).to.deep.equal(visible);
    expect([keyspace.size, keyspace.visibleSize]).to.deep.equal([3000, visible.size]);
    expect(keyspace.visibleExpiringSize).to.equal(Math.round(visible.size / 2));
    const random = seededRandom(3);
    const met = new Set<string>();
    for (let n = 0; n < 4000; n++) met.add(keyspace.keyOf(keyspace.randomEntry(random, START_MS)));
    for (const key of met) if (!visible.has(key)) expect.fail(`met ${key}`);
    expect(met.size).to.be.above(visible.size / 2);
    for (const key of hidden) {
      expect(keyspace.has(key)).to.equal(true);
      let visited = 0;
      keyspace.visitSlot(slotOf(key), START_MS, () => ++visited > 0);
      expect(visited)
        .to.equal(keyspace.slotSize(slotOf(key)))
        .and.above(0);
    }
  });

  it('come back when they are shown, and are empty to nobody', () => {
    const { keyspace, visible, hidden } = half();
    for (const key of hidden) keyspace.setHidden(slotOf(key), false);
    expect(scanned(keyspace)).to.deep.equal(new Set([...visible, ...hidden]));
    expect([keyspace.visibleSize, keyspace.visibleExpiringSize]).to.deep.equal([3000, 1500]);
    for (let slot = 0; slot < 16384; slot++) keyspace.setHidden(slot, true);
    expect(scanned(keyspace).size).to.equal(0);
    expect(keyspace.randomEntry(Math.random, START_MS)).to.equal(NO_ENTRY);
    expect([keyspace.size, keyspace.visibleSize, keyspace.visibleExpiringSize]).to.deep.equal([3000, 0, 0]);
  });

  it('keep the keys that have expired, when a random one is looked for', () => {
    const { keyspace, visible } = half();
    const left = [...visible].filter((key) => Number(key.slice(4)) % 2 === 1);
    for (let n = 0; n < 6000; n++) keyspace.randomEntry(Math.random, START_MS + 1001);
    expect(keyspace.visibleSize).to.be.within(left.length, left.length + 100);
    expect(keyspace.size - keyspace.visibleSize).to.equal(3000 - visible.size);
  });
});

describe('Keyspace.scanSlot', () => {
  it('sees all keys of one slot, hidden or not, and none of another', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 5000; n++) keyspace.put(`${n % 5 === 0 ? '{a}' : ''}${n}`, 'v');
    keyspace.put('{a}expired', 'v', START_MS - 1);
    const slot = slotOf('{a}');
    keyspace.setHidden(slot, true);
    let calls = 0;
    const refs = [7, 8];
    const seen = keysFrom(keyspace, (cursor, visit) => {
      calls++;
      const next = keyspace.scanSlot(slot, cursor, START_MS, refs);
      expect(refs.length).to.be.at.most(25);
      for (const ref of refs) visit(ref);
      return next;
    });
    expect(calls).to.be.within(40, 200);
    expect([...seen].every((key) => slotOf(key) === slot)).to.equal(true);
    expect(seen.size).to.equal(keyspace.slotSize(slot) - 1);
    let empty = 0;
    while (keyspace.slotSize(empty) > 0) empty++;
    expect(keyspace.scanSlot(empty, 0, START_MS, refs)).to.equal(0);
    expect(refs).to.deep.equal([]);
  });

  it('sees every key that is there throughout, while others come and go', () => {
    for (const changes of [100, 3000]) {
      const keyspace = new TextKeyspace();
      const random = seededRandom(changes);
      for (let n = 0; n < 3000; n += 7) keyspace.put(`{t}stays:${n}`, 'v');
      for (let n = 0; n < 9000; n++) keyspace.put(`{t}goes:${n}`, 'v');
      let call = 0;
      const seen = keysFrom(keyspace, (cursor, visit) => {
        const grows = call++ % 20 < 10;
        const refs: number[] = [];
        let next = cursor;
        for (let page = 0; page < 5 && (page === 0 || next !== 0); page++) {
          next = keyspace.scanSlot(slotOf('{t}'), next, START_MS, refs);
          for (const ref of refs) visit(ref);
        }
        for (let change = 0; change < changes; change++) {
          const key = `{t}goes:${Math.floor(random() * 18_000)}`;
          if (grows) keyspace.put(key, 'v');
          else if (keyspace.has(key)) keyspace.remove(key);
        }
        return next;
      });
      for (let n = 0; n < 3000; n += 7) if (!seen.has(`{t}stays:${n}`)) expect.fail(`missed ${n}`);
      keyspace.checkInvariants();
    }
  });
});
