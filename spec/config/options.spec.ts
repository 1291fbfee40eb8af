import { expect } from 'chai';
import { parseJoinAddress } from '../../lib/config/join-address.ts';
import { membershipSelf } from '../../lib/config/membership-settings.ts';
import {
  FIXED_SETTINGS,
  type NodeOptions,
  OPTION_KEYS,
  OPTIONS,
  optionNamed,
  optionSpec,
  variableOf,
} from '../../lib/config/options.ts';
import { announcedHost, ConfigError, loopbackOf, portsOf, resolveOptions } from '../../lib/config/resolve.ts';
import { byteSize, choice, formatBytes, integer } from '../../lib/config/value-types.ts';

describe('the option table', () => {
  it('has defaults that their own types accept and that survive being written and read back', () => {
    for (const key of OPTION_KEYS) {
      const { type, default: byDefault } = optionSpec(key);
      expect(type.accepts(byDefault), key).to.equal(true);
      expect(type.parse(type.format(byDefault)), key).to.deep.equal(byDefault);
    }
  });

  it('names every option once, in lower case, apart from the fixed settings', () => {
    const names = [...OPTION_KEYS.map((key) => OPTIONS[key].name), ...Object.keys(FIXED_SETTINGS)];
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z][a-z-]*$/);
  });

  it('derives variables and finds options by name', () => {
    expect(variableOf('shardPort')).to.equal('HEARSAY_SHARD_PORT');
    expect(optionNamed('proxy-timeout')).to.equal('proxyTimeoutMs');
    expect(optionNamed('proxy')).to.equal(undefined);
  });
});

describe('value types', () => {
  it('integer takes whole numbers within its range only', () => {
    const type = integer(-5, 100);
    expect(type.parse(['100'])).to.equal(100);
    expect(type.parse(['-5'])).to.equal(-5);
    for (const word of ['', ' 7', '7 ', '1.5', '1e2', '0x10', '101', '-6', 'NaN', '9'.repeat(40)]) {
      expect(type.parse([word]), word).to.equal(undefined);
    }
    expect(type.parse(['1', '2'])).to.equal(undefined);
    expect(type.parse([])).to.equal(undefined);
  });

  it("byteSize takes Redis's units in any case", () => {
    const type = byteSize(0, 2 ** 40);
    const sizes = {
      12: 12,
      '12b': 12,
      '2k': 2000,
      '2kb': 2048,
      '3m': 3e6,
      '3MB': 3145728,
      '1g': 1e9,
      '1Gb': 2 ** 30,
    };
    for (const [word, bytes] of Object.entries(sizes)) expect(type.parse([word]), word).to.equal(bytes);
    for (const word of ['', 'mb', '1.5gb', '-1', '1tb', '1 gb', '2048gb']) {
      expect(type.parse([word]), word).to.equal(undefined);
    }
  });

  it('formatBytes uses the largest unit that fits', () => {
    expect([512, 1024, 1536, 268435456, 2 ** 30].map(formatBytes)).to.deep.equal([
      '512',
      '1kb',
      '1536',
      '256mb',
      '1gb',
    ]);
  });

  it('choice takes its words in any case', () => {
    expect(choice('info', 'warn').parse(['WARN'])).to.equal('warn');
    expect(choice('info', 'warn').parse(['loud'])).to.equal(undefined);
  });
});

describe('parseJoinAddress', () => {
  it('takes a client address, whose bus port is 10000 higher, or a bus port', () => {
    expect(parseJoinAddress('127.0.0.1:7001')).to.deep.equal({ host: '127.0.0.1', busPort: 17001 });
    expect(parseJoinAddress('cache-2.lan:7001@9000')).to.deep.equal({ host: 'cache-2.lan', busPort: 9000 });
    expect(parseJoinAddress('[::1]:7001')).to.deep.equal({ host: '::1', busPort: 17001 });
  });

  it('refuses all else', () => {
    const bad = [
      '',
      'host',
      ':7001',
      'host:',
      'host:port',
      'host:60000',
      'host:1@0',
      'host:1@65536',
      'host:0',
      'h\u00f6st:1',
      'a\u0001b:1',
      `[${'0'.repeat(300)}]:1`,
      '::1:7001',
      'a b:1',
    ];
    for (const address of bad) expect(parseJoinAddress(address), address).to.equal(undefined);
  });
});

describe('resolveOptions', () => {
  const refused = (given: Partial<NodeOptions>): string => {
    try {
      resolveOptions(given);
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigError);
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('fills in the defaults', () => {
    const options = resolveOptions({ port: 7001 });
    expect(options.port).to.equal(7001);
    expect(options.host).to.equal('127.0.0.1');
    expect(options.hfMs).to.equal(200);
    expect(options.clientOutputLimitBytes).to.equal(1024 ** 3);
    expect(Object.keys(options)).to.deep.equal(OPTION_KEYS);
  });

  it('bounds copies, zone and weight', () => {
    const { replicas, minAcks, zone, weight } = resolveOptions({});
    expect([replicas, minAcks, zone, weight]).to.deep.equal([1, 0, '', 1]);
    expect(refused({ replicas: 4 })).to.equal('replicas 4: must be an integer from 0 to 3');
    expect(refused({ minAcks: -1 })).to.equal('minAcks -1: must be an integer from 0 to 3');
    expect(refused({ weight: 0 })).to.equal('weight 0: must be an integer from 1 to 256');
    for (const bad of ['a b', 'z\u00fcrich', 'x'.repeat(65), 'a\n']) {
      expect(refused({ zone: bad }), bad).to.contain('must be up to 64 letters, digits and signs');
    }
    expect(refused({ zone: 'eu-west-1/rack:7' })).to.equal('accepted');
  });

  it('tells the other members the zone and the weight', () => {
    const identity = { memberId: 'a'.repeat(40), generation: 1 };
    const ports = { clientPort: 7001, shardPort: 8001, busPort: 17001 };
    const self = membershipSelf(resolveOptions({ zone: 'rack-1', weight: 3 }), identity, ports);
    expect(self).to.include({ zone: 'rack-1', weight: 3 });
  });

  it('names the option, the value and what is allowed', () => {
    expect(refused({ port: 70_000 })).to.equal('port 70000: must be an integer from 0 to 65535');
    expect(refused({ name: 'a b' })).to.contain("name a b: must be up to 64 letters, digits, '.'");
    expect(refused({ join: ['nowhere'] })).to.contain('join nowhere: must be HOST:PORT');
    expect(refused({ ttl: 900 } as Partial<NodeOptions>)).to.contain('unknown option ttl');
    expect(refused({ prot: 1 } as Partial<NodeOptions>)).to.equal('unknown option prot (did you mean port?)');
  });

  it('refuses a ttl of less than five heartbeats, with the reason', () => {
    expect(refused({ hfMs: 200, ttlMs: 999 })).to.match(
      /^ttlMs 999: must be at least 5 x hf \(1000 ms .*crash$/,
    );
    expect(refused({ hfMs: 200, ttlMs: 1000 })).to.equal('accepted');
  });

  it('wants an address to announce when it listens on every interface', () => {
    expect(refused({ host: '0.0.0.0' })).to.contain('announceHost: is needed when host is 0.0.0.0');
    for (const host of ['::', '0', '::0', '0:0:0:0:0:0:0:0']) {
      expect(refused({ host })).to.contain(`announceHost: is needed when host is ${host};`);
      expect(refused({ announceHost: host })).to.contain(`announceHost ${host}: is every interface;`);
      expect(refused({ host, announceHost: '10.0.0.1' })).to.equal('accepted');
    }
    expect(['0', '::0', '10.0.0.1'].map(loopbackOf)).to.deep.equal(['127.0.0.1', '::1', '10.0.0.1']);
  });

  it('refuses hosts that membership would not take, or clients could not read in CLUSTER NODES', () => {
    for (const bad of ['[::1]', 'a,b', 'a b', 'h\u00f6st', 'a\u0001', 'a'.repeat(256), '*']) {
      expect(refused({ host: bad }), bad).to.contain('must be an IP address or a host name');
      expect(refused({ announceHost: bad }), bad).to.contain('must be an IP address or a host name');
    }
    for (const good of ['fe80::1%eth0', 'cache_2.lan', '10.0.0.1'])
      expect(refused({ host: good, announceHost: good })).to.equal('accepted');
  });

  it('refuses ports that collide or run out of range', () => {
    expect(refused({ port: 60_000 })).to.contain(
      'busPort: the bus port that follows from the client port would be 70000',
    );
    expect(refused({ port: 60_000, busPort: 50_000 })).to.equal('accepted');
    expect(refused({ port: 7000, shardPort: 7000 })).to.equal(
      'shardPort: the shard port is the client port too (7000)',
    );
    expect(refused({ port: 7000, shardPort: 17000 })).to.equal(
      'busPort: the bus port is the shard port too (17000)',
    );
    expect(refused({ port: 7000, shardPort: 16_998, shards: 2 })).to.equal('accepted');
    expect(refused({ port: 7000, shardPort: 16_998, shards: 3 })).to.equal(
      'shardPort: the shard 2 port is the bus port too (17000)',
    );
    expect(refused({ port: 7000, shardPort: 65_534, shards: 3 })).to.contain(
      'shardPort: the shard 2 port that follows from the client port would be 65536',
    );
  });

  it('derives the ports and the announced host', () => {
    expect(portsOf(resolveOptions({ port: 7001 }))).to.deep.equal({ client: 7001, shard: 8001, bus: 17001 });
    expect(portsOf(resolveOptions({ port: 7001, busPort: 9000 }))).to.deep.equal({
      client: 7001,
      shard: 8001,
      bus: 9000,
    });
    expect(portsOf(resolveOptions({ port: 0 }))).to.deep.equal({ client: 0, shard: 0, bus: 0 });
    expect(announcedHost(resolveOptions({}))).to.equal('127.0.0.1');
    expect(announcedHost(resolveOptions({ announceHost: 'a.lan' }))).to.equal('a.lan');
  });
});
