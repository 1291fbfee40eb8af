/** Commands that read strings. */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { NO_ENTRY } from '../store/keyspace.ts';
import { integerArgument } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { findKey, replyValue } from './keys.ts';
import type { CommandSpec, KeySpec } from './spec.ts';

const READS_KEY: KeySpec = { first: 1, last: 1, step: 1, flags: ['RO', 'access'] };

function get(request: Request, reply: ReplyWriter, context: CommandContext): void {
  replyValue(reply, findKey(request, 1, context), context);
}

function mget(request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.array(request.argc - 1);
  for (let i = 1; i < request.argc; i++) replyValue(reply, findKey(request, i, context), context);
}

function strlen(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const ref = findKey(request, 1, context);
  reply.integer(ref === NO_ENTRY ? 0 : context.keyspace.valueLength(ref));
}

/** GETRANGE and its old name SUBSTR. Offsets past either end are cut; negative ones count from the end. */
function getrange(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const first = integerArgument(request, 2, reply);
  if (Number.isNaN(first)) return;
  const last = integerArgument(request, 3, reply);
  if (Number.isNaN(last)) return;
  const ref = findKey(request, 1, context);
  const length = ref === NO_ENTRY ? 0 : context.keyspace.valueLength(ref);
  const from = Math.max(0, first < 0 ? length + first : first);
  const to = Math.min(length, Math.max(0, last < 0 ? length + last : last) + 1);
  // Redis checks this before it cuts: two negative offsets in the wrong order never give a byte.
  const backwards = first < 0 && last < 0 && first > last;
  const count = backwards ? 0 : Math.max(0, to - from);
  const at = reply.reserveBulk(count);
  if (count > 0) context.keyspace.copyValue(ref, reply.buf, at, from, to);
}

export const STRING_READ_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'get',
    summary: 'Reads the value of a key.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 2,
    flags: ['readonly', 'fast'],
    keys: READS_KEY,
    spread: 'one-slot',
    syntax: 'key',
    reply: 'bulk string: the value; nil: no such key',
    handler: get,
  },
  {
    name: 'mget',
    summary: 'Reads the values of several keys.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(N), N the number of keys',
    arity: -2,
    flags: ['readonly', 'fast'],
    keys: { first: 1, last: -1, step: 1, flags: ['RO', 'access'] },
    spread: 'split-values',
    syntax: 'key [key ...]',
    reply: 'array: for each key its value, or nil if there is no such key',
    handler: mget,
  },
  {
    name: 'strlen',
    summary: 'Counts the bytes of a value.',
    since: '2.2.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 2,
    flags: ['readonly', 'fast'],
    keys: { first: 1, last: 1, step: 1, flags: ['RO'] },
    spread: 'one-slot',
    syntax: 'key',
    reply: 'integer: the length in bytes; 0: no such key',
    handler: strlen,
  },
  {
    name: 'getrange',
    summary: 'Reads the bytes of a value from one offset to another, both included.',
    since: '2.4.0',
    group: 'string',
    complexity: 'O(N), N the number of bytes read',
    arity: 4,
    flags: ['readonly'],
    keys: READS_KEY,
    spread: 'one-slot',
    isLong: true,
    syntax: 'key start end',
    reply: 'bulk string: the bytes; empty: no such key or nothing in that range',
    handler: getrange,
  },
  {
    name: 'substr',
    summary: 'The old name of GETRANGE.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(N), N the number of bytes read',
    arity: 4,
    flags: ['readonly'],
    keys: READS_KEY,
    spread: 'one-slot',
    isLong: true,
    syntax: 'key start end',
    reply: 'bulk string: the bytes; empty: no such key or nothing in that range',
    handler: getrange,
  },
];
