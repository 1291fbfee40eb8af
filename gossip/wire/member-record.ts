/**
 * A member record on the wire:
 *
 *   id 20, instance 8, generation 6, incarnation 4, state 1, phase 1, lagging 1, bus port 2, client port 2, shard port 2,
 *   weight 2, host (length 1, text), zone (length 1, text), name (length 1, text), metadata (length 2, bytes), shards 1
 *
 * A record is the last field of its message; one that ends before `shards` is of a member with one shard. One with a weight or a number of
 * shards that placement cannot take (lib/base/member-limits.ts) is malformed.
 * `suspect` is a hint of one member's own and travels as alive.
 */

import { MAX_SHARDS, MAX_WEIGHT } from '../../lib/base/member-limits.ts';
import {
  HOST_LIMIT,
  METADATA_LIMIT,
  type MemberRecord,
  type MemberState,
  NAME_LIMIT,
  type Phase,
} from '../core/types.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const PORT_COUNT = 65_536;
const STATES = ['alive', 'dead', 'left'] as const satisfies readonly MemberState[];
const FLAGS = [false, true] as const;
const PHASES = ['joining', 'serving', 'leaving', 'stalled'] as const satisfies readonly Phase[];

export function writeRecord(to: ByteWriter, record: MemberRecord): void {
  to.hex(record.id, 20);
  to.hex(record.instance, 8);
  to.u48(record.generation);
  to.u32(record.incarnation);
  to.u8(record.state === 'suspect' ? 0 : STATES.indexOf(record.state));
  to.u8(PHASES.indexOf(record.phase));
  to.u8(record.isLagging ? 1 : 0);
  to.u16(record.busPort);
  to.u16(record.clientPort);
  to.u16(record.shardPort);
  to.u16(record.weight);
  to.text(record.host);
  to.text(record.zone);
  to.text(record.name);
  to.u16(record.metadata.length);
  to.bytes(record.metadata);
  to.u8(record.shards);
}

export function readRecord(from: ByteReader): MemberRecord {
  const record: MemberRecord = {
    id: from.hex(20),
    instance: from.hex(8),
    generation: from.u48(),
    incarnation: from.u32(),
    state: from.choice(STATES),
    phase: from.choice(PHASES),
    isLagging: from.choice(FLAGS),
    busPort: from.u16(),
    clientPort: from.u16(),
    shardPort: from.u16(),
    weight: from.u16(),
    host: from.text(HOST_LIMIT),
    zone: from.text(NAME_LIMIT),
    name: from.text(NAME_LIMIT),
    metadata: readMetadata(from),
    shards: from.isAtEnd ? 1 : from.u8(),
  };
  const { busPort, host, weight, shards, shardPort } = record;
  if (busPort === 0 || host === '') from.isBad = true;
  if (weight === 0 || weight > MAX_WEIGHT || shards === 0 || shards > MAX_SHARDS) from.isBad = true;
  if (shardPort + shards > PORT_COUNT) from.isBad = true;
  return record;
}

function readMetadata(from: ByteReader): Uint8Array {
  const size = from.u16();
  if (size > METADATA_LIMIT) from.isBad = true;
  return from.bytes(size);
}
