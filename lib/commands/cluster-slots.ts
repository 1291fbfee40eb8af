/**
 * CLUSTER SLOTS: for each range of slots with one owner its first, its last, and the owner with its shard port.
 *
 * Rendezvous hashing leaves few neighbouring slots with one owner, so that the reply has some ten thousand ranges and
 * takes ten milliseconds to make, and cluster-aware clients ask for it every few seconds. So it is made once for each
 * shard map, protocol and set of addresses.
 */
import type { ShardMap } from '../../shard/index.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import { type Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import { type ClusterNode, nodesOf } from './cluster-nodes.ts';
import type { ClusterServices } from './context.ts';

interface MadeReplies {
  /** Ids and addresses of all members when they were made. */
  readonly addresses: string;
  readonly byProtocol: Map<Protocol, Buffer>;
}

/** Shard maps never change; one that is no longer in use takes its replies with it. */
const made = new WeakMap<ShardMap, MadeReplies>();

export function replySlots(cluster: ClusterServices, reply: ReplyWriter): void {
  const { map } = cluster;
  const addresses = cluster
    .members()
    .map(({ id, host, shardPort, shards }) => `${id} ${host} ${shardPort} ${shards}`);
  let replies = made.get(map);
  if (replies === undefined || replies.addresses !== addresses.join()) {
    replies = { addresses: addresses.join(), byProtocol: new Map() };
    made.set(map, replies);
  }
  let bytes = replies.byProtocol.get(reply.protocol);
  if (bytes === undefined) {
    bytes = makeSlots(cluster, reply.protocol);
    replies.byProtocol.set(reply.protocol, bytes);
  }
  reply.raw(bytes, 0, bytes.length);
}

function makeSlots(cluster: ClusterServices, protocol: Protocol): Buffer {
  const reply = new ReplyWriter();
  reply.protocol = protocol;
  const ranges = ownedRanges(cluster);
  reply.array(ranges.length);
  for (const { first, last, owner } of ranges) {
    reply.array(3);
    reply.integer(first);
    reply.integer(last);
    reply.array(4);
    reply.bulkText(owner.member.host);
    reply.integer(owner.port);
    reply.bulkText(owner.id);
    reply.map(0);
  }
  const parts: Buffer[] = [];
  reply.take((buf, start, end) => parts.push(buf.subarray(start, end)));
  return Buffer.concat(parts);
}

interface OwnedRange {
  readonly first: number;
  last: number;
  readonly owner: ClusterNode;
}

/** In ascending order; slots whose owner is not known are left out. */
function ownedRanges(cluster: ClusterServices): OwnedRange[] {
  const { map } = cluster;
  const byId = new Map(nodesOf(cluster, cluster.myId).map((node) => [node.id, node]));
  const owners = map.shards.map(({ id }) => byId.get(id));
  const ranges: OwnedRange[] = [];
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    const owner = owners[map.ownerOf(slot)];
    const range = ranges.at(-1);
    if (owner === undefined) continue;
    if (range?.owner === owner && range.last === slot - 1) range.last = slot;
    else ranges.push({ first: slot, last: slot, owner });
  }
  return ranges;
}
