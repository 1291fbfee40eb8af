import { expect } from 'chai';
import { Fence } from '../../lib/cluster/fence.ts';

const SAFE_PAUSE_MS = 1500;

describe('the fence', () => {
  let calls: string[];
  let confirm: () => void;
  let beat: number;
  let fence: Fence;

  beforeEach(() => {
    calls = [];
    beat = 0;
    fence = new Fence({
      safePauseMs: () => SAFE_PAUSE_MS,
      mainBeat: () => beat,
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
    for (beat = 1; beat <= 10; beat++) fence.look(1_000_000 + beat * SAFE_PAUSE_MS);
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

  it('goes up while the main thread, which would tell what happens, does nothing', async () => {
    for (let ms = 50; ms <= SAFE_PAUSE_MS; ms += 50) fence.look(1_000_000 + ms);
    expect(calls).to.deep.equal([]);
    fence.look(1_000_050 + SAFE_PAUSE_MS);
    fence.look(1_000_100 + SAFE_PAUSE_MS);
    expect(calls).to.deep.equal(['fenced', 'asked']);
    beat++;
    fence.look(1_000_150 + SAFE_PAUSE_MS);
    confirm();
    await settled();
    fence.look(1_000_200 + SAFE_PAUSE_MS);
    expect(calls).to.deep.equal(['fenced', 'asked', 'lifted']);
  });

  it('does not stay up in a member that is stopping', async () => {
    calls.push('stopping');
    fence.look(2_000_000);
    await settled();
    expect(calls.at(-1)).to.equal('lifted');
  });
});
