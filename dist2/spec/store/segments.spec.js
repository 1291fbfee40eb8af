import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { SEGMENT_BYTES, Segments } from '../../lib/store/segments.js';
const LIMIT_MS = 10_000;
/** Run by a process of its own: in one that has run other specs, references to anything may be on the stack. */
const RELEASE_ONE = `
  const { Segments } = await import(process.argv[1]);
  const segments = new Segments();
  globalThis.registry = new FinalizationRegistry(() => process.exit());
  registry.register(segments.allocate());
  segments.release();
  let nowMs = 0;
  setInterval(() => segments.collect((nowMs += 2000)), 25);
`;
describe('Segments', () => {
    it('are zero, and not counted as memory that a garbage collection may free', () => {
        const segments = new Segments();
        const before = process.memoryUsage().external;
        const words = new Int32Array(segments.allocate());
        expect(process.memoryUsage().external - before).to.be.below(SEGMENT_BYTES / 8);
        expect(words.byteLength).to.equal(SEGMENT_BYTES);
        expect(words[words.length - 1]).to.equal(0);
    });
    it('are the system’s again soon after they were released', () => {
        const module = new URL('../../lib/store/segments.js', import.meta.url).href;
        const words = ['--input-type=module', '-e', RELEASE_ONE, module];
        const { status, signal, stderr } = spawnSync(process.execPath, words, {
            encoding: 'utf8',
            timeout: LIMIT_MS,
        });
        expect({ status, signal, stderr }).to.deep.equal({ status: 0, signal: null, stderr: '' });
    });
});
//# sourceMappingURL=segments.spec.js.map