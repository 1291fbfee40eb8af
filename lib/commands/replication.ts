/** What clients of Redis ask about replicas: WAIT and ROLE. */
import { figuresOf, sumFigures } from '../observe/figures.ts';
import { replicaViews } from '../observe/replica-views.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { integerArgument, parseInteger } from './arguments.ts';
import { clusterEnabled } from './cluster-mode.ts';
import type { CommandContext } from './context.ts';
import type { CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

/** On a shard port, about the writes of that shard; else of all owners, since this client's keys may be anywhere. */
function wait(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { node, session } = context;
  const enough = integerArgument(request, 1, reply);
  if (Number.isNaN(enough)) return;
  const timeoutMs = parseInteger(request, 2);
  if (Number.isNaN(timeoutMs)) reply.error(ERRORS.timeoutNotInteger);
  else if (timeoutMs < 0) reply.error(ERRORS.negativeTimeout);
  else {
    const everyOwner = !clusterEnabled(session);
    const isWanted = (): boolean => node.clients.byId(session.id) === session && !session.inputEnded;
    const held = node.cluster.replicasHold({ everyOwner, enough, timeoutMs, isWanted });
    context.later(
      held.then((count) => (reply) => reply.integer(count)),
      'goes on',
    );
  }
}

/** Every node owns slots and holds copies of others' at once; by its own slots it is a master. */
function role(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { node } = context;
  const here = figuresOf(node);
  withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
    const { replication } = sumFigures(here, elsewhere);
    const replicas = replicaViews(node.cluster, replication);
    reply.array(3);
    reply.bulkText('master');
    reply.integer(replication.sentBytes);
    reply.array(replicas.length);
    for (const { host, port, offset } of replicas) {
      reply.array(3);
      reply.bulkText(host);
      reply.bulkText(String(port));
      reply.bulkText(String(offset));
    }
  });
}

export const REPLICATION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'wait',
    summary: 'Waits until replicas hold all that was written before, up to a timeout in ms; 0 is no timeout.',
    since: '3.0.0',
    group: 'connection',
    complexity: 'O(N), N the number of shards',
    arity: 3,
    flags: ['noscript'],
    spread: 'every-min',
    syntax: 'numreplicas timeout',
    reply: 'integer: how many replicas hold it; of several keys the number of the one that has fewest',
    handler: wait,
  },
  {
    name: 'role',
    summary: 'Tells that this node is a master of its slots, and which nodes it sends changes to.',
    since: '2.8.12',
    group: 'server',
    complexity: 'O(N), N the number of shards',
    arity: 1,
    flags: ['noscript', 'loading', 'stale', 'fast'],
    categories: ['admin', 'dangerous'],
    spread: 'here',
    syntax: '',
    reply: 'array: `master`, its offset, and for each replica an array of host, shard port and offset',
    handler: role,
  },
];
