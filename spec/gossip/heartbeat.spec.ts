import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { countOuster, Heartbeat, heartbeatAgeMs, newHeartbeats } from '../../gossip/node/heartbeat.ts';
import { monotonicMs } from '../../gossip/node/thread-messages.ts';

describe('heartbeats of the threads that serve', () => {
  it('are as old as that of the thread that is furthest behind', () => {
    const shared = newHeartbeats(3);
    const threads = [0, 1, 2].map((thread) => new Heartbeat(shared, thread));
    for (const thread of threads) thread.beat(1000);
    expect(heartbeatAgeMs(shared, 1000)).to.equal(0);
    threads[0]?.beat(5000);
    threads[2]?.beat(4000);
    expect(heartbeatAgeMs(shared, 5000)).to.equal(4000);
    threads[1]?.beat(5000);
    expect(heartbeatAgeMs(shared, 5100)).to.equal(1100);
  });

  it('share the count of ousters, which is no beat', () => {
    const shared = newHeartbeats(2);
    const threads = [0, 1].map((thread) => new Heartbeat(shared, thread));
    for (const thread of threads) thread.beat(1000);
    countOuster(shared);
    countOuster(shared);
    expect(threads.map((thread) => thread.ousters)).to.deep.equal([2, 2]);
    expect(heartbeatAgeMs(shared, 1000)).to.equal(0);
  });

  it('are right where 32 bits of milliseconds wrap, and never negative', () => {
    const shared = newHeartbeats(1);
    new Heartbeat(shared, 0).beat(2 ** 31 - 10);
    expect(heartbeatAgeMs(shared, 2 ** 31 + 10)).to.equal(20);
    expect(heartbeatAgeMs(shared, 2 ** 31 - 20)).to.equal(0);
  });

  it('begin with the present, by a clock that all threads share', async () => {
    const shared = newHeartbeats(2);
    expect(heartbeatAgeMs(shared, monotonicMs())).to.be.below(1000);
    const url = new URL('../../gossip/node/heartbeat.js', import.meta.url);
    const script = `import { Heartbeat } from ${JSON.stringify(url)};
      import { workerData } from 'node:worker_threads';
      new Heartbeat(workerData, 1).beat();`;
    new Heartbeat(shared, 1).beat(monotonicMs() - 60_000);
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
      workerData: shared,
    });
    await new Promise((resolve) => worker.once('exit', resolve));
    expect(heartbeatAgeMs(shared, monotonicMs())).to.be.below(20_000);
  });
});
