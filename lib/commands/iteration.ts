/** Commands on the whole keyspace: KEYS, SCAN, RANDOMKEY, DBSIZE, FLUSHALL. */
import { matchesGlob } from '../base/glob.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { type EntryRef, NO_ENTRY } from '../store/keyspace.ts';
import { integerArgument } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { replyKey } from './keys.ts';
import type { CommandSpec } from './spec.ts';

const STAR = 0x2a;
const DEFAULT_SCAN_COUNT = 10;
/** Entries that one SCAN visits at most, so that no COUNT stops the event loop for long. */
const MAX_SCAN_COUNT = 100_000;
/** Room for a key that is matched; more is taken for a longer one, and given back after the command. */
const KEY_BYTES = 4096;
/** Entries that KEYS asks the keyspace for at a time. */
const KEYS_SLICE = 10_000;
const MAX_CURSOR = 2n ** 64n;
/** Bytes, leading zeros included: to read a number takes longer than its length. */
const LONGEST_CURSOR = 1024;
/** Redis takes an empty cursor for 0. */
const CURSOR = /^(?:[+-]?\d+)?$/;

/** Picks the entries whose keys match a pattern. One object, used again for every command. */
class Matcher {
  readonly found: EntryRef[] = [];
  /** Called for every entry that the keyspace visits. */
  readonly visit = (ref: EntryRef): void => {
    if (this.matches(ref)) this.found.push(ref);
  };
  private key = Buffer.alloc(KEY_BYTES);
  private context: CommandContext | undefined;
  private request: Request | undefined;
  private patternAt = 0;

  /** Begins a search for the pattern at argument `patternAt`; 0 finds everything. */
  begin(request: Request, patternAt: number, context: CommandContext): void {
    const all = patternAt === 0 || (request.length(patternAt) === 1 && request.bytes(patternAt)[0] === STAR);
    this.patternAt = all ? 0 : patternAt;
    this.request = request;
    this.context = context;
  }

  /** Replies the keys that were found and forgets them. */
  replyFound(reply: ReplyWriter, context: CommandContext): void {
    reply.array(this.found.length);
    for (const ref of this.found) replyKey(reply, ref, context);
    this.found.length = 0;
    if (this.key.length > KEY_BYTES) this.key = Buffer.alloc(KEY_BYTES);
    this.request = undefined;
    this.context = undefined;
  }

  private matches(ref: EntryRef): boolean {
    const { request, context, patternAt } = this;
    if (patternAt === 0 || request === undefined || context === undefined) return true;
    const length = context.keyspace.keyLength(ref);
    if (length > this.key.length) this.key = Buffer.alloc(length);
    context.keyspace.copyKey(ref, this.key, 0);
    return matchesGlob(request.buf, request.start(patternAt), request.end(patternAt), this.key, 0, length);
  }
}

const matcher = new Matcher();

function keys(request: Request, reply: ReplyWriter, context: CommandContext): void {
  matcher.begin(request, 1, context);
  let cursor = 0;
  do cursor = context.keyspace.scan(cursor, KEYS_SLICE, context.nowMs, matcher.visit);
  while (cursor !== 0);
  matcher.replyFound(reply, context);
}

function scan(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const cursor = parseCursor(request, 1);
  if (cursor === undefined) {
    reply.error(ERRORS.invalidCursor);
    return;
  }
  let count = DEFAULT_SCAN_COUNT;
  let patternAt = 0;
  let typeAt = 0;
  for (let i = 2; i < request.argc; i += 2) {
    const hasValue = i + 1 < request.argc;
    if (hasValue && request.is(i, 'count')) {
      count = integerArgument(request, i + 1, reply);
      if (Number.isNaN(count)) return;
      if (count < 1) {
        reply.error(ERRORS.syntax);
        return;
      }
    } else if (hasValue && request.is(i, 'match')) {
      patternAt = i + 1;
    } else if (hasValue && request.is(i, 'type')) {
      typeAt = i + 1;
    } else {
      reply.error(ERRORS.syntax);
      return;
    }
  }
  matcher.begin(request, patternAt, context);
  const slice = Math.min(count, MAX_SCAN_COUNT);
  const next = context.keyspace.scan(cursor, slice, context.nowMs, matcher.visit);
  if (typeAt !== 0 && !request.is(typeAt, 'string')) matcher.found.length = 0;
  reply.array(2);
  reply.bulkText(String(next));
  matcher.replyFound(reply, context);
}

/**
 * The cursor at argument `i`: any 64-bit number in C's notation is one, as in Redis, and its lower 32 bits count.
 */
function parseCursor(request: Request, i: number): number | undefined {
  if (request.length(i) > LONGEST_CURSOR) return undefined;
  const text = request.text(i);
  if (!CURSOR.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  if (value >= MAX_CURSOR || value <= -MAX_CURSOR) return undefined;
  return Number(BigInt.asUintN(32, value));
}

function randomkey(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const ref = context.keyspace.randomEntry(Math.random, context.nowMs);
  if (ref === NO_ENTRY) reply.nil();
  else replyKey(reply, ref, context);
}

function dbsize(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.integer(context.keyspace.visibleSize);
}

function flush(request: Request, reply: ReplyWriter, context: CommandContext): void {
  flushHere(request, 1, reply, context);
}

/** Deletes all keys of this shard, if the arguments from `at` on are those of FLUSHALL. */
export function flushHere(request: Request, at: number, reply: ReplyWriter, context: CommandContext): void {
  const isKnown = request.argc === at || request.is(at, 'async') || request.is(at, 'sync');
  if (request.argc > at + 1 || !isKnown) {
    reply.error(ERRORS.syntax);
    return;
  }
  context.keyspace.clear();
  context.node.replication.onFlush(context.nowMs);
  reply.ok();
}

export const ITERATION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'keys',
    summary:
      'Lists the keys of all shards that match a glob pattern. Stops every shard while it looks: prefer SCAN.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(N), N the number of keys',
    arity: 2,
    flags: ['readonly'],
    categories: ['dangerous'],
    tips: ['nondeterministic_output_order'],
    spread: 'every-concat',
    isLong: true,
    syntax: 'pattern',
    reply: 'array: the keys, in no order',
    handler: keys,
  },
  {
    name: 'scan',
    summary: 'Lists keys a few at a time, one shard after the other.',
    since: '2.8.0',
    group: 'generic',
    complexity: 'O(1) for each call, O(N) for all, N the number of keys',
    arity: -2,
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    spread: 'scan',
    syntax: 'cursor [MATCH pattern] [COUNT count] [TYPE type]',
    reply: 'array: the cursor to go on with, 0 at the end; then an array of keys',
    handler: scan,
  },
  {
    name: 'randomkey',
    summary: 'Picks a key at random.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(1)',
    arity: 1,
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    spread: 'every-any',
    syntax: '',
    reply: 'bulk string: the key; nil: there are none',
    handler: randomkey,
  },
  {
    name: 'dbsize',
    summary: 'Counts the keys of all shards.',
    since: '1.0.0',
    group: 'server',
    complexity: 'O(1) for each shard',
    arity: 1,
    flags: ['readonly', 'fast'],
    categories: ['keyspace'],
    spread: 'every-sum',
    syntax: '',
    reply: 'integer: how many there are',
    handler: dbsize,
  },
  {
    name: 'flushdb',
    summary: 'Deletes all keys of all shards, like FLUSHALL: there is only one database.',
    since: '1.0.0',
    group: 'server',
    complexity: 'O(1) for each shard',
    arity: -1,
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    spread: 'every-ok',
    syntax: '[ASYNC | SYNC]',
    reply: 'OK',
    handler: flush,
  },
  {
    name: 'flushall',
    summary: 'Deletes all keys of all shards.',
    since: '1.0.0',
    group: 'server',
    complexity: 'O(1) for each shard',
    arity: -1,
    flags: ['write'],
    categories: ['keyspace', 'dangerous'],
    spread: 'every-ok',
    syntax: '[ASYNC | SYNC]',
    reply: 'OK',
    handler: flush,
  },
];
