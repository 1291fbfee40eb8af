import { expect } from 'chai';
import { Heartbeat, heartbeatAgeMs, newHeartbeats } from '../../gossip/node/heartbeat.ts';
import { monotonicMs } from '../../gossip/node/thread-messages.ts';
import { resolveOptions } from '../../lib/config/resolve.ts';
import type { MemberCalls } from '../../lib/shard/calls.ts';
import { Shard } from '../../lib/shard/shard.ts';
import { FakeIntervals } from '../fake-intervals.ts';

describe('the timer of a shard', () => {
  const heartbeats = newHeartbeats(1);
  const member = { log: () => {} } as unknown as MemberCalls;
  let shard: Shard;
  let time: FakeIntervals;

  function startWith(hfMs: number): void {
    const options = resolveOptions({ hfMs });
    shard = new Shard(
      {
        ...{ index: 0, memberId: 'a'.repeat(40), options, clientCounts: new Int32Array(1), heartbeats },
        ...{ startedAtMs: 0, runId: '', executable: '', programBytes: 0 },
      },
      member,
    );
    shard.start();
  }

  /** Whether the shard has shown that it works after so many ms. */
  function beatsWithin(ms: number): boolean {
    new Heartbeat(heartbeats, 0).beat(monotonicMs() - 60_000);
    time.pass(ms);
    return heartbeatAgeMs(heartbeats, monotonicMs()) < 30_000;
  }

  beforeEach(() => {
    time = new FakeIntervals();
  });

  afterEach(() => {
    shard.close();
    time.restore();
  });

  it('shows that the shard works, twice in each heartbeat period at least', () => {
    startWith(400);
    expect([beatsWithin(49), beatsWithin(1)]).to.deep.equal([false, true]);
    shard.setOptions(resolveOptions({ hfMs: 20 }));
    expect([beatsWithin(9), beatsWithin(1)]).to.deep.equal([false, true]);
  });

  it('goes on, however often options are set that do not concern it', () => {
    startWith(200);
    const beats = Array.from({ length: 4 }, () => {
      shard.setOptions(resolveOptions({ hfMs: 200 }));
      return beatsWithin(25);
    });
    expect(beats).to.deep.equal([false, true, false, true]);
  });
});
