/** Arbitrary messages, every one valid. */
import fc from 'fast-check';
import type { Message } from '../../gossip/core/messages.ts';
import { BUCKET_COUNT } from '../../gossip/core/state-hash.ts';
import { type Address, type MemberRecord, PAYLOAD_LIMIT } from '../../gossip/core/types.ts';
import { MAX_SHARDS, MAX_WEIGHT } from '../../lib/base/member-limits.ts';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: digits / 2, maxLength: digits / 2 })
    .map((bytes) => Buffer.from(bytes).toString('hex'));
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u48 = fc.integer({ min: 0, max: 0xffffffffffff });
const port = fc.integer({ min: 1, max: 0xffff });
const ageMs = fc.oneof(fc.integer({ min: 0, max: 0xfffffffe }), fc.constant(Number.POSITIVE_INFINITY));
const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ minLength, maxLength }).filter((value) => !/\p{Cc}/u.test(value));
const address: fc.Arbitrary<Address> = fc.record({ host: text(1, 80), port });
const id = hex(40);
const instance = hex(16);

export const record: fc.Arbitrary<MemberRecord> = fc.record({
  id,
  instance,
  generation: u48,
  incarnation: u32,
  state: fc.constantFrom('alive', 'dead', 'left'),
  phase: fc.constantFrom('joining', 'serving', 'leaving', 'stalled'),
  isLagging: fc.boolean(),
  host: text(1, 80),
  busPort: port,
  clientPort: u16,
  shardPort: fc.integer({ min: 0, max: 65_281 }),
  shards: fc.integer({ min: 1, max: MAX_SHARDS }),
  weight: fc.integer({ min: 1, max: MAX_WEIGHT }),
  zone: text(0, 64),
  name: fc.constantFrom('', 'n1', 'Knoten-ä', '節点'),
  metadata: fc.uint8Array({ maxLength: 256 }),
});
const liveRecord = record.map((value): MemberRecord => ({ ...value, state: 'alive' }));
const status = {
  viewHash: instance,
  restHash: u32,
  epoch: u48,
  lagMs: u16,
  health: fc.integer({ min: 0, max: 4 }),
  serveStallMs: u32,
};
const cause = fc.constantFrom('silence' as const, 'refused' as const, 'deaf' as const);
const accusation = {
  ...{ id, instance, incarnation: u32, reporter: instance, silentMs: u32 },
  ...{ witness: instance, cause, refusedMs: u32 },
};
const type = <Name extends Message['type']>(name: Name): fc.Arbitrary<Name> => fc.constant(name);

/** One arbitrary for each type of message. */
export const MESSAGES: { [Name in Message['type']]: fc.Arbitrary<Extract<Message, { type: Name }>> } = {
  ping: fc.record({ type: type('ping'), seq: u32, target: instance, echoAgeMs: ageMs, ...status }),
  ack: fc.record({ type: type('ack'), seq: u32, ...status }),
  pingreq: fc.record({ type: type('pingreq'), seq: u32, target: instance, address, timeoutMs: u16 }),
  iack: fc.record({ type: type('iack'), seq: u32 }),
  nack: fc.record({ type: type('nack'), seq: u32 }),
  query: fc.record({ type: type('query'), seq: u32, subject: instance, refused: fc.boolean() }),
  reply: fc.record({ type: type('reply'), seq: u32, ageMs, answeredAgeMs: ageMs, refused: fc.boolean() }),
  suspect: fc.record({ type: type('suspect'), ...accusation }),
  alive: fc.record({ type: type('alive'), record: liveRecord }),
  dead: fc.record({ type: type('dead'), ...accusation }),
  leave: fc.record({ type: type('leave'), id, instance, incarnation: u32 }),
  forget: fc.record({
    type: type('forget'),
    id,
    stamp: u48,
    lifted: fc.boolean(),
    remainingMs: u32,
    reporter: instance,
  }),
  sync: fc.record({
    type: type('sync'),
    buckets: fc.uint8Array({ minLength: 8 * BUCKET_COUNT, maxLength: 8 * BUCKET_COUNT }),
  }),
  want: fc.record({
    type: type('want'),
    bitmap: fc.uint8Array({ minLength: BUCKET_COUNT / 8, maxLength: BUCKET_COUNT / 8 }),
  }),
  record: fc.record({ type: type('record'), record, sinceMs: u32 }),
  join: fc.record({
    type: type('join'),
    kind: fc.constantFrom('request', 'invite', 'accept'),
    nonce: instance,
    id,
    banStamp: u48,
  }),
  wronginstance: fc.record({ type: type('wronginstance'), record: liveRecord }),
  banned: fc.record({ type: type('banned'), id, stamp: u48, remainingMs: u32 }),
  conflict: fc.record({ type: type('conflict'), record: liveRecord }),
  gossip: fc.record({
    type: type('gossip'),
    origin: instance,
    seq: u32,
    hops: fc.nat(255),
    payload: fc.uint8Array({ maxLength: PAYLOAD_LIMIT }),
  }),
  ihave: fc.record({ type: type('ihave'), origin: instance, seq: u32, count: u16, hops: fc.nat(255) }),
  graft: fc.record({ type: type('graft'), origin: instance, seq: u32 }),
  prune: fc.record({ type: type('prune'), origin: instance }),
};
export const anyMessage: fc.Arbitrary<Message> = fc.oneof(...Object.values<fc.Arbitrary<Message>>(MESSAGES));
