/** CLUSTER and what goes with it on the shard port: READONLY, READWRITE, ASKING. */
import { hashSlot, SLOT_COUNT } from '../base/hash-slot.ts';
import { figuresOf, sumFigures } from '../observe/figures.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { EntryRef } from '../store/keyspace.ts';
import { integerArgument, quotedArgument } from './arguments.ts';
import { clusterInfoText, nodesText, replicaLines, replyShards } from './cluster-map.ts';
import { forget, meet, reset } from './cluster-members.ts';
import { MEMBERSHIP_SUBCOMMANDS } from './cluster-membership.ts';
import { askedNodeId } from './cluster-nodes.ts';
import { REBALANCE_SUBCOMMAND } from './cluster-rebalance.ts';
import { replySlots } from './cluster-slots.ts';
import { container } from './container.ts';
import type { CommandContext } from './context.ts';
import { replyKey } from './keys.ts';
import type { CommandFlag, CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

function info(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { node } = context;
  const here = figuresOf(node);
  withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
    const { replication } = sumFigures(here, elsewhere);
    reply.verbatim(clusterInfoText(node.cluster, replication, askedNodeId(context)));
  });
}

function myid(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.bulkText(askedNodeId(context));
}

function nodes(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.verbatim(nodesText(context.node.cluster, askedNodeId(context), context.nowMs));
}

function slots(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  replySlots(context.node.cluster, reply);
}

function shards(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { node } = context;
  const here = figuresOf(node);
  withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
    replyShards(node.cluster, askedNodeId(context), sumFigures(here, elsewhere).replication, reply);
  });
}

function replicas(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const id = request.text(2);
  const lines = replicaLines(context.node.cluster, askedNodeId(context), id, context.nowMs);
  if (lines === undefined) {
    reply.error(ERRORS.unknownNode, { id: quotedArgument(request, 2) });
    return;
  }
  reply.array(lines.length);
  for (const line of lines) reply.bulkText(line);
}

function keyslot(request: Request, reply: ReplyWriter): void {
  reply.integer(hashSlot(request.buf, request.start(2), request.end(2)));
}

function isSlot(slot: number): boolean {
  return slot >= 0 && slot < SLOT_COUNT;
}

function countkeysinslot(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const slot = integerArgument(request, 2, reply);
  if (Number.isNaN(slot)) return;
  if (isSlot(slot)) reply.integer(context.keyspace.slotSize(slot));
  else reply.error(ERRORS.invalidSlot);
}

function getkeysinslot(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const slot = integerArgument(request, 2, reply);
  if (Number.isNaN(slot)) return;
  const most = integerArgument(request, 3, reply);
  if (Number.isNaN(most)) return;
  if (!isSlot(slot) || most < 0) {
    reply.error(ERRORS.invalidSlotOrCount);
    return;
  }
  const found: EntryRef[] = [];
  if (most > 0) {
    context.keyspace.visitSlot(slot, context.nowMs, (ref) => found.push(ref) < most);
  }
  reply.array(found.length);
  for (const ref of found) replyKey(reply, ref, context);
}

function links(_request: Request, reply: ReplyWriter, context: CommandContext): void {
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

function readonly_(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  context.session.readonlyMode = true;
  reply.ok();
}

function readwrite(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  context.session.readonlyMode = false;
  reply.ok();
}

/** Nothing to do: a slot is never half moved, so there is nothing to ask for. */
function asking(_request: Request, reply: ReplyWriter): void {
  reply.ok();
}

const SHARED = { group: 'cluster', complexity: 'O(1)', flags: ['stale'], spread: 'here' } as const;
const TELLS = {
  ...SHARED,
  arity: 2,
  tips: ['nondeterministic_output'],
  syntax: '',
} as const;
const REPLICAS = {
  ...TELLS,
  complexity: 'O(N), N the number of slots',
  flags: ['admin', 'stale'],
  arity: 3,
  syntax: 'node-id',
  reply: 'array: for each its line of CLUSTER NODES, as a slave of that node',
  handler: replicas,
} as const;
const CHANGES_FLAGS: readonly CommandFlag[] = ['admin', 'stale', 'no_async_loading'];
const MODE = { ...SHARED, arity: 1, categories: ['connection'], syntax: '', reply: 'OK' } as const;

export const CLUSTER_COMMANDS: readonly CommandSpec[] = [
  container(
    { name: 'cluster', summary: 'The cluster, as this node sees it.', since: '3.0.0', group: 'cluster' },
    [
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
        reply:
          'text: a line `id host:shard-port@bus-port flags - ping-sent pong-received epoch link slots...` for each',
        handler: nodes,
      },
      {
        ...TELLS,
        name: 'slots',
        summary: 'Tells who owns which slots, and who holds their copies.',
        since: '3.0.0',
        complexity: 'O(N), N the number of slot ranges',
        reply:
          'array: first slot, last slot, owner (host, shard port, id, metadata) and replicas likewise for each range',
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
        summary:
          'Joins this node to the cluster of another, given by its client port, and lifts a ban on it.',
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
        summary:
          'Makes this node forget all others; HARD gives it a new id too. It must hold no keys. Members that have it in `join` bring it back.',
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
    ],
  ),
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
