/**
 * A member record on the wire:
 *
 *   id 20, instance 8, generation 6, incarnation 4, state 1, phase 1, lagging 1, bus port 2, client port 2, shard port 2,
 *   weight 2, host (length 1, text), zone (length 1, text), name (length 1, text), metadata (length 2, bytes), shards 1
 *
 * A record is the last field of its message; one that ends before `shards` is of a member with one shard.
 * `suspect` is a hint of one member's own and travels as alive.
 */
import { type MemberRecord } from '../core/types.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
export declare function writeRecord(to: ByteWriter, record: MemberRecord): void;
export declare function readRecord(from: ByteReader): MemberRecord;
