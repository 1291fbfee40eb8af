/** CLUSTER and what goes with it on the shard port: READONLY, READWRITE, ASKING. */
import { hashSlot, SLOT_COUNT } from '../base/hash-slot.js';
import { figuresOf, sumFigures } from '../observe/figures.js';
import { ERRORS } from '../resp/errors.js';
import { integerArgument, quotedArgument } from './arguments.js';
import { clusterInfoText, nodesText, replicaLines, replyShards } from './cluster-map.js';
import { forget, meet, reset } from './cluster-members.js';
import { MEMBERSHIP_SUBCOMMANDS } from './cluster-membership.js';
import { askedNodeId } from './cluster-nodes.js';
import { REBALANCE_SUBCOMMAND } from './cluster-rebalance.js';
import { replySlots } from './cluster-slots.js';
import { container } from './container.js';
import { replyKey } from './keys.js';
import { withSiblings } from './whole-member.js';
function info(_request, reply, context) {
    const { node } = context;
    const here = figuresOf(node);
    withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
        const { replication } = sumFigures(here, elsewhere);
        reply.verbatim(clusterInfoText(node.cluster, replication, askedNodeId(context)));
    });
}
function myid(_request, reply, context) {
    reply.bulkText(askedNodeId(context));
}
function nodes(_request, reply, context) {
    reply.verbatim(nodesText(context.node.cluster, askedNodeId(context), context.nowMs));
}
function slots(_request, reply, context) {
    replySlots(context.node.cluster, reply);
}
function shards(_request, reply, context) {
    replyShards(context.node.cluster, askedNodeId(context), reply);
}
function replicas(request, reply, context) {
    const id = request.text(2);
    const lines = replicaLines(context.node.cluster, askedNodeId(context), id, context.nowMs);
    if (lines === undefined) {
        reply.error(ERRORS.unknownNode, { id: quotedArgument(request, 2) });
        return;
    }
    reply.array(lines.length);
    for (const line of lines)
        reply.bulkText(line);
}
function keyslot(request, reply) {
    reply.integer(hashSlot(request.buf, request.start(2), request.end(2)));
}
function isSlot(slot) {
    return slot >= 0 && slot < SLOT_COUNT;
}
function countkeysinslot(request, reply, context) {
    const slot = integerArgument(request, 2, reply);
    if (Number.isNaN(slot))
        return;
    if (isSlot(slot))
        reply.integer(context.keyspace.slotSize(slot));
    else
        reply.error(ERRORS.invalidSlot);
}
function getkeysinslot(request, reply, context) {
    const slot = integerArgument(request, 2, reply);
    if (Number.isNaN(slot))
        return;
    const most = integerArgument(request, 3, reply);
    if (Number.isNaN(most))
        return;
    if (!isSlot(slot) || most < 0) {
        reply.error(ERRORS.invalidSlotOrCount);
        return;
    }
    const found = [];
    if (most > 0) {
        context.keyspace.visitSlot(slot, context.nowMs, (ref) => found.push(ref) < most);
    }
    reply.array(found.length);
    for (const ref of found)
        replyKey(reply, ref, context);
}
function links(_request, reply, context) {
    const all = context.node.cluster.links();
    reply.array(all.length);
    for (const link of all) {
        reply.map(6);
        reply.bulkText('direction');
        reply.bulkText(link.direction);
        reply.bulkText('node');
        reply.bulkText(link.memberId);
        reply.bulkText('create-time');
        reply.integer(Math.floor(link.createdAtMs));
        reply.bulkText('events');
        reply.bulkText(link.queuedBytes > 0 ? 'rw' : 'r');
        reply.bulkText('send-buffer-allocated');
        reply.integer(link.queuedBytes);
        reply.bulkText('send-buffer-used');
        reply.integer(link.queuedBytes);
    }
}
function readonly_(_request, reply, context) {
    context.session.readonlyMode = true;
    reply.ok();
}
function readwrite(_request, reply, context) {
    context.session.readonlyMode = false;
    reply.ok();
}
/** Nothing to do: a slot is never half moved, so there is nothing to ask for. */
function asking(_request, reply) {
    reply.ok();
}
const SHARED = { group: 'cluster', complexity: 'O(1)', flags: ['stale'], spread: 'here' };
const TELLS = {
    ...SHARED,
    arity: 2,
    tips: ['nondeterministic_output'],
    syntax: '',
};
const REPLICAS = {
    ...TELLS,
    complexity: 'O(N), N the number of slots',
    flags: ['admin', 'stale'],
    arity: 3,
    syntax: 'node-id',
    reply: 'array: for each its line of CLUSTER NODES, as a slave of that node',
    handler: replicas,
};
const CHANGES_FLAGS = ['admin', 'stale', 'no_async_loading'];
const MODE = { ...SHARED, arity: 1, categories: ['connection'], syntax: '', reply: 'OK' };
export const CLUSTER_COMMANDS = [
    container({ name: 'cluster', summary: 'The cluster, as this node sees it.', since: '3.0.0', group: 'cluster' }, [
        {
            ...TELLS,
            name: 'info',
            summary: 'Describes the state of the cluster.',
            since: '3.0.0',
            complexity: 'O(N), N the number of members',
            reply: 'text: lines of `field:value`',
            handler: info,
        },
        {
            ...SHARED,
            name: 'myid',
            summary: 'Replies the id of this node: a shard on its own port, the member on the client port.',
            since: '3.0.0',
            arity: 2,
            syntax: '',
            reply: 'bulk string: 40 hex digits',
            handler: myid,
        },
        {
            ...TELLS,
            name: 'nodes',
            summary: 'Describes every known member, failed ones until they are forgotten.',
            since: '3.0.0',
            complexity: 'O(N), N the number of slot ranges',
            reply: 'text: a line `id host:shard-port@bus-port flags - ping-sent pong-received epoch link slots...` for each',
            handler: nodes,
        },
        {
            ...TELLS,
            name: 'slots',
            summary: 'Tells who owns which slots, and who holds their copies.',
            since: '3.0.0',
            complexity: 'O(N), N the number of slot ranges',
            reply: 'array: first slot, last slot, owner (host, shard port, id, metadata) and replicas likewise for each range',
            handler: slots,
        },
        {
            ...TELLS,
            name: 'shards',
            summary: 'Tells the slots, the replicas and the health of every known member.',
            since: '7.0.0',
            complexity: 'O(N), N the number of slot ranges',
            reply: 'array: for each member a map of its slots and its nodes',
            handler: shards,
        },
        {
            ...REPLICAS,
            name: 'replicas',
            summary: 'Lists the nodes that hold copies of the slots of one.',
            since: '5.0.0',
        },
        {
            ...REPLICAS,
            name: 'slaves',
            summary: 'The same as CLUSTER REPLICAS, by its old name.',
            since: '3.0.0',
        },
        {
            ...SHARED,
            name: 'keyslot',
            summary: 'Computes the hash slot of a key.',
            since: '3.0.0',
            complexity: 'O(N), N the length of the key',
            arity: 3,
            syntax: 'key',
            reply: 'integer: the slot',
            handler: keyslot,
        },
        {
            ...SHARED,
            spread: 'slot',
            name: 'countkeysinslot',
            summary: 'Counts the keys of a slot.',
            since: '3.0.0',
            arity: 3,
            syntax: 'slot',
            reply: 'integer: how many there are',
            handler: countkeysinslot,
        },
        {
            ...SHARED,
            spread: 'slot',
            name: 'getkeysinslot',
            summary: 'Lists keys of a slot.',
            since: '3.0.0',
            complexity: 'O(N), N the number of keys asked for',
            arity: 4,
            tips: ['nondeterministic_output'],
            syntax: 'slot count',
            reply: 'array: keys, `count` at most',
            handler: getkeysinslot,
        },
        {
            ...SHARED,
            name: 'meet',
            summary: 'Joins this node to the cluster of another, given by its client port, and lifts a ban on it.',
            since: '3.0.0',
            arity: -4,
            flags: CHANGES_FLAGS,
            syntax: 'ip port [bus-port]',
            reply: 'OK: joining has begun',
            handler: meet,
        },
        {
            ...SHARED,
            name: 'forget',
            summary: "Takes a member off every node's list and bans it for a time.",
            since: '3.0.0',
            arity: 3,
            flags: CHANGES_FLAGS,
            syntax: 'node-id',
            reply: 'OK',
            handler: forget,
        },
        {
            ...SHARED,
            name: 'reset',
            summary: 'Makes this node forget all others; HARD gives it a new id too. It must hold no keys.',
            since: '3.0.0',
            complexity: 'O(N), N the number of members',
            arity: -2,
            flags: ['admin', 'noscript', 'stale'],
            syntax: '[HARD | SOFT]',
            reply: 'OK',
            handler: reset,
        },
        {
            ...TELLS,
            name: 'links',
            summary: 'Lists the connections to and from other members.',
            since: '7.0.0',
            complexity: 'O(N), N the number of links',
            reply: 'array: for each link a map of its direction, member and buffers',
            handler: links,
        },
        ...MEMBERSHIP_SUBCOMMANDS,
        REBALANCE_SUBCOMMAND,
    ]),
    {
        ...MODE,
        name: 'readonly',
        summary: 'Lets this connection read from replicas.',
        since: '3.0.0',
        flags: ['loading', 'stale', 'fast'],
        handler: readonly_,
    },
    {
        ...MODE,
        name: 'readwrite',
        summary: 'Takes READONLY back.',
        since: '3.0.0',
        flags: ['loading', 'stale', 'fast'],
        handler: readwrite,
    },
    {
        ...MODE,
        name: 'asking',
        summary: 'Lets the next command through on a shard that a slot is on its way to.',
        since: '3.0.0',
        flags: ['fast'],
        handler: asking,
    },
];
//# sourceMappingURL=cluster.js.map