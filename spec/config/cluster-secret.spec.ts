import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterKeys, parseSecret } from '../../lib/config/cluster-secret.ts';
import { LiveOptions } from '../../lib/config/live-options.ts';
import { loadOptions } from '../../lib/config/load.ts';
import { ConfigError, resolveOptions } from '../../lib/config/resolve.ts';

const HEX = '00112233445566778899aabbccddeeff'.repeat(2);
const KEY = new Uint8Array(Buffer.from(HEX, 'hex'));
const OTHER = new Uint8Array(32).fill(7);
const OTHER_BASE64 = Buffer.from(OTHER).toString('base64');

describe('the secret of a cluster', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-secret-'));
    path = join(folder, 'secret');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const keysOf = (text: string): Uint8Array[] => {
    writeFileSync(path, text);
    return clusterKeys(resolveOptions({ clusterSecretFile: path }));
  };
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('is read from a file, a key a line, in hex or base64, with comments', () => {
    const text = `# keys\n${HEX}\r\n\n  ${OTHER_BASE64}\n${OTHER_BASE64.replace('=', '')}\n`;
    expect(keysOf(text)).to.deep.equal([KEY, OTHER, OTHER]);
  });

  it('is refused if a line is no key, by its number and without a word of it', () => {
    for (const bad of [
      'short',
      HEX.slice(1),
      `${HEX}0`,
      Buffer.alloc(31).toString('base64'),
      'g'.repeat(64),
    ]) {
      const message = refusal(() => keysOf(`${HEX}\n${bad}\n`));
      expect(message).to.match(/secret:2: must be a key of 32 bytes/);
      expect(message).not.to.contain(bad);
    }
    expect(refusal(() => keysOf('\n# nothing\n'))).to.contain('holds no key');
    expect(refusal(() => keysOf(`${HEX}\n`.repeat(9)))).to.contain('more than 8 keys');
    expect(refusal(() => keysOf('x'.repeat(70_000)))).to.contain('is longer than');
    rmSync(path);
    expect(refusal(() => clusterKeys(resolveOptions({ clusterSecretFile: path })))).to.match(
      /^cannot read cluster-secret-file .*secret: ENOENT/,
    );
    expect(refusal(() => clusterKeys(resolveOptions({ clusterSecretFile: folder })))).to.contain(
      `cannot read cluster-secret-file ${folder}: EISDIR`,
    );
    // No more of a file is read than a file of secrets may have, or one without an end would take all memory.
    writeFileSync(path, '');
    truncateSync(path, 2 ** 32);
    expect(refusal(() => clusterKeys(resolveOptions({ clusterSecretFile: path })))).to.equal(
      `cluster-secret-file ${path} is longer than 65536 bytes`,
    );
  });

  it('may stand in its variable, and nowhere else', () => {
    const { clusterSecret } = loadOptions(new Map(), {
      HEARSAY_CLUSTER_SECRET: ` ${HEX} ${OTHER_BASE64}`,
    });
    expect(parseSecret(clusterSecret)).to.deep.equal([KEY, OTHER]);
    expect(refusal(() => loadOptions(new Map([['cluster-secret', [HEX]]]), {}))).to.equal(
      'unknown flag --cluster-secret',
    );
    writeFileSync(path, `cluster-secret ${HEX}\n`);
    const inFile = refusal(() => loadOptions(new Map([['config', [path]]]), {}));
    expect(inFile)
      .to.contain(
        'secret:1: cluster-secret cannot stand in a config file: use cluster-secret-file or HEARSAY_',
      )
      .and.not.contain(HEX);
  });

  it('never appears in a message, nor in what CONFIG GET shows', () => {
    const bad = `${HEX}0`;
    const message = refusal(() => loadOptions(new Map(), { HEARSAY_CLUSTER_SECRET: bad }));
    expect(message)
      .to.contain('HEARSAY_CLUSTER_SECRET (hidden): must be keys of 32 bytes')
      .and.not.contain(HEX);
    expect(refusal(() => resolveOptions({ clusterSecret: bad }))).not.to.contain(HEX);
    const live = new LiveOptions(resolveOptions({ clusterSecret: HEX }), () => {});
    expect(live.get(['*']).flat().join()).not.to.contain(HEX);
    expect(live.set([['cluster-secret', bad]])).to.match(/^Unknown option/);
  });

  it('is given once', () => {
    expect(refusal(() => resolveOptions({ clusterSecret: HEX, clusterSecretFile: path }))).to.contain(
      'cannot be given together',
    );
    expect(clusterKeys(resolveOptions({}))).to.deep.equal([]);
  });
});
