import { expect } from 'chai';
import { copiedElsewhere } from '../../lib/cluster/copied-elsewhere.ts';
import type { ReplicaStream, ReplicationStatus } from '../../lib/commands/context.ts';
import { replicationStatus } from '../commands/harness.ts';

const MINE = 'm';
const PATIENCE_MS = 150;

function stream(peer: string, liveSlots: number): ReplicaStream {
  const counts = { sentBytes: 0, ackedBytes: 0, queuedSlots: 0, silentMs: 0 };
  return { peer, stream: 1, isPlaced: true, liveSlots, ...counts };
}

/** Tells, round by round, how many copies an owner of ten slots has at another member; the last for good. */
function rounds(...copies: readonly (number | undefined)[]): {
  readonly counts: { asked: number };
  statuses(): Promise<readonly (ReplicationStatus | undefined)[]>;
} {
  const counts = { asked: 0 };
  const statuses = async (): Promise<readonly (ReplicationStatus | undefined)[]> => {
    const slots = copies[Math.min(counts.asked++, copies.length - 1)];
    if (slots === undefined) return [undefined];
    return [replicationStatus({ heldSlots: 10, replicas: 1, streams: [stream('other', slots)] })];
  };
  return { counts, statuses };
}

const wait = (statuses: () => Promise<readonly (ReplicationStatus | undefined)[]>): Promise<boolean> =>
  copiedElsewhere({ statuses, without: [MINE], patienceMs: PATIENCE_MS });

describe('a member that leaves', () => {
  it('waits until the others have copies of all', async () => {
    const { counts, statuses } = rounds(0, 6, 10);
    expect(await wait(statuses)).to.equal(true);
    expect(counts.asked).to.equal(3);
  });

  it('waits for nobody where nobody serves', async () => {
    expect(await wait(async () => [])).to.equal(true);
  });

  it('does not count its own copies', async () => {
    const streams = [stream(MINE, 10)];
    const statuses = async (): Promise<ReplicationStatus[]> => [
      replicationStatus({ heldSlots: 10, replicas: 1, streams }),
    ];
    expect(await wait(statuses)).to.equal(false);
  });

  it('waits for one that does not answer, and no longer than for progress', async () => {
    expect(await wait(rounds(undefined, 10).statuses)).to.equal(true);
    const { counts, statuses } = rounds(0, 6, undefined);
    expect(await wait(statuses)).to.equal(false);
    expect(counts.asked).to.be.within(3, 6);
  });

  it('does not take copies that come and go for progress', async () => {
    const { statuses } = rounds(6, 0, 6, 0, 6, 0, 6, 0, 10);
    expect(await wait(statuses)).to.equal(false);
  });
});
