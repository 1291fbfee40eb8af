/** Commands on keys of any type: delete, test, rename, copy. */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { NO_ENTRY } from '../store/keyspace.ts';
import { int32Argument } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { countKey, peekKey } from './keys.ts';
import type { CommandSpec, KeySpec } from './spec.ts';

/** A database number that Redis's default of 16 databases has; here only 0 is there. */
const DATABASES = 16;
const DELETES_KEYS: KeySpec = { first: 1, last: -1, step: 1, flags: ['RM', 'delete'] };
const NAMES_KEYS: KeySpec = { first: 1, last: -1, step: 1, flags: ['RO'] };

function del(request: Request, reply: ReplyWriter, context: CommandContext): void {
  let deleted = 0;
  for (let i = 1; i < request.argc; i++) {
    const ref = peekKey(request, i, context);
    if (ref === NO_ENTRY) continue;
    context.keyspace.delete(ref);
    deleted++;
  }
  reply.integer(deleted);
}

function exists(request: Request, reply: ReplyWriter, context: CommandContext): void {
  let found = 0;
  for (let i = 1; i < request.argc; i++) if (countKey(request, i, context) !== NO_ENTRY) found++;
  reply.integer(found);
}

/** Marks keys as used under CLIENT NO-TOUCH too: that is what it is for. */
function touch(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { keyspace, nowMs } = context;
  let found = 0;
  for (let i = 1; i < request.argc; i++) {
    if (keyspace.find(request.buf, request.start(i), request.end(i), nowMs) !== NO_ENTRY) found++;
  }
  reply.integer(found);
}

function type(request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.simple(countKey(request, 1, context) === NO_ENTRY ? 'none' : 'string');
}

function rename(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (moveKey(request, true, reply, context)) reply.ok();
}

function renamenx(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (moveKey(request, false, reply, context)) reply.integer(1);
}

/** Moves key 1 to key 2; false if there was nothing to do, and then the reply has been written. */
function moveKey(request: Request, overwrite: boolean, reply: ReplyWriter, context: CommandContext): boolean {
  const ref = peekKey(request, 1, context);
  if (ref === NO_ENTRY) {
    reply.error(ERRORS.noSuchKey);
    return false;
  }
  if (sameArguments(request)) {
    if (overwrite) reply.ok();
    else reply.integer(0);
    return false;
  }
  if (!overwrite && peekKey(request, 2, context) !== NO_ENTRY) {
    reply.integer(0);
    return false;
  }
  copyEntry(request, true, context);
  // Copying may have moved the source, so it is looked up again.
  context.keyspace.delete(peekKey(request, 1, context));
  return true;
}

/** Copies key 1, which exists, to key 2; false if there is no room, which it finds if key 1 `isToGo`. */
function copyEntry(request: Request, isToGo: boolean, context: CommandContext): boolean {
  const ref = peekKey(request, 1, context);
  const { keyspace, nowMs } = context;
  const copied = keyspace.copyTo(ref, request.buf, request.start(2), request.end(2), nowMs, isToGo);
  return copied !== NO_ENTRY;
}

function sameArguments(request: Request): boolean {
  return (
    request.buf.compare(request.buf, request.start(1), request.end(1), request.start(2), request.end(2)) === 0
  );
}

function copy(request: Request, reply: ReplyWriter, context: CommandContext): void {
  let replace = false;
  let database = 0;
  for (let i = 3; i < request.argc; i++) {
    if (request.is(i, 'replace')) {
      replace = true;
    } else if (request.is(i, 'db') && i + 1 < request.argc) {
      database = int32Argument(request, ++i, reply);
      if (Number.isNaN(database)) return;
      if (database < 0 || database >= DATABASES) {
        reply.error(ERRORS.databaseOutOfRange);
        return;
      }
    } else {
      reply.error(ERRORS.syntax);
      return;
    }
  }
  if (database !== 0) {
    reply.error(ERRORS.copyInCluster);
    return;
  }
  if (sameArguments(request)) {
    reply.error(ERRORS.sameObject);
    return;
  }
  const targetTaken = !replace && peekKey(request, 2, context) !== NO_ENTRY;
  const copied = !targetTaken && countKey(request, 1, context) !== NO_ENTRY;
  if (copied && !copyEntry(request, false, context)) reply.error(ERRORS.outOfMemory);
  else reply.integer(copied ? 1 : 0);
}

export const GENERIC_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'del',
    summary: 'Deletes keys.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(N), N the number of keys',
    arity: -2,
    flags: ['write'],
    keys: DELETES_KEYS,
    spread: 'split-sum',
    syntax: 'key [key ...]',
    reply: 'integer: how many of the keys there were',
    handler: del,
  },
  {
    name: 'unlink',
    summary: 'Deletes keys; the same as DEL here, since freeing memory off the heap takes no time.',
    since: '4.0.0',
    group: 'generic',
    complexity: 'O(N), N the number of keys',
    arity: -2,
    flags: ['write', 'fast'],
    keys: DELETES_KEYS,
    spread: 'split-sum',
    syntax: 'key [key ...]',
    reply: 'integer: how many of the keys there were',
    handler: del,
  },
  {
    name: 'exists',
    summary: 'Counts how many of the keys exist; one that is named twice counts twice.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(N), N the number of keys',
    arity: -2,
    flags: ['readonly', 'fast'],
    keys: NAMES_KEYS,
    spread: 'split-sum',
    syntax: 'key [key ...]',
    reply: 'integer: how many there are',
    handler: exists,
  },
  {
    name: 'touch',
    summary: 'Marks keys as used just now.',
    since: '3.2.1',
    group: 'generic',
    complexity: 'O(N), N the number of keys',
    arity: -2,
    flags: ['readonly', 'fast'],
    keys: NAMES_KEYS,
    spread: 'split-sum',
    syntax: 'key [key ...]',
    reply: 'integer: how many of the keys there are',
    handler: touch,
  },
  {
    name: 'type',
    summary: 'Names the type of the value of a key.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(1)',
    arity: 2,
    flags: ['readonly', 'fast'],
    keys: { first: 1, last: 1, step: 1, flags: ['RO'] },
    spread: 'one-slot',
    syntax: 'key',
    reply: 'simple string: the type; `none`: no such key',
    handler: type,
  },
  {
    name: 'rename',
    summary: 'Gives a key another name, replacing a key of that name. Both names share a hash slot.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(N), N the length of the value',
    arity: 3,
    flags: ['write'],
    keys: {
      first: 1,
      last: 2,
      step: 1,
      flags: ['RW', 'access', 'delete'],
      targetFlags: ['OW', 'update'],
    },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key newkey',
    reply: 'OK',
    handler: rename,
  },
  {
    name: 'renamenx',
    summary: 'Gives a key another name unless a key of that name exists. Both names share a hash slot.',
    since: '1.0.0',
    group: 'generic',
    complexity: 'O(N), N the length of the value',
    arity: 3,
    flags: ['write', 'fast'],
    keys: {
      first: 1,
      last: 2,
      step: 1,
      flags: ['RW', 'access', 'delete'],
      targetFlags: ['OW', 'insert'],
    },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key newkey',
    reply: 'integer 1: renamed; 0: a key of that name exists',
    handler: renamenx,
  },
  {
    name: 'copy',
    summary: 'Copies a value and its expiry time to another key of the same hash slot.',
    since: '6.2.0',
    group: 'generic',
    complexity: 'O(N), N the length of the value',
    arity: -3,
    flags: ['write', 'denyoom'],
    keys: {
      first: 1,
      last: 2,
      step: 1,
      flags: ['RO', 'access'],
      targetFlags: ['OW', 'update'],
    },
    spread: 'one-slot',
    isLong: true,
    syntax: 'source destination [DB destination-db] [REPLACE]',
    reply: 'integer 1: copied; 0: no such source, or the destination exists and REPLACE was not given',
    handler: copy,
  },
];
