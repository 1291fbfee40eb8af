import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { workAndRest } from '../../lib/cli/compile-ahead.ts';

describe('work before others know of the node', () => {
  /** Steps that take so long, `count` of them: what was done when. */
  function run(
    stepMs: number,
    count: number,
  ): { steps: number; restedMs: number; longestMs: number; nowMs: number } {
    let [nowMs, steps, restedMs, longestMs, sinceMs] = [1000, 0, 0, 0, 1000];
    const step = (): boolean => {
      nowMs += stepMs;
      longestMs = Math.max(longestMs, nowMs - sinceMs);
      return ++steps < count;
    };
    const rest = (ms: number): void => {
      nowMs += ms;
      restedMs += ms;
      sinceMs = nowMs;
    };
    workAndRest(step, () => nowMs, rest);
    return { steps, restedMs, longestMs, nowMs };
  }

  it('is done whole, and never for long without a rest', () => {
    const { steps, restedMs, longestMs } = run(0.5, 400);
    expect(steps).to.equal(400);
    expect(longestMs).to.be.at.most(5);
    expect(restedMs).to.be.within(150, 250);
  });

  it('ends when its time is up', () => {
    const { steps, nowMs } = run(2, 10_000);
    expect(steps).to.be.below(2000);
    expect(nowMs).to.be.within(2000, 3000);
  });

  it('is a join in memory where one is to come', async () => {
    const nodes: NodeProcess[] = [];
    try {
      nodes.push(await NodeProcess.start('--log-level', 'debug'));
      nodes.push(await NodeProcess.start('--log-level', 'debug', '--join', nodes[0]?.joinAddress ?? ''));
      const [alone, joining] = nodes.map(({ log }) => log.find((line) => 'copiedKeys' in line)?.copiedKeys);
      expect(alone).to.equal(0);
      expect(joining).to.be.above(0);
    } finally {
      await Promise.all(nodes.map((node) => node.kill()));
    }
  });
});
