import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Message } from '../../gossip/core/messages.ts';
import { ByteReader } from '../../gossip/wire/byte-reader.ts';
import { ByteWriter } from '../../gossip/wire/byte-writer.ts';
import { crc32c } from '../../gossip/wire/crc32c.ts';
import {
  clusterHashOf,
  DATAGRAM_LIMIT,
  DatagramEncoder,
  decodeDatagram,
  HEADER_SIZE,
} from '../../gossip/wire/datagram.ts';
import { readRecord, writeRecord } from '../../gossip/wire/member-record.ts';
import { MESSAGE_TYPES } from '../../gossip/wire/message-types.ts';
import { ReplayGuard } from '../../gossip/wire/replay-window.ts';
import { anyMessage, MESSAGES, record } from './arbitraries.ts';

const CLUSTER = clusterHashOf('hearsay');
const SENDER = '0123456789abcdef';

function encode(messages: readonly Message[], sender = SENDER): Buffer[] {
  const datagrams: Buffer[] = [];
  new DatagramEncoder(CLUSTER, sender).encode(messages, (bytes) => datagrams.push(Buffer.from(bytes)));
  return datagrams;
}

function decodeAll(datagrams: readonly Buffer[]): Message[] {
  return datagrams.flatMap((datagram) => {
    const decoded = decodeDatagram(datagram, CLUSTER);
    if (!decoded.ok) throw new Error(`dropped: ${decoded.reason}`);
    expect(decoded.sender).to.equal(SENDER);
    return decoded.messages;
  });
}

/** Puts a correct checksum behind a changed datagram, so that the change reaches the body. */
function sign(datagram: Buffer): Buffer {
  const end = datagram.length - 4;
  datagram.writeUInt32BE(crc32c(datagram, 0, end), end);
  return datagram;
}

describe('datagram codec', () => {
  it('are in the table of docs/membership.md, with their codes', () => {
    const rows = readFileSync('docs/membership.md', 'utf8').matchAll(/^\| ([\d, ]+) \| (`.*`) \|/gm);
    const told = [...rows].flatMap(([, codes = '', names = '']) =>
      codes.split(', ').map((code, n) => [names.split(', ')[n]?.replaceAll('`', ''), Number(code)]),
    );
    const types = Object.entries(MESSAGE_TYPES).map(([name, { code }]) => [name, code]);
    expect(told).to.have.deep.members(types);
  });

  it('has the check value of CRC32C: 123456789 gives 0xe3069283', () => {
    expect(crc32c(Buffer.from('123456789'), 0, 9)).to.equal(0xe3069283);
  });

  it('gives every type a code of its own', () => {
    const codes = Object.values(MESSAGE_TYPES).map(({ code }) => code);
    expect(new Set(codes).size).to.equal(codes.length);
  });

  it('a guard takes each clear datagram once, in any order, and no replay of what was bad', () => {
    const guard = new ReplayGuard();
    const outcome = (datagram: Buffer): string => {
      const decoded = decodeDatagram(datagram, CLUSTER, undefined, guard);
      return decoded.ok ? 'ok' : decoded.reason;
    };
    const message: Message = { type: 'nack', seq: 7 };
    const datagrams: Buffer[] = [];
    const encoder = new DatagramEncoder(CLUSTER, SENDER);
    for (let i = 0; i < 3; i++) encoder.encode([message], (bytes) => datagrams.push(Buffer.from(bytes)));
    const [first, second, third] = datagrams as [Buffer, Buffer, Buffer];
    const damaged = Buffer.from(second);
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] as number) ^ 1;
    expect([first, third, damaged, second].map(outcome)).to.deep.equal(['ok', 'ok', 'checksum', 'ok']);
    expect([first, second, third].map(outcome)).to.deep.equal(['replay', 'replay', 'replay']);
    expect(outcome(encode([message], 'f'.repeat(16))[0] as Buffer)).to.equal('ok');
  });

  it('any messages come back as they were, in order, in datagrams of at most 1200 bytes', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 40 }), (messages) => {
        const datagrams = encode(messages);
        for (const { length } of datagrams) expect(length).to.be.at.most(DATAGRAM_LIMIT);
        expect(decodeAll(datagrams)).to.deep.equal(messages);
      }),
      { numRuns: 200 },
    );
  });

  it('packs small messages together: 100 acks fit into 3 datagrams', () => {
    const ack = fc.sample(MESSAGES.ack, { seed: 1, numRuns: 1 })[0] as Message;
    expect(encode(Array.from({ length: 100 }, () => ack))).to.have.length(3);
  });

  it('suspect is no business of others: it travels as alive', () => {
    const alive = fc.sample(MESSAGES.alive, { seed: 1, numRuns: 1 })[0] as Extract<
      Message,
      { type: 'alive' }
    >;
    const suspect: Message = { type: 'alive', record: { ...alive.record, state: 'suspect' } };
    expect(decodeAll(encode([suspect]))).to.deep.equal([alive]);
  });

  it('random bytes are dropped, with or without a valid header and checksum', () => {
    const header = encode([{ type: 'nack', seq: 1 }])[0] as Buffer;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1300 }), (bytes) => {
        expect(decodeDatagram(Buffer.from(bytes), CLUSTER).ok).to.equal(false);
        const body = Buffer.concat([
          header.subarray(0, HEADER_SIZE),
          bytes.subarray(0, 1000),
          Buffer.alloc(4),
        ]);
        expect(decodeDatagram(sign(body), CLUSTER)).to.have.property('ok');
      }),
      { numRuns: 500 },
    );
  });

  it('one flipped bit is noticed by the checksum, and harmless where the checksum is right again', () => {
    fc.assert(
      fc.property(
        fc.array(anyMessage, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.nat(7),
        (messages, at, bit) => {
          const datagram = encode(messages)[0] as Buffer;
          const index = at % datagram.length;
          datagram[index] = (datagram[index] as number) ^ (1 << bit);
          expect(decodeDatagram(datagram, CLUSTER).ok).to.equal(false);
          expect(decodeDatagram(sign(datagram), CLUSTER)).to.have.property('ok');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a truncated datagram is dropped; with a right checksum only whole messages come out', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 5 }), fc.nat(), (messages, cut) => {
        const datagram = encode(messages)[0] as Buffer;
        const short = Buffer.from(datagram.subarray(0, cut % datagram.length));
        expect(decodeDatagram(short, CLUSTER).ok).to.equal(false);
        if (short.length < HEADER_SIZE + 4) return;
        const decoded = decodeDatagram(sign(short), CLUSTER);
        if (decoded.ok) expect(decoded.messages).to.deep.equal(messages.slice(0, decoded.messages.length));
      }),
      { numRuns: 500 },
    );
  });

  it('skips unknown types, and ignores what a later version adds to a value', () => {
    const nack = encode([{ type: 'nack', seq: 7 }])[0] as Buffer;
    const unknown = Buffer.from([200, 3, 1, 2, 3]);
    const longer = Buffer.from([5, 6, 0, 0, 0, 9, 0xaa, 0xbb]);
    const body = Buffer.concat([nack.subarray(0, -4), unknown, longer, Buffer.alloc(4)]);
    expect(decodeAll([sign(body)])).to.deep.equal([
      { type: 'nack', seq: 7 },
      { type: 'nack', seq: 9 },
    ]);
  });

  it('names why a datagram was dropped', () => {
    const good = encode([{ type: 'nack', seq: 7 }])[0] as Buffer;
    const reasonOf = (change: (datagram: Buffer) => void): string => {
      const datagram = Buffer.from(good);
      change(datagram);
      const decoded = decodeDatagram(datagram, CLUSTER);
      return decoded.ok ? 'ok' : decoded.reason;
    };
    const setByte = (index: number) => (datagram: Buffer) => {
      datagram[index] = 0x77;
    };
    expect([0, 1, 2, 4, 9].map((index) => reasonOf(setByte(index)))).to.deep.equal([
      'magic',
      'version',
      'flags',
      'cluster',
      'checksum',
    ]);
    expect(decodeDatagram(good.subarray(0, 20), CLUSTER)).to.deep.equal({ ok: false, reason: 'size' });
  });

  it('a record that ends before the number of shards is of a member with one; ports must be ports', () => {
    fc.assert(
      fc.property(record, (before) => {
        const writer = new ByteWriter(1024);
        writeRecord(writer, before);
        expect(readRecord(new ByteReader(writer.buffer, 0, writer.length - 1)).shards).to.equal(1);
        const whole = new ByteReader(writer.buffer, 0, writer.length);
        expect([readRecord(whole).shards, whole.isBad]).to.deep.equal([before.shards, false]);
      }),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(record, fc.integer({ min: 2, max: 255 }), (before, shards) => {
        const writer = new ByteWriter(1024);
        writeRecord(writer, { ...before, shardPort: 65_536 - shards + 1, shards });
        const reader = new ByteReader(writer.buffer, 0, writer.length);
        readRecord(reader);
        expect(reader.isBad).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });

  it('drops records that would forge log lines or name no address', () => {
    const alive = fc.sample(MESSAGES.alive, { seed: 2, numRuns: 1 })[0] as Extract<
      Message,
      { type: 'alive' }
    >;
    for (const change of [{ name: 'a\nb' }, { host: '' }, { busPort: 0 }, { weight: 0 }]) {
      const [datagram] = encode([{ type: 'alive', record: { ...alive.record, ...change } }]);
      expect(decodeDatagram(datagram as Buffer, CLUSTER)).to.deep.equal({ ok: false, reason: 'body' });
    }
  });
});
