import { expect } from 'chai';
import type { Member } from '../../gossip/core/member.ts';
import { MemberTable } from '../../gossip/core/member-table.ts';
import { StateHash } from '../../gossip/core/state-hash.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { Random } from '../../lib/base/random.ts';
import { Roster } from './shared-table.ts';

function records(count: number, random: Random): MemberRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{
      id: random.hex(40),
      instance: random.hex(16),
      generation: 1,
      incarnation: 0,
      state: 'alive' as const,
    },
    ...{ phase: 'serving' as const, isLagging: false, host: '10.0.0.1', busPort: 1 + index, clientPort: 1 },
    ...{ shardPort: 1, shards: 1, weight: 1, zone: '', name: `n${index}`, metadata: new Uint8Array(0) },
  }));
}

const ids = (members: readonly Member[]): string[] => members.map(({ record }) => record.id);

describe('simulation: the list that many cores share', () => {
  it('tells the same as the list of the product, while members die, come back and are forgotten', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = new Random(seed);
      const all = records(64 + random.below(60), random);
      const [self, ...others] = all as [MemberRecord, ...MemberRecord[]];
      const hash = new StateHash();
      const table = new MemberTable(self, hash, 0);
      for (const record of others) table.add(record, 0, 0);
      const sharedHash = new StateHash();
      const shared = new Roster(all).tableOf(self, sharedHash, 0);
      for (let step = 0; step < 40; step++) {
        const { id } = random.pick(others);
        const kind = random.below(5);
        for (const list of [table, shared]) {
          const member = list.get(id);
          if (!member) continue;
          const { record } = member;
          if (kind === 0 && list.rings.size > 3) list.remove(member);
          else if (kind < 4 && list.rings.size > 3) list.replace(member, { ...record, state: 'dead' }, step);
          else list.replace(member, { ...record, state: 'alive', incarnation: record.incarnation + 1 }, step);
        }
        expect(sharedHash.viewHash()).to.equal(hash.viewHash());
        expect(sharedHash.restHash()).to.equal(hash.restHash());
        expect(shared.rings.size).to.equal(table.rings.size);
        expect(shared.deadCount).to.equal(table.deadCount);
        const neighbours = ids(table.rings.neighbours(table.myself, 2));
        expect(ids(shared.rings.neighbours(shared.myself, 2))).to.deep.equal(neighbours);
        for (const ring of [0, 1, 2]) {
          const next = table.rings.successor(ring, table.myself)?.record.id;
          expect(shared.rings.successor(ring, shared.myself)?.record.id).to.equal(next);
        }
        expect(ids([...shared.all()]).sort()).to.deep.equal(ids([...table.all()]).sort());
      }
    }
  });
});
