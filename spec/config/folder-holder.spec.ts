import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { hold, holderOf, letGo } from '../../lib/config/folder-holder.ts';

const MODULE = new URL('../../lib/config/folder-holder.js', import.meta.url).href;

/** The program `text` in a process of its own, with everything of the module at hand. */
function words(text: string): string[] {
  return ['--input-type=module', '--eval', `import { hold, holderOf } from '${MODULE}'; ${text}`];
}

// Elsewhere nobody can tell when a process started.
(process.platform === 'linux' ? describe : describe.skip)('the holder of a data folder', () => {
  let folder = '';
  let child: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-holder-'));
  });

  afterEach(() => {
    child?.kill('SIGKILL');
    child = undefined;
    rmSync(folder, { recursive: true });
  });

  const others = (): string => {
    const text = `process.stdout.write(String(holderOf(${JSON.stringify(folder)})));`;
    return spawnSync(process.execPath, words(text), { encoding: 'utf8' }).stdout;
  };

  it('is nobody in a new folder, and for itself', () => {
    expect(holderOf(folder)).to.equal(undefined);
    hold(folder);
    expect(holderOf(folder)).to.equal(undefined);
  });

  it('is known to other processes until it lets go', () => {
    hold(folder);
    expect(others()).to.equal(String(process.pid));
    letGo(folder);
    expect(others()).to.equal('undefined');
    expect(existsSync(join(folder, 'process'))).to.equal(false);
  });

  it('is nobody as soon as it was killed, though its parent has not looked', async () => {
    const text = `hold(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
    child = spawn(process.execPath, words(text), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    expect(holderOf(folder)).to.equal(child.pid);
    letGo(folder);
    expect(holderOf(folder), 'it is not ours to let go').to.equal(child.pid);
    child.kill('SIGKILL');
    // The loop does not turn, so nobody takes notice of its end.
    while (!/\) [ZX] /.test(readFileSync(`/proc/${child.pid}/stat`, 'latin1')));
    expect(holderOf(folder)).to.equal(undefined);
  });

  it('is not a later process of the same number, nor one of before the system was started', () => {
    hold(folder);
    const path = join(folder, 'process');
    const [pid, started, bootId] = readFileSync(path, 'latin1').split(' ');
    writeFileSync(path, `${pid} ${Number(started) - 1} ${bootId}`);
    expect(others()).to.equal('undefined');
    writeFileSync(path, `${pid} ${started} another`);
    expect(others()).to.equal('undefined');
    for (const text of ['', 'junk', '0 0 0', `${pid}`]) {
      writeFileSync(path, text);
      expect(others(), text).to.equal('undefined');
    }
  });
});
