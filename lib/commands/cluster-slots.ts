/**
 * CLUSTER SLOTS: for each range of slots with the same holders its first, its last, the owner and the replicas, each with
 * its shard port.
 *
 * Rendezvous hashing leaves few neighbouring slots with the same holders, so that the reply has over ten thousand ranges and
 * takes ten milliseconds to make, and cluster-aware clients ask for it every few seconds. So it is made once for each
 * shard map, protocol and set of addresses.
 *
 * Every shard is an owner and a replica at once, which no node of Redis Cluster is. Clients handle it in three ways: what a
 * node is named as first counts (node-redis with `useReplicas`, redis-py), an owner stays one whatever else it is (ioredis), or
 * each range counts by itself. For the first kind each owner's first range goes before all others, and without its
 * replicas: so none is taken for a mere replica, which the client would leave out of FLUSHALL or DBSIZE. No client needs
 * the ranges in ascending order. Without replicas they are.
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
  const { map } = cluster;
  const reply = new ReplyWriter();
  reply.protocol = protocol;
  const nodes = nodeReplies(cluster, protocol);
  const ranges = rangesOf(map).filter(({ first }) => nodes[map.ownerOf(first)] !== undefined);
  const firsts = map.replicas > 0 ? firstOfEachOwner(ranges, map) : new Set<Range>();
  reply.array(ranges.length);
  for (const { first, last } of firsts) writeRange(reply, first, last, [nodes[map.ownerOf(first)]]);
  for (const range of ranges) {
    if (!firsts.has(range)) writeRange(reply, range.first, range.last, holdersAt(range.first, map, nodes));
  }
  return reply.takeWhole();
}

function writeRange(
  reply: ReplyWriter,
  first: number,
  last: number,
  holders: readonly (Buffer | undefined)[],
): void {
  const known = holders.filter((node) => node !== undefined);
  reply.array(2 + known.length);
  reply.integer(first);
  reply.integer(last);
  for (const node of known) reply.raw(node, 0, node.length);
}

/** The owner, then the replicas; undefined for what is not known. */
function holdersAt(
  slot: number,
  map: ShardMap,
  nodes: readonly (Buffer | undefined)[],
): (Buffer | undefined)[] {
  const holders = [nodes[map.ownerOf(slot)]];
  for (let n = 0; n < map.replicas; n++) holders.push(nodes[map.replicaOf(slot, n)]);
  return holders;
}

/** How each shard of the map is written; undefined for one whose member is not known. */
function nodeReplies(cluster: ClusterServices, protocol: Protocol): (Buffer | undefined)[] {
  const byId = new Map(nodesOf(cluster, cluster.myId).map((node) => [node.id, node]));
  return cluster.map.shards.map(({ id }) => {
    const node = byId.get(id);
    return node && nodeReply(node, protocol);
  });
}

function nodeReply({ id, port, member }: ClusterNode, protocol: Protocol): Buffer {
  const reply = new ReplyWriter();
  reply.protocol = protocol;
  reply.array(4);
  reply.bulkText(member.host);
  reply.integer(port);
  reply.bulkText(id);
  reply.map(0);
  return reply.takeWhole();
}

interface Range {
  readonly first: number;
  last: number;
}

/** In ascending order, all slots that have an owner. */
function rangesOf(map: ShardMap): Range[] {
  const ranges: Range[] = [];
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    const range = ranges.at(-1);
    if (range !== undefined && haveSameHolders(range.first, slot, map)) range.last = slot;
    else ranges.push({ first: slot, last: slot });
  }
  return ranges;
}

function haveSameHolders(a: number, b: number, map: ShardMap): boolean {
  if (map.ownerOf(a) !== map.ownerOf(b)) return false;
  for (let n = 0; n < map.replicas; n++) if (map.replicaOf(a, n) !== map.replicaOf(b, n)) return false;
  return true;
}

function firstOfEachOwner(ranges: readonly Range[], map: ShardMap): Set<Range> {
  const firsts = new Map<number, Range>();
  for (const range of ranges) {
    const owner = map.ownerOf(range.first);
    if (!firsts.has(owner)) firsts.set(owner, range);
  }
  return new Set(firsts.values());
}
