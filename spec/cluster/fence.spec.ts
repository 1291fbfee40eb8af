import { expect } from 'chai';
import { Fence } from '../../lib/cluster/fence.ts';

const SAFE_PAUSE_MS = 1500;

describe('the fence', () => {
  let calls: string[];
  let confirm: () => void;
  let ousters: number;
  let fence: Fence;

  beforeEach(() => {
    calls = [];
    ousters = 7;
    fence = new Fence({
      safePauseMs: () => SAFE_PAUSE_MS,
      ousters: () => ousters,
      confirm: () =>
        new Promise((resolve, reject) => {
          confirm = resolve;
          calls.push('asked');
          if (calls.includes('stopping')) reject(new Error('stopped'));
        }),
      onFence: (isFenced) => calls.push(isFenced ? 'fenced' : 'lifted'),
    });
    fence.look(1_000_000);
  });

  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('stays down while the shard looks often enough', () => {
    for (let at = 1; at <= 10; at++) fence.look(1_000_000 + at * SAFE_PAUSE_MS);
    fence.look(900_000);
    expect(calls).to.deep.equal([]);
  });

  it('goes up at the first look after a longer pause, until it is known what happened meanwhile', async () => {
    fence.look(1_000_001 + SAFE_PAUSE_MS);
    expect(calls).to.deep.equal(['fenced', 'asked']);
    fence.look(1_000_002 + 3 * SAFE_PAUSE_MS);
    await settled();
    expect(calls).to.deep.equal(['fenced', 'asked']);
    confirm();
    await settled();
    expect(calls).to.deep.equal(['fenced', 'asked', 'lifted']);
  });

  it('goes up when others may have taken over, again if that happens while it is up', async () => {
    ousters++;
    fence.look(1_000_001);
    fence.look(1_000_002);
    expect(calls).to.deep.equal(['fenced', 'asked']);
    ousters++;
    fence.look(1_000_003);
    confirm();
    await settled();
    fence.look(1_000_004);
    expect(calls).to.deep.equal(['fenced', 'asked', 'lifted', 'fenced', 'asked']);
    confirm();
    await settled();
    fence.look(1_000_005);
    expect(calls.at(-1)).to.equal('lifted');
  });

  it('does not stay up in a member that is stopping', async () => {
    calls.push('stopping');
    fence.look(2_000_000);
    await settled();
    expect(calls.at(-1)).to.equal('lifted');
  });
});
