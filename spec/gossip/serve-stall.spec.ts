import { expect } from 'chai';
import type { Context } from '../../gossip/core/context.ts';
import type { Identity } from '../../gossip/core/identity.ts';
import { ServeStall } from '../../gossip/core/serve-stall.ts';

const HF_MS = 100;
const TTL_MS = 1000;

describe('ServeStall', () => {
  let stall: ServeStall;
  let told: string;
  let nowMs: number;

  beforeEach(() => {
    const context = { timing: { hfMs: HF_MS, suspectMs: 2 * HF_MS, ttlMs: TTL_MS }, serveStallMs: 0 };
    const setService = (isLagging: boolean, isStalled: boolean): void => {
      told = isStalled ? 'stalled' : isLagging ? 'lagging' : 'well';
    };
    stall = new ServeStall(context as unknown as Context, { setService } as unknown as Identity);
    nowMs = 5000;
    stall.read(0, nowMs);
  });

  function read(stallMs: number, afterMs: number): void {
    nowMs += afterMs;
    stall.read(stallMs, nowMs);
  }

  /** Reads come `stepMs` apart for `forMs`, while the data thread does nothing since `sinceMs`. */
  function hang(sinceMs: number, stepMs: number, forMs: number): void {
    for (const endMs = nowMs + forMs; nowMs < endMs; ) read(nowMs + stepMs - sinceMs, stepMs);
  }

  it('says that it lags past 2 hf, that it is stalled at ttl, and that it is well again below hf', () => {
    const sinceMs = nowMs;
    hang(sinceMs, 50, 200);
    expect(told).to.equal('well');
    hang(sinceMs, 50, 50);
    expect(told).to.equal('lagging');
    hang(sinceMs, 50, 750);
    expect(told).to.equal('stalled');
    read(HF_MS - 1, 50);
    expect(told).to.equal('well');
  });

  it('does not count that the whole process stood still', () => {
    read(10_000, 10_000);
    expect(told).to.equal('well');
    read(20, 20);
    expect(told).to.equal('well');
  });

  it('finds a stall though the gossip thread is late all the time', () => {
    hang(nowMs, 180, 1260);
    expect(told).to.equal('stalled');
  });
});
