import { expect } from 'chai';
import { createMembership, type Membership } from '../../gossip/index.ts';

const SECRET = '00112233445566778899aabbccddeeff'.repeat(2);
const GOOD = { id: 'a'.repeat(40), name: 'n', bindHost: '127.0.0.1', busPort: 0 };

/** As a program would that is not type-checked. */
function create(options: object): Membership {
  return Reflect.apply(createMembership, undefined, [{ ...GOOD, ...options }]);
}

/** The message of the RangeError that is thrown. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(RangeError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('options of a membership', () => {
  const WRONG: readonly (readonly [options: object, message: string])[] = [
    [{ id: 'abc' }, "id must be 40 lower-case hex digits, not 'abc'"],
    [{ id: undefined }, 'id must be 40 lower-case hex digits, not undefined'],
    [{ name: undefined }, 'name must be a string of at most 64 bytes, not undefined'],
    [
      { name: '\u00e9'.repeat(33) },
      `name must be a string of at most 64 bytes, not '${'\u00e9'.repeat(33)}'`,
    ],
    [{ zone: 7 }, 'zone must be a string of at most 64 bytes, not 7'],
    [{ clusterName: null }, 'clusterName must be a string of at most 64 bytes, not null'],
    [{ name: 'a\nb' }, "name must have no control characters, and be valid Unicode, not 'a\\nb'"],
    [{ zone: '\ud800' }, "zone must have no control characters, and be valid Unicode, not '\\ud800'"],
    [{ announceHost: 'a\tb' }, "announceHost must be an address or host name, not 'a\\tb'"],
    [{ bindHost: undefined }, 'bindHost must be an address or host name, not undefined'],
    [
      { bindHost: '0.0.0.0' },
      "announceHost must be set to an address that the others can reach, not '0.0.0.0'",
    ],
    [{ bindHost: '::0' }, "announceHost must be set to an address that the others can reach, not '::0'"],
    [{ announceHost: '' }, "announceHost must be an address or host name, not ''"],
    [{ busPort: '7000' }, "busPort must be a port number, or 0 for any, not '7000'"],
    [{ clientPort: -1 }, 'clientPort must be a port number, not -1'],
    [{ shardPort: 65_535, shards: 2 }, 'shardPort must leave room for 2 ports, not 65535'],
    [{ shardPort: 70_000 }, 'shardPort must be a port number, not 70000'],
    [{ shards: 0 }, 'shards must be an integer from 1 to 255, not 0'],
    [{ weight: 257 }, 'weight must be an integer from 1 to 256, not 257'],
    [{ weight: 1.5 }, 'weight must be an integer from 1 to 256, not 1.5'],
    [{ generation: 2 ** 48 }, 'generation must be an integer from 0 to 2^48 - 1, not 281474976710656'],
    [{ seeds: '127.0.0.1:5' }, "seeds must be an array of addresses: { host, port }, not '127.0.0.1:5'"],
    [{ seeds: ['127.0.0.1:5'] }, "seeds[0] must be an address: { host, port }, not '127.0.0.1:5'"],
    [{ seeds: [{ host: 'a', port: 1 }, { port: 5 }] }, 'seeds[1] must name a host, not undefined'],
    [{ seeds: [{ host: 'a', port: 0 }] }, 'seeds[0] must have a port from 1 to 65535, not 0'],
    [{ phase: 'x' }, "phase must be one of joining, serving, leaving, not 'x'"],
    [{ phase: 'stalled' }, "phase must be one of joining, serving, leaving, not 'stalled'"],
    [{ metadata: 'abc' }, "metadata must be a Uint8Array of at most 256 bytes, not 'abc'"],
    [{ heartbeats: [] }, 'heartbeats must be memory of newHeartbeats, not []'],
    [{ crashEvidence: 'no' }, "crashEvidence must be true or false, not 'no'"],
    [{ hfMs: 0.001, ttlMs: 1 }, 'hfMs must be a number of milliseconds from 20 to 60000, not 0.001'],
    [{ hfMs: '200' }, "hfMs must be a number of milliseconds from 20 to 60000, not '200'"],
    [{ ttlMs: Infinity }, 'ttlMs must be a number of milliseconds from 100 to 600000, not Infinity'],
    [{ ttlMs: NaN }, 'ttlMs must be a number of milliseconds from 100 to 600000, not NaN'],
    [{ forgetTtlMs: 0 }, 'forgetTtlMs must be a number of milliseconds from 100 to 86400000, not 0'],
    [{ retentionMs: -1 }, 'retentionMs must be a number of milliseconds from 0 to 31536000000, not -1'],
    [{ keys: SECRET }, 'keys must be an array of keys'],
    [{ keys: null }, 'keys must be an array of keys'],
  ];

  for (const [options, message] of WRONG) {
    it(`are refused if they are wrong: ${message}`, () => {
      expect(refusal(() => create(options))).to.equal(message);
    });
  }

  it('a ttl needs at least 5 hf', () => {
    expect(refusal(() => create({ hfMs: 200, ttlMs: 999 }))).to.contain('must be at least 5 times hf');
  });

  it('a long value is shown in part', () => {
    expect(refusal(() => create({ id: 'x'.repeat(1_000_000) }))).to.have.length.below(300);
    const message = refusal(() => create({ metadata: new Uint8Array(100_000) }));
    expect(message).to.contain('not Uint8Array(100000)').and.have.length.below(300);
  });

  it('no byte of a key is ever shown', () => {
    const bytes = Buffer.from(SECRET, 'hex');
    const good = new Uint8Array(32);
    const message = refusal(() => create({ keys: [good, SECRET] }));
    expect(message).to.equal('keys[1] must be a Uint8Array of 32 bytes, not of type string');
    const membership = create({ keys: [good] });
    for (const bad of [SECRET, Buffer.concat([bytes, bytes]), [...bytes]]) {
      for (const step of ['installKey', 'useKey', 'removeKey'] as const) {
        const text = refusal(() => Reflect.apply(membership[step], membership, [bad]));
        expect(text).to.match(/^key must be a Uint8Array of 32 bytes, not of (type string|type object|64)$/);
      }
    }
  });

  it('hold for what is changed later, too', () => {
    const membership = create({});
    const call = (method: 'setPhase' | 'setMetadata' | 'reconfigure' | 'meet', ...args: unknown[]): string =>
      refusal(() => Reflect.apply(membership[method], membership, args));
    expect(call('setPhase', 'stalled')).to.contain('phase must be one of');
    expect(call('setMetadata', 'abc')).to.contain('metadata must be a Uint8Array of at most 256 bytes');
    expect(call('reconfigure', { crashEvidence: 1 })).to.equal('crashEvidence must be true or false, not 1');
    expect(call('meet', '127.0.0.1', 70_000)).to.equal('meet must have a port from 1 to 65535, not 70000');
    expect(call('meet', '', 7000)).to.equal("meet must name a host, not ''");
  });
});
