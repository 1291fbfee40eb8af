import { expect } from 'chai';
import { type FlagSpec, parseFlags } from '../../lib/cli/flags.ts';
import { ConfigError } from '../../lib/config/resolve.ts';

describe('parseFlags', () => {
  const known: FlagSpec[] = [
    { name: 'port', allowed: 'a port', doc: '' },
    { name: 'join', allowed: 'an address', doc: '' },
    { name: 'help', doc: '' },
  ];
  const refused = (...words: string[]): string => {
    try {
      parseFlags(words, known);
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('takes a value in the next word or after an equals sign, and collects those given again', () => {
    const flags = parseFlags(['--join', 'a:1', '--port=7001', '--join=b:2', '--help'], known);
    expect([...flags]).to.deep.equal([
      ['join', ['a:1', 'b:2']],
      ['port', ['7001']],
      ['help', []],
    ]);
  });

  it('leaves the value as it is', () => {
    expect(parseFlags(['--port', '-1', '--join='], known).get('port')).to.deep.equal(['-1']);
    expect(parseFlags(['--join='], known).get('join')).to.deep.equal(['']);
  });

  it('names an unknown flag and the one that was probably meant', () => {
    expect(refused('--prot', '1')).to.equal('unknown flag --prot (did you mean --port?)');
    expect(refused('-p', '1')).to.equal('unknown flag -p; known are --port, --join, --help');
    expect(refused('--something')).to.equal('unknown flag --something; known are --port, --join, --help');
  });

  it('says nothing of the value of an unknown flag, and what to give instead of a secret', () => {
    expect(refused('--prot=1')).to.equal('unknown flag --prot (did you mean --port?)');
    const hint = 'cluster-secret has no flag: use --cluster-secret-file or HEARSAY_CLUSTER_SECRET';
    expect(refused('--cluster-secret=abc')).to.equal(hint);
    expect(refused('--cluster-secret', 'abc')).to.equal(hint);
    expect(refused('--cluster-secrets=abc')).to.match(/^unknown flag --cluster-secrets; /);
  });

  it('says what a flag without its value needs', () => {
    expect(refused('--port')).to.equal('--port needs a value: a port');
    expect(refused('--port', '--help')).to.equal('--port needs a value: a port');
    expect(refused('--help=yes')).to.equal('--help yes: takes no value');
  });

  it('refuses words that are no flags', () => {
    expect(refused('7001')).to.equal("unexpected argument '7001'");
    expect(refused('--', '--port')).to.equal("unexpected argument '--port'");
  });
});
