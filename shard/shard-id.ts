/**
 * Ids of shards. A member's first shard has the member's own id, so that a member of one shard is one node to
 * everybody; the others' are derived from it, so that every member knows them.
 */
import { murmur3 } from '../lib/base/murmur3.ts';

const WORDS = 5;

/** The id, 40 hex digits, of the shard with that index in the member with that id. */
export function shardId(memberId: string, shard: number): string {
  if (shard === 0) return memberId;
  const bytes = new TextEncoder().encode(`${memberId}/${shard}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let id = '';
  for (let word = 0; word < WORDS; word++) {
    const hash = murmur3(view, 0, bytes.length, word) >>> 0;
    id += hash.toString(16).padStart(8, '0');
  }
  return id;
}
