import { createCipheriv, hkdfSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Message } from '../../gossip/core/messages.ts';
import { CIPHER_SUITE } from '../../gossip/node/cipher-suite.ts';
import { crc32c } from '../../gossip/wire/crc32c.ts';
import {
  clusterHashOf,
  DATAGRAM_LIMIT,
  DatagramEncoder,
  decodeDatagram,
} from '../../gossip/wire/datagram.ts';
import { KEY_LIMIT, Keyring, SUBKEY_LIMIT } from '../../gossip/wire/keyring.ts';
import { Random } from '../../lib/base/random.ts';
import { anyMessage, MESSAGES, record } from './arbitraries.ts';

const CLUSTER = clusterHashOf('hearsay');
const SENDER = '0123456789abcdef';
const RECEIVER = 'fedcba9876543210';
const OTHER = '00000000000000ff';
const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const OTHER_KEY = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const NACK: Message = { type: 'nack', seq: 7 };

const ringOf = (...keys: Uint8Array[]): Keyring => new Keyring(CIPHER_SUITE, RECEIVER, keys);

/** Seals with the keys of the ring, for the receiver unless told otherwise. */
function encode(
  messages: readonly Message[],
  ring?: Keyring,
  sender = SENDER,
  destination: string | undefined = RECEIVER,
): Buffer[] {
  const keyring = ring && new Keyring(CIPHER_SUITE, sender, ring.keys);
  const datagrams: Buffer[] = [];
  new DatagramEncoder(CLUSTER, sender, keyring).encode(
    messages,
    (bytes) => datagrams.push(Buffer.from(bytes)),
    destination,
  );
  return datagrams;
}

function encodeOne(keyring?: Keyring, sender = SENDER): Buffer {
  return encode([NACK], keyring, sender)[0] as Buffer;
}

/** `ok`, or why the datagram is dropped. */
function outcome(datagram: Buffer, keyring?: Keyring): string {
  const decoded = decodeDatagram(datagram, CLUSTER, keyring);
  return decoded.ok ? 'ok' : decoded.reason;
}

describe('sealed datagrams', () => {
  it('come back as they were, in datagrams of at most 1200 bytes, and show nothing of the body', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 40 }), (any) => {
        const messages = any.map(
          (message): Message => (message.type === 'ping' ? { ...message, target: RECEIVER } : message),
        );
        const receiver = ringOf(KEY);
        const datagrams = encode(messages, ringOf(KEY));
        const back = datagrams.flatMap((datagram) => {
          expect(datagram.length).to.be.at.most(DATAGRAM_LIMIT);
          const decoded = decodeDatagram(datagram, CLUSTER, receiver);
          return decoded.ok ? decoded.messages : [];
        });
        expect(back).to.deep.equal(messages);
      }),
      { numRuns: 100 },
    );
    const [self] = fc.sample(record, { seed: 1, numRuns: 1 });
    const alive: Message = { type: 'alive', record: { ...self, state: 'alive', name: 'secret' } as never };
    expect((encode([alive])[0] as Buffer).includes('secret')).to.equal(true);
    expect((encode([alive], ringOf(KEY))[0] as Buffer).includes('secret')).to.equal(false);
  });

  it('are what the layout says: AES-256-GCM under HKDF of key and instance, nonce of salt and counter', () => {
    const datagram = encodeOne(ringOf(KEY));
    const info = Buffer.from(`hearsay gossip 1 subkey ${SENDER}`);
    const derived = Buffer.from(hkdfSync('sha256', KEY, '', info, 36));
    const keyId = Buffer.from(hkdfSync('sha256', KEY, '', Buffer.from('hearsay gossip 1 key id'), 1));
    const header = Buffer.alloc(24);
    header.set([0x48, 1, 1, keyId[0] as number]);
    header.writeUInt32BE(CLUSTER, 4);
    header.write(SENDER, 8, 'hex');
    header.writeUInt16BE(crc32c(Buffer.from(RECEIVER), 0, 16) & 0xffff, 16);
    header[23] = 1;
    const nonce = Buffer.concat([derived.subarray(32), header.subarray(16)]);
    const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), nonce);
    cipher.setAAD(header);
    const nack = [5, 0x84, 0, 0, 0, 0, 7];
    const sealed = Buffer.concat([cipher.update(Buffer.from(nack)), cipher.final(), cipher.getAuthTag()]);
    expect(datagram.toString('hex')).to.equal(Buffer.concat([header, sealed]).toString('hex'));
  });

  it('are good once: a replay is dropped, whatever came between', () => {
    const keyring = ringOf(KEY);
    const encoder = new DatagramEncoder(CLUSTER, SENDER, new Keyring(CIPHER_SUITE, SENDER, [KEY]));
    const sent: Buffer[] = [];
    for (let i = 0; i < 50; i++) encoder.encode([NACK], (bytes) => sent.push(Buffer.from(bytes)), RECEIVER);
    for (const datagram of sent.toReversed()) expect(outcome(datagram, keyring)).to.equal('ok');
    for (const datagram of sent) expect(outcome(datagram, keyring)).to.equal('replay');
  });

  it('with any bit flipped are dropped, and the good one still counts afterwards', () => {
    const keyring = ringOf(KEY);
    const datagram = encodeOne(ringOf(KEY));
    for (let bit = 0; bit < 8 * datagram.length; bit++) {
      const bad = Buffer.from(datagram);
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(outcome(bad, keyring), `bit ${bit}`).to.not.equal('ok');
    }
    for (let size = 0; size < datagram.length; size++)
      expect(outcome(datagram.subarray(0, size), keyring), `${size} bytes`).to.not.equal('ok');
    expect(outcome(datagram, keyring)).to.equal('ok');
  });

  it('sealed and clear never mix, nor do keys, nor cluster names', () => {
    expect(outcome(encodeOne(), ringOf(KEY))).to.equal('clear');
    expect(outcome(encodeOne(ringOf(KEY)))).to.equal('sealed');
    expect(outcome(encodeOne(ringOf(KEY)), ringOf(OTHER_KEY))).to.be.oneOf(['key', 'authentication']);
    const foreign = decodeDatagram(encodeOne(ringOf(KEY)), clusterHashOf('other'), ringOf(KEY));
    expect(foreign).to.deep.equal({ ok: false, reason: 'cluster' });
  });

  it('another key with the same id byte is tried and refused', () => {
    const ring = ringOf(KEY);
    let twin = Uint8Array.from(KEY);
    for (let i = 0; ringOf(twin).primaryId !== ring.primaryId || i === 0; i++)
      twin = Uint8Array.from({ length: 32 }, (_, at) => (at < 4 ? i >> (8 * at) : 9));
    expect(outcome(encodeOne(ringOf(KEY)), ringOf(twin))).to.equal('authentication');
    expect(outcome(encodeOne(ringOf(KEY)), ringOf(twin, KEY))).to.equal('ok');
  });

  it('are for one instance: another one drops them, and says which pings were not for it', () => {
    const other = (): Keyring => new Keyring(CIPHER_SUITE, OTHER, [KEY]);
    expect(outcome(encodeOne(ringOf(KEY)), other())).to.equal('destination');
    expect(outcome(encode([NACK], ringOf(KEY), SENDER, '')[0] as Buffer, ringOf(KEY))).to.equal(
      'destination',
    );
    const [sample] = fc.sample(MESSAGES.ping, { seed: 1, numRuns: 1 }) as [Message & { type: 'ping' }];
    const pings = encode([{ ...sample, target: RECEIVER }], ringOf(KEY), SENDER, OTHER);
    expect(outcome(pings[0] as Buffer, ringOf(KEY)), 'a ping says itself whom it is for').to.equal('ok');
    expect(decodeDatagram(pings[0] as Buffer, CLUSTER, other())).to.deep.equal({
      ...{ ok: false, reason: 'destination' },
      misdirected: { sender: SENDER, pinged: RECEIVER },
    });
  });

  it('with a join are for whoever is there, and what does not fit beside the join is not', () => {
    const [join] = fc.sample(MESSAGES.join, { seed: 1, numRuns: 1 }) as [Message];
    const alive = fc.sample(MESSAGES.alive, { seed: 2, numRuns: 20 });
    const datagrams = encode([join, ...alive], ringOf(KEY));
    const outcomes = datagrams.map((datagram) => outcome(datagram, new Keyring(CIPHER_SUITE, OTHER, [KEY])));
    expect(new Set(outcomes.slice(1))).to.deep.equal(new Set(['destination']));
    expect(outcomes[0]).to.equal('ok');
    const receiver = ringOf(KEY);
    for (const datagram of datagrams) expect(outcome(datagram, receiver)).to.equal('ok');
  });

  it('a key is exchanged in three steps, and nothing is lost between two members at any mix of neighbouring steps', () => {
    const steps = [[KEY], [KEY, OTHER_KEY], [OTHER_KEY, KEY], [OTHER_KEY]];
    for (let at = 0; at < steps.length; at++) {
      for (const other of [at - 1, at, at + 1]) {
        const keys = steps[other];
        if (!keys) continue;
        const datagram = encodeOne(ringOf(...(steps[at] as Uint8Array[])));
        expect(outcome(datagram, ringOf(...keys)), `${at} to ${other}`).to.equal('ok');
      }
    }
    expect(outcome(encodeOne(ringOf(KEY)), ringOf(OTHER_KEY))).to.not.equal('ok');
  });

  it('a window outlives a change of keys', () => {
    const sender = ringOf(KEY);
    const receiver = ringOf(KEY);
    const datagram = encodeOne(sender);
    expect(outcome(datagram, receiver)).to.equal('ok');
    receiver.setKeys([OTHER_KEY, KEY]);
    expect(outcome(datagram, receiver)).to.equal('replay');
  });

  it('keys of a wrong size, none, and too many are refused, and the ring stays as it was', () => {
    const ring = ringOf(KEY);
    expect(() => ring.setKeys([])).to.throw(RangeError, 'keys must have at least one key');
    expect(() => ring.setKeys([KEY, new Uint8Array(16)])).to.throw(
      RangeError,
      'keys[1] must be a Uint8Array of 32 bytes, not of 16',
    );
    const many = Array.from({ length: KEY_LIMIT + 1 }, (_, i) => new Uint8Array(32).fill(i));
    expect(() => ring.setKeys(many)).to.throw(RangeError, 'keys must have at most 8 keys');
    expect(ring.keys).to.deep.equal([KEY]);
    ring.setKeys([KEY, OTHER_KEY, KEY]);
    expect(ring.keys).to.deep.equal([KEY, OTHER_KEY]);
  });

  it('derives the subkey of an instance once, and not for good from a datagram that is forged', () => {
    let derived = 0;
    const suite = {
      ...CIPHER_SUITE,
      derive: (key: Uint8Array, info: Uint8Array, size: number): Uint8Array => {
        derived++;
        return CIPHER_SUITE.derive(key, info, size);
      },
    };
    const receiver = new Keyring(suite, RECEIVER, [KEY]);
    const encoder = new DatagramEncoder(CLUSTER, SENDER, new Keyring(CIPHER_SUITE, SENDER, [KEY]));
    const before = derived;
    for (let i = 0; i < 20; i++)
      encoder.encode([NACK], (bytes) => expect(outcome(bytes, receiver)).to.equal('ok'), RECEIVER);
    expect(derived - before).to.equal(1);
    const forged = encodeOne(ringOf(KEY), 'f'.repeat(16));
    forged[forged.length - 1] = (forged.at(-1) as number) ^ 1;
    for (let i = 0; i < 3; i++) expect(outcome(forged, receiver)).to.equal('authentication');
    expect(derived - before).to.equal(4);
    expect(SUBKEY_LIMIT).to.be.at.least(1000);
  });

  it('replayed, flipped, clear and foreign datagrams change nothing in the member that gets them', () => {
    const self = fc.sample(record, { seed: 3, numRuns: 1 })[0] as never;
    const timing = { hfMs: 200, ttlMs: 2000, forgetTtlMs: 60_000, retentionMs: 86_400_000 };
    const config = { self, ...timing, crashEvidence: true };
    const core = new MembershipCore(config, new Random(1), 0);
    const keyring = ringOf(KEY);
    const joiner = { ...fc.sample(record, { seed: 4, numRuns: 1 })[0], state: 'alive' } as never;
    const alive: Message = { type: 'alive', record: joiner };
    const receive = (datagram: Buffer): void => {
      const decoded = decodeDatagram(datagram, CLUSTER, keyring);
      if (decoded.ok) core.onDatagram(decoded, { host: '10.0.0.9', port: 9 }, 10);
    };
    const good = encode([alive], ringOf(KEY))[0] as Buffer;
    const flipped = Buffer.from(good);
    flipped[40] = (flipped[40] as number) ^ 4;
    for (const bad of [
      flipped,
      encode([alive])[0] as Buffer,
      encode([alive], ringOf(OTHER_KEY))[0] as Buffer,
    ])
      receive(bad);
    expect(core.members(10)).to.have.length(1);
    receive(good);
    expect(core.members(10)).to.have.length(2);
    const before = JSON.stringify([core.members(20), core.nextTickMs(), core.listHash()]);
    for (let i = 0; i < 5; i++) receive(good);
    expect(JSON.stringify([core.members(20), core.nextTickMs(), core.listHash()])).to.equal(before);
  });
});
