/** INFO, TIME and SHUTDOWN. */
import { figuresOf, sumFigures } from '../observe/figures.ts';
import { infoText } from '../observe/info.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { clusterEnabled } from './cluster-mode.ts';
import type { CommandContext } from './context.ts';
import type { CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

function info(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const sections: string[] = [];
  for (let i = 1; i < request.argc; i++) sections.push(request.text(i).toLowerCase());
  const { node, nowMs, session } = context;
  const here = figuresOf(node, nowMs);
  withSiblings(context, reply, 'figures', [], (elsewhere, reply) => {
    const member = { ...node, ...sumFigures(here, elsewhere) };
    reply.verbatim(infoText(sections, { node: member, nowMs, clusterEnabled: clusterEnabled(session) }));
  });
}

function time(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { nowMs } = context;
  reply.array(2);
  reply.bulkText(String(Math.floor(nowMs / 1000)));
  reply.bulkText(String(Math.floor(1000 * (nowMs % 1000))));
}

/** A shutdown cannot be taken back once it has begun, so ABORT never finds one. */
function shutdown(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const given = new Set<string>();
  for (let i = 1; i < request.argc; i++) given.add(request.text(i).toLowerCase());
  const known = ['nosave', 'save', 'now', 'force', 'abort'].filter((word) => given.has(word)).length;
  const conflict = (given.has('nosave') && given.has('save')) || (given.has('abort') && given.size > 1);
  if (known < given.size || conflict) reply.error(ERRORS.syntax);
  else if (given.has('abort')) reply.error(ERRORS.noShutdown);
  else context.node.shutdown();
}

export const SERVER_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'info',
    summary:
      'Describes the node and counts what it has done, section by section; on a shard port, what that shard has done.',
    since: '1.0.0',
    group: 'server',
    complexity: 'O(1)',
    arity: -1,
    flags: ['loading', 'stale'],
    categories: ['dangerous'],
    tips: ['nondeterministic_output'],
    spread: 'here',
    syntax: '[section [section ...]]',
    reply: 'text: lines of `field:value` under `# Section` headings',
    handler: info,
  },
  {
    name: 'time',
    summary: 'Replies the wall clock.',
    since: '2.6.0',
    group: 'server',
    complexity: 'O(1)',
    arity: 1,
    flags: ['loading', 'stale', 'fast'],
    tips: ['nondeterministic_output'],
    spread: 'here',
    syntax: '',
    reply: 'array: seconds since 1970, and microseconds of the present second',
    handler: time,
  },
  {
    name: 'shutdown',
    summary: 'Leaves the cluster and stops the node. There is nothing to save: SAVE and NOSAVE do the same.',
    since: '1.0.0',
    group: 'server',
    complexity: 'O(1)',
    arity: -1,
    flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
    spread: 'here',
    syntax: '[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]',
    reply: 'nothing: the connection is closed',
    handler: shutdown,
  },
];
