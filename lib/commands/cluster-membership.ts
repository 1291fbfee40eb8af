/** What Hearsay tells of membership beyond Redis Cluster: CLUSTER MEMBERS, EVENTS and CONVERGED. */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { integerArgument } from './arguments.ts';
import type { ClusterMember, ClusterServices, CommandContext } from './context.ts';
import type { CommandSpec } from './spec.ts';

/** Longest timeout of CONVERGED. */
const LONGEST_WAIT_MS = 3_600_000;
const SHOWN_EVENTS = 20;
const HEADINGS = [
  'name',
  'state',
  'phase',
  'client address',
  'last heard',
  'incarnation',
  'instance',
  'slots',
  'id',
];

function members(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.verbatim(membersText(context.node.cluster));
}

/** A table for people: a line for each member, this one first, and one for each ban. */
function membersText(cluster: ClusterServices): string {
  const rows = cluster.members().map((member) => memberRow(member, cluster));
  const lines = alignColumns([HEADINGS, ...rows]);
  for (const { id, remainingMs } of cluster.bans()) {
    lines.push(`forgotten, and kept out for ${(remainingMs / 1000).toFixed(1)} s more: ${id}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function memberRow(member: ClusterMember, { map }: ClusterServices): string[] {
  const slots = map.shards.reduce(
    (sum, shard, index) => sum + (shard.memberId === member.id ? map.slotCount(index) : 0),
    0,
  );
  return [
    member.name,
    member.state,
    member.isLagging ? `${member.phase}, lagging` : member.phase,
    `${member.host}:${member.clientPort}`,
    lastHeard(member),
    String(member.incarnation),
    member.instance,
    String(slots),
    member.id,
  ];
}

function lastHeard({ isMyself, silentMs }: ClusterMember): string {
  if (isMyself) return 'this node';
  return Number.isFinite(silentMs) ? `${Math.round(silentMs)} ms ago` : 'never';
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
}

function events(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const count = optionalInteger(request, reply, 'cluster|events', SHOWN_EVENTS);
  if (Number.isNaN(count)) return;
  const latest = context.node.history.latest(Math.max(0, count));
  reply.array(latest.length);
  for (const event of latest) reply.bulkText(event);
}

function converged(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const timeoutMs = optionalInteger(request, reply, 'cluster|converged', 0);
  if (Number.isNaN(timeoutMs)) return;
  if (timeoutMs < 0 || timeoutMs > LONGEST_WAIT_MS) {
    reply.error(ERRORS.outOfRange, { least: 0, most: LONGEST_WAIT_MS });
    return;
  }
  const agreeing = context.node.cluster.converged(timeoutMs);
  context.later(
    agreeing.then((agreement) => (later) => {
      const { agreeing: count, dissenting } = agreement;
      if (dissenting.length === 0) later.integer(count);
      else
        later.error(ERRORS.notConverged, {
          count,
          total: count + dissenting.length,
          ids: dissenting.join(' '),
        });
    }),
    'goes on',
  );
}

/** The one argument, or `otherwise`; NaN when an error has been replied, in the name of `command`. */
function optionalInteger(request: Request, reply: ReplyWriter, command: string, otherwise: number): number {
  if (request.argc <= 3) return request.argc === 3 ? integerArgument(request, 2, reply) : otherwise;
  reply.error(ERRORS.wrongArity, { command });
  return Number.NaN;
}

const SHARED = {
  since: '7.0.0',
  group: 'cluster',
  flags: ['stale'],
  spread: 'here',
} as const;

export const MEMBERSHIP_SUBCOMMANDS: readonly CommandSpec[] = [
  {
    ...SHARED,
    name: 'members',
    summary: 'Shows every known member, and who is kept out, as a table for people.',
    complexity: 'O(N), N the number of members',
    arity: 2,
    syntax: '',
    reply: 'text: a line for each',
    handler: members,
  },
  {
    ...SHARED,
    name: 'events',
    summary: 'Lists what happened to members last, as this node learned of it.',
    complexity: 'O(N), N the number of events',
    arity: -2,
    syntax: '[count]',
    reply: `array: events in JSON, ${SHOWN_EVENTS} unless told otherwise, the oldest first`,
    handler: events,
  },
  {
    ...SHARED,
    name: 'converged',
    summary:
      'Tells whether all live members see the same members, and so place keys alike; waits for it up to a timeout in ms.',
    complexity: 'O(N), N the number of members',
    arity: -2,
    flags: ['stale'],
    syntax: '[milliseconds]',
    reply:
      'integer: how many members agree, which is all; NOTCONVERGED and the ids of the others if some do not',
    handler: converged,
  },
];
