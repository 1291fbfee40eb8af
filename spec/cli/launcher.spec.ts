import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const LAUNCHER = fileURLToPath(new URL('../../../bin/hearsay', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../../package.json', import.meta.url));

describe('the hearsay program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-launcher-'));
  const link = join(folder, 'hearsay');

  before(() => {
    symlinkSync(LAUNCHER, link);
    addProgram('node', 'printf "%s\\n" "$@"');
  });

  after(() => rmSync(folder, { recursive: true }));

  function addProgram(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /** What node is started with on a machine of so many cores. */
  function nodeArguments(cores: number, options = ''): string[] {
    addProgram('nproc', `echo ${cores}`);
    const env = { PATH: `${folder}:${process.env.PATH}`, NODE_OPTIONS: options };
    return execFileSync(link, ['server', '--name', 'with space'], { encoding: 'utf8', env }).split('\n');
  }

  it('has as many threads beside its own as there are cores, and at most as node has by itself', () => {
    for (const cores of [1, 2, 3]) expect(nodeArguments(cores)[0]).to.equal(`--v8-pool-size=${cores}`);
    for (const cores of [4, 12, 64]) expect(nodeArguments(cores)[0]).to.match(/cli\.js$/);
  });

  it("leaves the user's own to the user", () => {
    expect(nodeArguments(2, '--v8-pool-size=3')[0]).to.match(/cli\.js$/);
    expect(nodeArguments(2, '--max-old-space-size=100')[0]).to.equal('--v8-pool-size=2');
  });

  it('passes all arguments on as they are', () => {
    expect(nodeArguments(8).slice(1)).to.deep.equal(['server', '--name', 'with space', '']);
  });

  it('runs where it is installed, by a link too', () => {
    const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
    const link = join(folder, 'another');
    symlinkSync(LAUNCHER, link);
    expect(execFileSync(link, ['--version'], { encoding: 'utf8' })).to.equal(`${version}\n`);
  });
});
