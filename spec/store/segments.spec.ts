import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { SEGMENT_BYTES, Segments } from '../../lib/store/segments.ts';
import { START_MS } from './text-keyspace.ts';

const ROUNDS = 200;

/** Says when an object is gone. It must outlive them. */
const registry = new FinalizationRegistry<(what: string) => void>((resolve) => resolve('freed'));

/** In a function of its own: one that waits may keep what it has used for as long as it waits. */
function useOne(segments: Segments, onFreed: (what: string) => void): void {
  registry.register(segments.allocate(), onFreed);
}

describe('Segments', () => {
  it('are zero, and not counted as memory that a garbage collection may free', () => {
    const segments = new Segments();
    const before = process.memoryUsage().external;
    const words = new Int32Array(segments.allocate());
    expect(process.memoryUsage().external - before).to.be.below(SEGMENT_BYTES / 8);
    expect(words.byteLength).to.equal(SEGMENT_BYTES);
    expect(words[words.length - 1]).to.equal(0);
  });

  it('are the system’s again soon after they were released', async () => {
    const segments = new Segments();
    let freed = '';
    useOne(segments, (what) => {
      freed = what;
    });
    segments.releaseAll();
    for (let round = 0; freed === '' && round < ROUNDS; round++) {
      await sleep(25);
      segments.collect(START_MS + 2000 * round);
    }
    expect(freed).to.equal('freed');
  });
});
