/**
 * The one table of message types: each one's code, and how its value is laid out. All else about messages on the wire derives
 * from it. A reader may ignore bytes at the end of a value: later versions append fields there.
 */
import type { Accusation, Message, Status } from '../core/messages.ts';
import { BUCKET_COUNT } from '../core/state-hash.ts';
import { type Address, type FailureCause, HOST_LIMIT, PAYLOAD_LIMIT } from '../core/types.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { readRecord, writeRecord } from './member-record.ts';

export type MessageName = Message['type'];
type MessageOf<Name extends MessageName> = Extract<Message, { type: Name }>;

interface MessageType<Name extends MessageName> {
  readonly code: number;
  write(to: ByteWriter, message: MessageOf<Name>): void;
  read(from: ByteReader): MessageOf<Name>;
}

const JOIN_KINDS = ['request', 'invite', 'accept'] as const;
const FLAGS = [false, true] as const;
const CAUSES = ['silence', 'refused', 'deaf'] as const satisfies readonly FailureCause[];
/** An age of at least this many ms means: never. */
const NEVER_MS = 0xffffffff;

export const MESSAGE_TYPES: { readonly [Name in MessageName]: MessageType<Name> } = {
  ping: {
    code: 1,
    write(to, ping) {
      to.u32(ping.seq);
      to.hex(ping.target, 8);
      writeStatus(to, ping);
      to.u32(ping.echoAgeMs);
    },
    read(from) {
      return {
        type: 'ping',
        seq: from.u32(),
        target: from.hex(8),
        ...readStatus(from),
        echoAgeMs: readAge(from),
      };
    },
  },
  ack: {
    code: 2,
    write(to, ack) {
      to.u32(ack.seq);
      writeStatus(to, ack);
    },
    read: (from) => ({ type: 'ack', seq: from.u32(), ...readStatus(from) }),
  },
  pingreq: {
    code: 3,
    write(to, request) {
      to.u32(request.seq);
      to.hex(request.target, 8);
      to.u16(request.timeoutMs);
      writeAddress(to, request.address);
    },
    read(from) {
      const seq = from.u32();
      const target = from.hex(8);
      const timeoutMs = from.u16();
      return { type: 'pingreq', seq, target, timeoutMs, address: readAddress(from) };
    },
  },
  iack: { code: 4, write: writeSeq, read: (from) => ({ type: 'iack', seq: from.u32() }) },
  nack: { code: 5, write: writeSeq, read: (from) => ({ type: 'nack', seq: from.u32() }) },
  query: {
    code: 6,
    write(to, query) {
      to.u32(query.seq);
      to.hex(query.subject, 8);
      to.u8(query.refused ? 1 : 0);
    },
    read: (from) => ({
      type: 'query',
      seq: from.u32(),
      subject: from.hex(8),
      refused: from.choice(FLAGS),
    }),
  },
  reply: {
    code: 7,
    write(to, reply) {
      to.u32(reply.seq);
      to.u32(reply.ageMs);
      to.u32(reply.answeredAgeMs);
      to.u8(reply.refused ? 1 : 0);
    },
    read: (from) => ({
      type: 'reply',
      seq: from.u32(),
      ageMs: readAge(from),
      answeredAgeMs: readAge(from),
      refused: from.choice(FLAGS),
    }),
  },
  suspect: {
    code: 8,
    write: writeAccusation,
    read: (from) => ({ type: 'suspect', ...readAccusation(from) }),
  },
  alive: {
    code: 9,
    write: (to, { record }) => writeRecord(to, record),
    read: (from) => ({ type: 'alive', record: readLiveRecord(from) }),
  },
  dead: {
    code: 10,
    write: writeAccusation,
    read: (from) => ({ type: 'dead', ...readAccusation(from) }),
  },
  leave: {
    code: 11,
    write: writeIncarnation,
    read: (from) => ({ type: 'leave', ...readIncarnation(from) }),
  },
  forget: {
    code: 12,
    write(to, forget) {
      to.hex(forget.id, 20);
      to.u48(forget.stamp);
      to.u8(forget.lifted ? 1 : 0);
      to.u32(forget.remainingMs);
      to.hex(forget.reporter, 8);
    },
    read(from) {
      const id = from.hex(20);
      const stamp = from.u48();
      const lifted = from.choice(FLAGS);
      return { type: 'forget', id, stamp, lifted, remainingMs: from.u32(), reporter: from.hex(8) };
    },
  },
  sync: {
    code: 13,
    write: (to, sync) => to.bytes(sync.buckets),
    read: (from) => ({ type: 'sync', buckets: from.bytes(8 * BUCKET_COUNT) }),
  },
  gossip: {
    code: 14,
    write(to, gossip) {
      to.hex(gossip.origin, 8);
      to.u32(gossip.seq);
      to.u8(gossip.hops);
      to.u16(gossip.payload.length);
      to.bytes(gossip.payload);
    },
    read(from) {
      const origin = from.hex(8);
      const seq = from.u32();
      return { type: 'gossip', origin, seq, hops: from.u8(), payload: readPayload(from) };
    },
  },
  ihave: {
    code: 15,
    write(to, ihave) {
      to.hex(ihave.origin, 8);
      to.u32(ihave.seq);
      to.u16(ihave.count);
      to.u8(ihave.hops);
    },
    read: (from) => ({
      type: 'ihave',
      origin: from.hex(8),
      seq: from.u32(),
      count: from.u16(),
      hops: from.u8(),
    }),
  },
  graft: {
    code: 16,
    write(to, graft) {
      to.hex(graft.origin, 8);
      to.u32(graft.seq);
    },
    read: (from) => ({ type: 'graft', origin: from.hex(8), seq: from.u32() }),
  },
  prune: {
    code: 17,
    write: (to, prune) => to.hex(prune.origin, 8),
    read: (from) => ({ type: 'prune', origin: from.hex(8) }),
  },
  join: {
    code: 18,
    write(to, join) {
      to.u8(JOIN_KINDS.indexOf(join.kind));
      to.hex(join.nonce, 8);
      to.hex(join.id, 20);
      to.u48(join.banStamp);
    },
    read(from) {
      const kind = from.choice(JOIN_KINDS);
      return { type: 'join', kind, nonce: from.hex(8), id: from.hex(20), banStamp: from.u48() };
    },
  },
  wronginstance: {
    code: 19,
    write: (to, { record }) => writeRecord(to, record),
    read: (from) => ({ type: 'wronginstance', record: readLiveRecord(from) }),
  },
  banned: {
    code: 20,
    write(to, banned) {
      to.hex(banned.id, 20);
      to.u48(banned.stamp);
      to.u32(banned.remainingMs);
    },
    read: (from) => ({ type: 'banned', id: from.hex(20), stamp: from.u48(), remainingMs: from.u32() }),
  },
  conflict: {
    code: 21,
    write: (to, { record }) => writeRecord(to, record),
    read: (from) => ({ type: 'conflict', record: readLiveRecord(from) }),
  },
  want: {
    code: 22,
    write: (to, want) => to.bytes(want.bitmap),
    read: (from) => ({ type: 'want', bitmap: from.bytes(BUCKET_COUNT / 8) }),
  },
  record: {
    code: 23,
    write(to, entry) {
      to.u32(entry.sinceMs);
      writeRecord(to, entry.record);
    },
    read: (from) => ({ type: 'record', sinceMs: from.u32(), record: readRecord(from) }),
  },
};

function writeSeq(to: ByteWriter, message: { readonly seq: number }): void {
  to.u32(message.seq);
}

function writeStatus(to: ByteWriter, status: Status): void {
  to.hex(status.viewHash, 8);
  to.u32(status.restHash);
  to.u48(status.epoch);
  to.u16(status.lagMs);
  to.u8(status.health);
  to.u32(status.serveStallMs);
}

function readStatus(from: ByteReader): Status {
  return {
    viewHash: from.hex(8),
    restHash: from.u32(),
    epoch: from.u48(),
    lagMs: from.u16(),
    health: from.u8(),
    serveStallMs: from.u32(),
  };
}

function writeIncarnation(to: ByteWriter, of: { id: string; instance: string; incarnation: number }): void {
  to.hex(of.id, 20);
  to.hex(of.instance, 8);
  to.u32(of.incarnation);
}

function readIncarnation(from: ByteReader): { id: string; instance: string; incarnation: number } {
  return { id: from.hex(20), instance: from.hex(8), incarnation: from.u32() };
}

function writeAccusation(to: ByteWriter, accusation: Accusation): void {
  writeIncarnation(to, accusation);
  to.hex(accusation.reporter, 8);
  to.u32(accusation.silentMs);
  to.hex(accusation.witness, 8);
  to.u8(CAUSES.indexOf(accusation.cause));
  to.u32(accusation.refusedMs);
}

function readAccusation(from: ByteReader): Accusation {
  const of = readIncarnation(from);
  const reporter = from.hex(8);
  const silentMs = from.u32();
  const witness = from.hex(8);
  return { ...of, reporter, silentMs, witness, cause: from.choice(CAUSES), refusedMs: from.u32() };
}

function writeAddress(to: ByteWriter, address: Address): void {
  to.u16(address.port);
  to.text(address.host);
}

function readAddress(from: ByteReader): Address {
  const port = from.u16();
  const host = from.text(HOST_LIMIT);
  if (port === 0 || host === '') from.isBad = true;
  return { host, port };
}

function readAge(from: ByteReader): number {
  const ageMs = from.u32();
  return ageMs >= NEVER_MS ? Number.POSITIVE_INFINITY : ageMs;
}

/** A record that only makes sense for a live member. */
function readLiveRecord(from: ByteReader): ReturnType<typeof readRecord> {
  const record = readRecord(from);
  if (record.state !== 'alive') from.isBad = true;
  return record;
}

function readPayload(from: ByteReader): Uint8Array {
  const size = from.u16();
  if (size > PAYLOAD_LIMIT) from.isBad = true;
  return from.bytes(size);
}
