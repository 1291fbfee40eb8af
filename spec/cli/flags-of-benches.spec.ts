import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** What a bench writes to stderr when it is refused its words; it ends at once then. */
function refused(bench: string, ...words: string[]): string {
  const path = fileURLToPath(new URL(`../../${bench}.js`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [path, ...words], {
    encoding: 'utf8',
    timeout: 15_000,
  });
  expect(status).to.equal(2);
  return stderr;
}

describe('the flags of a bench', () => {
  it('are refused in one line, which names those that there are', () => {
    expect(refused('bench/micro', '--frob')).to.match(
      /^Unknown option '--frob'.*; known are --only, --seconds, --json\n$/,
    );
    expect(refused('bench/micro', '--seconds', 'x')).to.equal("'x' is not a number above 0\n");
    expect(refused('bench/versus', '--tests', 'frob')).to.match(/^'frob' is none of .*\n$/);
    expect(refused('bench/eviction', '--frob')).to.equal("'--frob' is not a number above 0\n");
  });

  it('are refused alike by the sweeps of the simulators', () => {
    for (const sweep of ['spec/sim/sweep', 'spec/replication/sim/sweep']) {
      expect(refused(sweep, '--frob')).to.match(/^Unknown option '--frob'.*; known are --.*\n$/);
      expect(refused(sweep, '--seed', 'x')).to.equal("'x' is not a number above 0\n");
    }
    expect(refused('spec/sim/sweep', '--only', 'frob')).to.match(/^no trial is chosen; there are: .*\n$/);
    expect(refused('spec/replication/sim/sweep', '--only', 'frob')).to.match(/^'frob' is none of .*\n$/);
  });
});
