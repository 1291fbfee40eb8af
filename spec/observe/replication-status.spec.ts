import { expect } from 'chai';
import { ReplicationMeter } from '../../lib/observe/replication-status.ts';
import type { Replication } from '../../lib/replication/replication.ts';
import { twoOwnerMap } from '../commands/harness.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

function fakeCore() {
  const core = {
    followers: { sentBytes: 0, all: () => [] },
    intakes: { appliedBytes: 0, appliedKeys: 0 },
    copies: { wantedSlots: 9, liveSlots: 8 },
    ownership: {
      map: { ...twoOwnerMap([A, B]), replicas: 3 },
      selfIndex: 0,
      heldSlots: 100,
      incomingSlots: 0,
    },
    keyspace: { size: 5, usedBytes: 6 },
  };
  return core;
}

describe('ReplicationMeter', () => {
  let core: ReturnType<typeof fakeCore>;
  let meter: ReplicationMeter;

  beforeEach(() => {
    core = fakeCore();
    meter = new ReplicationMeter(core as unknown as Replication);
  });

  it('counts on when what others sent is counted no more, as they are gone', () => {
    Object.assign(core.intakes, { appliedBytes: 1000, appliedKeys: 10 });
    meter.status();
    Object.assign(core.intakes, { appliedBytes: 400, appliedKeys: 4 });
    meter.status();
    Object.assign(core.intakes, { appliedBytes: 450, appliedKeys: 6 });
    expect(meter.status()).to.include({ receivedBytes: 1050, receivedKeys: 12 });
  });

  it('gives speeds by samples', () => {
    meter.sample(0);
    core.followers.sentBytes = 1600;
    core.intakes.appliedBytes = 3200;
    meter.sample(1000);
    expect(meter.status()).to.include({ sentBytes: 1600, sentPerSecond: 100, receivedPerSecond: 200 });
  });

  it('tells of slots on their way out, and of as many copies as there are members for', () => {
    expect(meter.status()).to.include({ outgoingSlots: 0, replicas: 1, keys: 5, usedBytes: 6 });
    core.ownership.heldSlots = 130;
    core.ownership.incomingSlots = 20;
    expect(meter.status().outgoingSlots).to.equal(50);
    core.ownership.selfIndex = -1;
    core.ownership.incomingSlots = 0;
    expect(meter.status().outgoingSlots).to.equal(130);
    core.ownership.map = { ...twoOwnerMap([]), replicas: 3 };
    expect(meter.status().replicas).to.equal(0);
  });
});
