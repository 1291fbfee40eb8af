import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadIdentity, saveIdentity } from '../../lib/config/identity.ts';
import { ConfigError } from '../../lib/config/resolve.ts';
import { writeFileAtomically } from '../../lib/config/write-file.ts';

describe('loadIdentity', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-identity-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a new member at each start without a data folder', () => {
    const first = loadIdentity('');
    expect(first.memberId).to.match(/^[0-9a-f]{40}$/);
    expect(first.generation).to.equal(1);
    expect(loadIdentity('').memberId).to.not.equal(first.memberId);
  });

  it('keeps the id and counts the starts in a folder that it makes', () => {
    const dir = join(folder, 'deep', 'data');
    const first = loadIdentity(dir);
    expect(loadIdentity(dir)).to.deep.equal({ memberId: first.memberId, generation: 2 });
    expect(loadIdentity(dir)).to.deep.equal({ memberId: first.memberId, generation: 3 });
  });

  it('goes on from an identity that was saved', () => {
    saveIdentity(folder, { memberId: 'ab'.repeat(20), generation: 41 });
    expect(loadIdentity(folder)).to.deep.equal({ memberId: 'ab'.repeat(20), generation: 42 });
  });

  it('refuses a folder that cannot be made, and ends doing so', () => {
    const module = new URL('../../lib/config/identity.js', import.meta.url);
    for (const dir of ['/proc/hearsay/deep', join(import.meta.filename, 'deep')]) {
      const program = `import { loadIdentity } from '${module}'; loadIdentity(${JSON.stringify(dir)});`;
      const words = ['--input-type=module', '--eval', program];
      const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 10_000 });
      expect(status).to.equal(1);
      expect(stderr).to.match(/ConfigError: cannot (keep|read) the member id/);
    }
  });

  it('refuses a damaged file and a folder that is none, and names them', () => {
    writeFileSync(join(folder, 'member'), 'junk');
    expect(() => loadIdentity(folder)).to.throw(ConfigError, `${join(folder, 'member')} is damaged`);
    // Written as this program does, but more starts than membership can tell of.
    writeFileSync(join(folder, 'member'), `${'ab'.repeat(20)} ${'9'.repeat(15)}\n`);
    expect(() => loadIdentity(folder)).to.throw(ConfigError, 'is damaged');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => loadIdentity(file)).to.throw(ConfigError, 'cannot read the member id');
    expect(() => saveIdentity(file, { memberId: 'ab'.repeat(20), generation: 1 })).to.throw(
      ConfigError,
      file,
    );
  });
});

describe('writeFileAtomically', () => {
  it('keeps the old text where there is no room for the new one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearsay-write-'));
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    const module = new URL('../../lib/config/write-file.js', import.meta.url);
    const program = `import { writeFileAtomically } from '${module}'; writeFileAtomically('${path}', 'x'.repeat(100_000));`;
    // The system takes a part of what is written, as it does where a disk is nearly full.
    const limited = ['-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, '--input-type=module', '--eval'];
    const { status, stderr } = spawnSync('sh', [...limited, program], { encoding: 'utf8', timeout: 10_000 });
    expect(stderr).to.contain('EFBIG');
    expect(status).to.equal(1);
    expect(readFileSync(path, 'utf8')).to.equal('old');
    expect(readdirSync(folder)).to.deep.equal(['a']);
    rmSync(folder, { recursive: true });
  });

  it('replaces the text, keeps the mode, and leaves nothing else behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearsay-write-'));
    const path = join(folder, 'a');
    writeFileSync(path, 'old', { mode: 0o600 });
    writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).to.equal('new');
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(() => writeFileAtomically(join(folder, 'missing', 'b'), 'x')).to.throw('ENOENT');
    expect(readdirSync(folder)).to.deep.equal(['a']);
    rmSync(folder, { recursive: true });
  });
});
