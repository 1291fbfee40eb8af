import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** What a bench writes to stderr when it is refused its words; it ends at once then. */
function refused(bench: string, ...words: string[]): string {
  const path = fileURLToPath(new URL(`../../bench/${bench}.js`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [path, ...words], {
    encoding: 'utf8',
    timeout: 15_000,
  });
  expect(status).to.equal(2);
  return stderr;
}

describe('the flags of a bench', () => {
  it('are refused in one line, which names those that there are', () => {
    expect(refused('micro', '--frob')).to.match(
      /^Unknown option '--frob'.*; known are --only, --seconds, --json\n$/,
    );
    expect(refused('micro', '--seconds', 'x')).to.equal("'x' is not a number above 0\n");
    expect(refused('versus', '--tests', 'frob')).to.match(/^'frob' is none of .*\n$/);
    expect(refused('eviction', '--frob')).to.equal("'--frob' is not a number above 0\n");
  });
});
