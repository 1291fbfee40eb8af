import { SLOT_COUNT } from '../base/hash-slot.js';
import { ReplyWriter } from '../resp/reply-writer.js';
import { nodesOf } from './cluster-nodes.js';
/** Shard maps never change; one that is no longer in use takes its replies with it. */
const made = new WeakMap();
export function replySlots(cluster, reply) {
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
function makeSlots(cluster, protocol) {
    const { map } = cluster;
    const reply = new ReplyWriter();
    reply.protocol = protocol;
    const nodes = nodeReplies(cluster, protocol);
    const starts = rangeStarts(map).filter((slot) => nodes[map.ownerOf(slot)] !== undefined);
    const firsts = map.replicas > 0 ? firstOfEachOwner(starts, map) : new Set();
    reply.array(starts.length);
    for (const slot of firsts)
        writeRange(reply, slot, map, nodes, 0);
    for (const slot of starts)
        if (!firsts.has(slot))
            writeRange(reply, slot, map, nodes, map.replicas);
    return reply.takeWhole();
}
/** The range that starts with slot `first`, with as many of its replicas as are known, `most` at most. */
function writeRange(reply, first, map, nodes, most) {
    let last = first;
    while (last + 1 < SLOT_COUNT && haveSameHolders(first, last + 1, map))
        last++;
    let known = 0;
    for (let n = -1; n < most; n++)
        if (nodes[holderOf(first, n, map)] !== undefined)
            known++;
    reply.array(2 + known);
    reply.integer(first);
    reply.integer(last);
    for (let n = -1; n < most; n++) {
        const node = nodes[holderOf(first, n, map)];
        if (node !== undefined)
            reply.raw(node, 0, node.length);
    }
}
/** The slot's owner for an `n` of -1, then its replicas. */
function holderOf(slot, n, map) {
    return n < 0 ? map.ownerOf(slot) : map.replicaOf(slot, n);
}
/** How each shard of the map is written; undefined for one whose member is not known. */
function nodeReplies(cluster, protocol) {
    const byId = new Map(nodesOf(cluster, cluster.myId).map((node) => [node.id, node]));
    const reply = new ReplyWriter();
    reply.protocol = protocol;
    return cluster.map.shards.map(({ id }) => {
        const node = byId.get(id);
        if (node === undefined)
            return undefined;
        writeNode(node, reply);
        return reply.takeWhole();
    });
}
function writeNode({ id, port, member }, reply) {
    reply.array(4);
    reply.bulkText(member.host);
    reply.integer(port);
    reply.bulkText(id);
    reply.map(0);
}
/** The first slot of each range, in ascending order. */
function rangeStarts(map) {
    const starts = new Uint16Array(SLOT_COUNT);
    let count = 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
        if (slot === 0 || !haveSameHolders(slot - 1, slot, map))
            starts[count++] = slot;
    }
    return starts.subarray(0, count);
}
function haveSameHolders(a, b, map) {
    for (let n = -1; n < map.replicas; n++)
        if (holderOf(a, n, map) !== holderOf(b, n, map))
            return false;
    return true;
}
/** The start of each owner's first range. */
function firstOfEachOwner(starts, map) {
    const firsts = new Map();
    for (const slot of starts) {
        const owner = map.ownerOf(slot);
        if (!firsts.has(owner))
            firsts.set(owner, slot);
    }
    return new Set(firsts.values());
}
//# sourceMappingURL=cluster-slots.js.map