/** Any bytes at the door of the codec. `make fuzz` runs it with a million inputs. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Message } from '../../gossip/core/messages.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { CIPHER_SUITE } from '../../gossip/node/cipher-suite.ts';
import { crc32c } from '../../gossip/wire/crc32c.ts';
import {
  clusterHashOf,
  DATAGRAM_LIMIT,
  DatagramEncoder,
  decodeDatagram,
  HEADER_SIZE,
} from '../../gossip/wire/datagram.ts';
import { Keyring } from '../../gossip/wire/keyring.ts';
import { MESSAGE_TYPES } from '../../gossip/wire/message-types.ts';
import { Random } from '../../lib/base/random.ts';
import { buildShardMap } from '../../shard/index.ts';
import { MESSAGES, record } from './arbitraries.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 12_000);
const CLUSTER = clusterHashOf('hearsay');
const SENDER = '0123456789abcdef';
const KEY = new Uint8Array(32).fill(7);
const CODES = Object.values(MESSAGE_TYPES).map(({ code }) => code);
/** A few good ones of each type, to be spoiled. */
const SAMPLES: Message[] = Object.values<fc.Arbitrary<Message>>(MESSAGES).flatMap((arbitrary) =>
  fc.sample(arbitrary, { seed: 1, numRuns: 20 }),
);
const keyring = new Keyring(CIPHER_SUITE, SENDER, [KEY]);
const encoder = new DatagramEncoder(CLUSTER, SENDER);

function encoded(messages: readonly Message[]): Buffer {
  const datagrams: Buffer[] = [];
  encoder.encode(messages, (bytes) => datagrams.push(Buffer.from(bytes)));
  return datagrams[0] as Buffer;
}

function randomBytes(random: Random, size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, () => random.below(256)));
}

function sign(datagram: Buffer): Buffer {
  const end = datagram.length - 4;
  datagram.writeUInt32BE(crc32c(datagram, 0, end), end);
  return datagram;
}

/** A good header, the body, and a right checksum. */
function withBody(body: Buffer): Buffer {
  const header = encoded([{ type: 'nack', seq: 1 }]).subarray(0, HEADER_SIZE);
  return sign(Buffer.concat([header, body, Buffer.alloc(4)]));
}

function someSamples(random: Random): Message[] {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(SAMPLES));
}

const GENERATORS: { [kind: string]: (random: Random) => Buffer } = {
  'random bytes': (random) => randomBytes(random, random.below(DATAGRAM_LIMIT + 100)),
  'a good header and a random body': (random) => withBody(randomBytes(random, random.below(200))),
  'known types with random values': (random) => {
    const items = Array.from({ length: 1 + random.below(4) }, () => {
      const size = random.below(120);
      return Buffer.concat([Buffer.from([random.pick(CODES), size]), randomBytes(random, size)]);
    });
    return withBody(Buffer.concat(items));
  },
  'good messages with flipped bits': (random) => {
    const datagram = encoded(someSamples(random));
    for (let flips = random.below(4); flips >= 0; flips--) {
      const at = random.below(datagram.length);
      datagram[at] = (datagram[at] as number) ^ (1 << random.below(8));
    }
    return random.chance(0.9) ? sign(datagram) : datagram;
  },
  'good messages cut short or run together': (random) => {
    const datagram = encoded(someSamples(random));
    const body = datagram.subarray(HEADER_SIZE, HEADER_SIZE + random.below(datagram.length - HEADER_SIZE));
    const more = encoded(someSamples(random)).subarray(HEADER_SIZE + random.below(20));
    return withBody(Buffer.concat(random.chance(0.5) ? [body] : [body, more]).subarray(0, 1100));
  },
};

describe('fuzzing the codec', function () {
  this.timeout(20_000 + RUNS);

  it('a record with any weight and number of shards: what is taken can be placed', () => {
    // Where all values are as likely, few are good; the edges are tried often.
    const weight = fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 250, max: 260 }));
    const shards = fc.integer({ min: 0, max: 255 });
    let taken = 0;
    fc.assert(
      fc.property(record, weight, shards, (good, anyWeight, anyShards) => {
        const foreign: MemberRecord = { ...good, state: 'alive', weight: anyWeight, shards: anyShards };
        const decoded = decodeDatagram(encoded([{ type: 'alive', record: foreign }]), CLUSTER);
        const isInRange = anyWeight >= 1 && anyWeight <= 256 && anyShards >= 1;
        expect(decoded.ok).to.equal(isInRange);
        if (!decoded.ok) return;
        taken++;
        expect(buildShardMap([foreign], 1).shards).to.have.lengthOf(anyShards);
      }),
      { numRuns: 100 },
    );
    expect(taken).to.be.above(0);
  });

  for (const [kind, generate] of Object.entries(GENERATORS)) {
    it(`${kind}: never a throw, and what is taken can be passed on as it is`, () => {
      let taken = 0;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
          const datagram = generate(new Random(seed));
          const sealed = Buffer.from(datagram);
          if (sealed.length > 2) sealed[2] = 1;
          expect(decodeDatagram(sealed, CLUSTER, keyring).ok).to.equal(false);
          const decoded = decodeDatagram(datagram, CLUSTER);
          if (!decoded.ok) return;
          taken++;
          if (decoded.messages.length === 0) return;
          const again = decodeDatagram(encoded(decoded.messages), CLUSTER);
          expect(again.ok && again.messages).to.deep.equal(
            decoded.messages.slice(0, again.ok ? again.messages.length : 0),
          );
        }),
        { numRuns: Math.ceil(RUNS / Object.keys(GENERATORS).length) },
      );
      // Otherwise the generator would test nothing but the first checks.
      if (kind.startsWith('good')) expect(taken).to.be.above(0);
    });
  }
});
