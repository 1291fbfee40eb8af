/** CLUSTER REBALANCE: how far copies and handoffs have come, of this node or of all. */
import { figuresOf, type ReplicationFigures, replicationFigures, sumFigures } from '../observe/figures.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { askedNodeId } from './cluster-nodes.ts';
import type { CommandContext } from './context.ts';
import type { CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

type Field = readonly [name: string, value: (figures: ReplicationFigures) => number | string];

/** What is left in keys and bytes is worked out from what a slot has here on average. */
const FIELDS: readonly Field[] = [
  ['complete', ({ incompleteShards }) => (incompleteShards === 0 ? 'yes' : 'no')],
  ['slots-held', ({ heldSlots }) => heldSlots],
  ['slots-incoming', ({ incomingSlots }) => incomingSlots],
  ['slots-outgoing', ({ outgoingSlots }) => outgoingSlots],
  ['copies-wanted', ({ wantedSlots }) => wantedSlots],
  ['copies-there', ({ copiedSlots }) => copiedSlots],
  ['keys-received', ({ receivedKeys }) => receivedKeys],
  ['bytes-received', ({ receivedBytes }) => receivedBytes],
  ['bytes-received-per-second', ({ receivedPerSecond }) => Math.round(receivedPerSecond)],
  ['slots-to-receive', slotsToReceive],
  ['keys-to-receive', (figures) => keysOf(slotsToReceive(figures), figures)],
  ['bytes-to-receive', (figures) => bytesOf(slotsToReceive(figures), figures)],
  ['bytes-sent', ({ sentBytes }) => sentBytes],
  ['bytes-unacknowledged', ({ streams }) => total(streams.map((one) => one.sentBytes - one.ackedBytes))],
  ['bytes-sent-per-second', ({ sentPerSecond }) => Math.round(sentPerSecond)],
  ['slots-to-send', slotsToSend],
  ['keys-to-send', (figures) => keysOf(slotsToSend(figures), figures)],
  ['bytes-to-send', (figures) => bytesOf(slotsToSend(figures), figures)],
];

function rebalance(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (request.argc > 3) {
    reply.error(ERRORS.wrongArity, { command: 'cluster|rebalance' });
    return;
  }
  if (request.argc === 3) {
    if (request.is(2, 'all')) replyAll(context);
    else reply.error(ERRORS.syntax);
    return;
  }
  const here = figuresOf(context.node);
  withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
    replyNode(askedNodeId(context), sumFigures(here, elsewhere).replication, reply);
  });
}

function replyAll(context: CommandContext): void {
  const all = context.node.cluster.copies();
  context.later(
    all.then((shards) => (reply) => {
      reply.array(shards.length);
      for (const { id, status } of shards) {
        if (status !== undefined) replyNode(id, replicationFigures(status), reply);
        else {
          reply.map(2);
          reply.bulkText('node');
          reply.bulkText(id);
          reply.bulkText('complete');
          reply.bulkText('unknown');
        }
      }
    }),
  );
}

function replyNode(id: string, figures: ReplicationFigures, reply: ReplyWriter): void {
  reply.map(1 + FIELDS.length);
  reply.bulkText('node');
  reply.bulkText(id);
  for (const [name, read] of FIELDS) {
    const value = read(figures);
    reply.bulkText(name);
    if (typeof value === 'number') reply.integer(value);
    else reply.bulkText(value);
  }
}

/** Those that it owns and is still to be given, and those that it is to copy. */
function slotsToReceive({ incomingSlots, wantedSlots, copiedSlots }: ReplicationFigures): number {
  return incomingSlots + wantedSlots - copiedSlots;
}

function slotsToSend({ streams }: ReplicationFigures): number {
  return total(streams.map(({ queuedSlots }) => queuedSlots));
}

function keysOf(slots: number, { keys, heldSlots, copiedSlots }: ReplicationFigures): number {
  return Math.round((slots * keys) / Math.max(1, heldSlots + copiedSlots));
}

function bytesOf(slots: number, { usedBytes, heldSlots, copiedSlots }: ReplicationFigures): number {
  return Math.round((slots * usedBytes) / Math.max(1, heldSlots + copiedSlots));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

export const REBALANCE_SUBCOMMAND: CommandSpec = {
  name: 'rebalance',
  summary:
    'Tells how far copies and handoffs have come: slots that are on their way, and keys and bytes done and left. Of this node, or of every shard.',
  since: '7.0.0',
  group: 'cluster',
  complexity: 'O(N), N the number of shards',
  arity: -2,
  flags: ['stale'],
  tips: ['nondeterministic_output'],
  spread: 'here',
  syntax: '[ALL]',
  reply: 'map: see docs/operations.md; with ALL an array of such',
  handler: rebalance,
};
