/** CONFIG: the options of this node. */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { clusterEnabled } from './cluster-mode.ts';
import { container } from './container.ts';
import type { CommandContext, NodeServices } from './context.ts';
import type { CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

/** What differs between the ports: INFO, HELLO and this say the same. */
const CLUSTER_ENABLED = 'cluster-enabled';

function get(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const patterns: string[] = [];
  for (let i = 2; i < request.argc; i++) patterns.push(request.text(i));
  const found = context.node.config.get(patterns);
  reply.map(found.length);
  for (const [name, value] of found) {
    reply.bulkText(name);
    reply.bulkText(name === CLUSTER_ENABLED && !clusterEnabled(context.session) ? 'no' : value);
  }
}

function set(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (request.argc % 2 === 1) {
    reply.error(ERRORS.syntax);
    return;
  }
  const pairs: [string, string][] = [];
  for (let i = 2; i < request.argc; i += 2) pairs.push([request.text(i), request.utf8(i + 1)]);
  const outcome = context.node.config.set(pairs);
  if (outcome instanceof Promise)
    context.later(outcome.then((reason) => (reply) => replyOutcome(reason, reply)));
  else replyOutcome(outcome, reply);
}

function rewrite(_request: Request, _reply: ReplyWriter, context: CommandContext): void {
  context.later(context.node.config.rewrite().then((reason) => (reply) => replyOutcome(reason, reply)));
}

function replyOutcome(reason: string | undefined, reply: ReplyWriter): void {
  if (reason === undefined) reply.ok();
  else reply.error(ERRORS.configRefused, { reason });
}

function resetstat(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  resetStats(context.node);
  withSiblings(context, reply, 'resetStats', [], (_, reply) => reply.ok());
}

/** Sets the counters of this shard to zero. */
export function resetStats({ stats, keyspace }: Pick<NodeServices, 'stats' | 'keyspace'>): void {
  stats.reset();
  Object.assign(keyspace.stats, { expired: 0, evicted: 0, hits: 0, misses: 0 });
}

const SHARED = {
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  spread: 'here',
} as const;

export const CONFIG_COMMANDS: readonly CommandSpec[] = [
  container({ name: 'config', summary: 'The options of this node.', since: '2.0.0', group: 'server' }, [
    {
      ...SHARED,
      name: 'get',
      summary: 'Reads the options whose names match one of the glob patterns.',
      since: '2.0.0',
      complexity: 'O(N * M), N the number of patterns and M that of the options',
      arity: -3,
      syntax: 'parameter [parameter ...]',
      reply: 'map: values by names',
      handler: get,
    },
    {
      ...SHARED,
      name: 'set',
      summary: 'Sets options of this node, all of them or none, until it stops.',
      since: '2.0.0',
      complexity: 'O(N), N the number of options',
      arity: -4,
      syntax: 'parameter value [parameter value ...]',
      reply: 'OK',
      handler: set,
    },
    {
      ...SHARED,
      name: 'rewrite',
      summary: 'Writes the present options to the config file.',
      since: '2.8.0',
      complexity: 'O(N), N the number of options',
      arity: 2,
      syntax: '',
      reply: 'OK',
      handler: rewrite,
    },
    {
      ...SHARED,
      name: 'resetstat',
      summary: 'Sets the counters that INFO reports to zero.',
      since: '2.0.0',
      complexity: 'O(1)',
      arity: 2,
      syntax: '',
      reply: 'OK',
      handler: resetstat,
    },
  ]),
];
