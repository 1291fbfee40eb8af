import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { SEGMENT_BYTES, Segments } from '../../lib/store/segments.ts';
import { START_MS } from './text-keyspace.ts';

const LIMIT_MS = 5000;

/** Says when an object is gone. It must outlive them. */
const registry = new FinalizationRegistry<(what: string) => void>((resolve) => resolve('freed'));

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
    const freed = new Promise<string>((resolve) => {
      registry.register(segments.allocate(), resolve);
    });
    segments.releaseAll();
    await sleep(1);
    segments.collect(START_MS);
    const late = sleep(LIMIT_MS, 'kept', { ref: false });
    expect(await Promise.race([freed, late])).to.equal('freed');
  });
});
