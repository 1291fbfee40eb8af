import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadOptions, misspeltVariables } from '../../lib/config/load.ts';
import { ConfigError } from '../../lib/config/resolve.ts';

describe('loadOptions', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-config-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const fileWith = (text: string): string => {
    const path = join(folder, 'hearsay.conf');
    writeFileSync(path, text);
    return path;
  };
  const flags = (...given: [string, ...string[]][]): Map<string, string[]> =>
    new Map(given.map(([name, ...words]) => [name, words]));
  const refused = (load: () => unknown): string => {
    try {
      load();
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('takes a flag before a variable before the file before the default', () => {
    const config = fileWith('port 1001\nhf 101\nttl 3001\nname from-file\n');
    const environment = { HEARSAY_PORT: '1002', HEARSAY_HF: '102', HEARSAY_CONFIG: config };
    const options = loadOptions(flags(['port', '1003']), environment);
    expect(options).to.include({ port: 1003, hfMs: 102, ttlMs: 3001, name: 'from-file', maxClients: 10_000 });
    expect(options.configFile).to.equal(config);
  });

  it('collects what a list is given in one source, and only there', () => {
    const config = fileWith('join a:1 b:2\njoin c:3\n');
    expect(loadOptions(flags(['config', config]), {}).join).to.deep.equal(['a:1', 'b:2', 'c:3']);
    expect(loadOptions(flags(['config', config]), { HEARSAY_JOIN: 'd:4, e:5 f:6' }).join).to.deep.equal([
      'd:4',
      'e:5',
      'f:6',
    ]);
    expect(loadOptions(flags(['join', 'g:7', 'h:8'], ['config', config]), {}).join).to.deep.equal([
      'g:7',
      'h:8',
    ]);
  });

  it('takes commas between the members of a list, whatever the source, and no empty word but an empty variable', () => {
    const three = ['a:1', 'b:2', 'c:3'];
    expect(loadOptions(flags(['join', 'a:1,b:2', 'c:3']), {}).join).to.deep.equal(three);
    expect(loadOptions(flags(['config', fileWith('join a:1, b:2,c:3\n')]), {}).join).to.deep.equal(three);
    expect(loadOptions(flags(), { HEARSAY_JOIN: ' ' }).join).to.deep.equal([]);
    for (const empty of ['', ' , '])
      expect(refused(() => loadOptions(flags(['join', empty]), {}))).to.match(
        /^--join .*: must be HOST:PORT/,
      );
  });

  it('takes the last of a flag that is given twice', () => {
    expect(loadOptions(flags(['port', '1', '2']), {}).port).to.equal(2);
  });

  it('names the flag, the variable, or the file and line of a bad value', () => {
    expect(refused(() => loadOptions(flags(['port', 'x']), {}))).to.equal(
      '--port x: must be an integer from 0 to 65535',
    );
    expect(refused(() => loadOptions(flags(), { HEARSAY_PORT: '' }))).to.equal(
      "HEARSAY_PORT '': must be an integer from 0 to 65535",
    );
    const config = fileWith('# one\n\nlog-level loud\n');
    expect(refused(() => loadOptions(flags(['config', config]), {}))).to.match(
      /hearsay\.conf:3: log-level loud: must be one of trace, debug/,
    );
    expect(refused(() => loadOptions(flags(['ttl', '500']), { HEARSAY_HF: '400' }))).to.contain(
      '--ttl 500: must be',
    );
  });

  it('refuses lines that set nothing that can be set', () => {
    const refusedLine = (text: string): string =>
      refused(() => loadOptions(flags(['config', fileWith(text)]), {}));
    expect(refusedLine('prot 1')).to.contain('hearsay.conf:1: unknown option prot (did you mean port?)');
    const ofAnotherFile = refusedLine('HEARSAY_CLUSTER_SECRET=0123abcd');
    expect(ofAnotherFile).to.contain('unknown option hearsay_cluster_secret=').and.not.to.contain('0123');
    expect(refusedLine('appendonly yes')).to.contain(':1: appendonly cannot be set');
    expect(refusedLine('config other.conf')).to.contain('cannot name another');
    expect(refusedLine('port 1\nport 2')).to.contain(':2: port: was set in line 1 already');
    expect(refusedLine('port')).to.contain(":1: port '': must be");
    expect(refusedLine('port 1 2')).to.contain(':1: port 1 2: must be');
    expect(refusedLine('dir "x')).to.contain(':1: quotes');
  });

  it('says so when the file cannot be read or is too long', () => {
    expect(refused(() => loadOptions(flags(['config', join(folder, 'none')]), {}))).to.contain(
      'cannot read config file',
    );
    const config = fileWith('#'.repeat(1024 * 1024 + 1));
    expect(refused(() => loadOptions(flags(['config', config]), {}))).to.contain('is longer than');
  });

  it('leaves variables that are no option alone', () => {
    expect(loadOptions(flags(), { HEARSAY_SERVICE_HOST: 'x' }).host).to.equal('127.0.0.1');
    const ofKubernetes = ['SERVICE_HOST', 'SERVICE_PORT', 'PORT_6379_TCP', 'PORT_6379_TCP_ADDR'];
    const others = Object.fromEntries(ofKubernetes.map((name) => [`HEARSAY_${name}`, 'x']));
    expect(loadOptions(flags(), { HEARSAY_PORT: 'tcp://10.0.0.1:6379' }).port).to.equal(6379);
    const join = refused(() => loadOptions(flags(), { HEARSAY_JOIN: 'tcp://10.0.0.1:6379' }));
    expect(join, 'no other variable may have such an address').to.contain('HEARSAY_JOIN');
    expect(misspeltVariables({ ...others, HEARSAY_PORT: '1', HEARS: '' })).to.deep.equal([]);
    expect(misspeltVariables({ HEARSAY_MAX_MEMORY: '1gb' })).to.deep.equal([
      'HEARSAY_MAX_MEMORY is no option (did you mean HEARSAY_MAXMEMORY?): it counts for nothing',
    ]);
  });
});
