/** CLIENT: the connections of this node. */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { parseInteger, quotedArgument } from './arguments.ts';
import {
  clientLine,
  isClientText,
  isClientType,
  linesInOrder,
  listedClients,
  setClientName,
} from './client-attributes.ts';
import { clientKill } from './client-kill.ts';
import { container } from './container.ts';
import type { CommandContext, ListFilter } from './context.ts';
import type { CommandFlag, CommandSpec } from './spec.ts';
import { withSiblings } from './whole-member.ts';

function id(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.integer(context.session.id);
}

function getname(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (context.session.name === '') reply.nil();
  else reply.bulkText(context.session.name);
}

function setname(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (setClientName(request, 2, reply, context.session)) reply.ok();
}

function setinfo(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { session } = context;
  const isName = request.is(2, 'lib-name');
  if (!isName && !request.is(2, 'lib-ver')) {
    reply.error(ERRORS.unknownClientAttribute, { option: quotedArgument(request, 2) });
    return;
  }
  const text = request.text(3);
  if (!isClientText(text)) {
    reply.error(ERRORS.invalidLibraryText, { attribute: quotedArgument(request, 2) });
    return;
  }
  if (isName) session.libraryName = text;
  else session.libraryVersion = text;
  reply.ok();
}

function info(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.verbatim(`${clientLine(context.session, context.nowMs)}\n`);
}

function list(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const filter = listFilter(request, reply);
  if (filter === undefined) return;
  const here = listedClients(context.node.clients, filter, context.nowMs);
  withSiblings(context, reply, 'listedClients', [filter], (elsewhere, reply) => {
    reply.verbatim(linesInOrder([here, ...elsewhere].flat(), filter));
  });
}

/** Undefined when an error has been replied. */
function listFilter(request: Request, reply: ReplyWriter): ListFilter | undefined {
  if (request.argc > 3 && request.is(2, 'id')) {
    const ids = Array.from({ length: request.argc - 3 }, (_, i) => parseInteger(request, i + 3));
    if (!ids.some(Number.isNaN)) return { ids, type: undefined };
    reply.error(ERRORS.invalidClientId);
    return undefined;
  }
  const ofType = request.argc === 4 && request.is(2, 'type');
  if (ofType && !isClientType(request, 3)) {
    reply.error(ERRORS.unknownClientType, { type: quotedArgument(request, 3) });
    return undefined;
  }
  if (!ofType && request.argc !== 2) {
    reply.error(ERRORS.syntax);
    return undefined;
  }
  return { ids: undefined, type: ofType ? request.text(3).toLowerCase() : undefined };
}

/** Whether argument 2 is ON or OFF; undefined when an error has been replied. */
function onOrOff(request: Request, reply: ReplyWriter): boolean | undefined {
  if (request.is(2, 'on')) return true;
  if (request.is(2, 'off')) return false;
  reply.error(ERRORS.syntax);
  return undefined;
}

function noEvict(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const on = onOrOff(request, reply);
  if (on === undefined) return;
  context.session.noEvict = on;
  reply.ok();
}

function noTouch(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const on = onOrOff(request, reply);
  if (on === undefined) return;
  context.session.noTouch = on;
  reply.ok();
}

/** OFF and SKIP write no reply, of which they are the first that is not sent. */
function replyMode(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { session } = context;
  if (request.is(2, 'on')) {
    session.replyMode = 'on';
    reply.ok();
  } else if (request.is(2, 'off')) {
    session.replyMode = 'off';
  } else if (request.is(2, 'skip')) {
    if (session.replyMode !== 'off') session.replyMode = 'skip-next';
  } else {
    reply.error(ERRORS.syntax);
  }
}

const FLAGS: readonly CommandFlag[] = ['noscript', 'loading', 'stale'];
const ADMIN_FLAGS: readonly CommandFlag[] = ['admin', 'noscript', 'loading', 'stale'];
const SHARED = { group: 'connection', complexity: 'O(1)', flags: FLAGS, spread: 'here' } as const;

export const CLIENT_COMMANDS: readonly CommandSpec[] = [
  container(
    {
      name: 'client',
      summary: 'The connections of this node; on a shard port, those of that shard.',
      since: '2.4.0',
      group: 'connection',
    },
    [
      {
        ...SHARED,
        name: 'id',
        summary: 'Replies the id of this connection, which no other connection of this node ever has.',
        since: '5.0.0',
        arity: 2,
        syntax: '',
        reply: 'integer: the id',
        handler: id,
      },
      {
        ...SHARED,
        name: 'getname',
        summary: 'Replies the name of this connection.',
        since: '2.6.9',
        arity: 2,
        syntax: '',
        reply: 'bulk string: the name; nil: it has none',
        handler: getname,
      },
      {
        ...SHARED,
        name: 'setname',
        summary: 'Names this connection; an empty name takes the name off.',
        since: '2.6.9',
        arity: 3,
        syntax: 'connection-name',
        reply: 'OK',
        handler: setname,
      },
      {
        ...SHARED,
        name: 'setinfo',
        summary: 'Tells the name or the version of the client library.',
        since: '7.2.0',
        arity: 4,
        syntax: '<LIB-NAME libname | LIB-VER libver>',
        reply: 'OK',
        handler: setinfo,
      },
      {
        ...SHARED,
        name: 'info',
        summary: 'Describes this connection.',
        since: '6.2.0',
        arity: 2,
        tips: ['nondeterministic_output'],
        syntax: '',
        reply: 'text: a line of fields',
        handler: info,
      },
      {
        ...SHARED,
        name: 'list',
        summary: 'Describes the connections of this node, the oldest first.',
        since: '2.4.0',
        complexity: 'O(N), N the number of connections',
        arity: -2,
        flags: ADMIN_FLAGS,
        tips: ['nondeterministic_output'],
        syntax: '[TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]',
        reply: 'text: a line of fields for each',
        handler: list,
      },
      {
        ...SHARED,
        name: 'kill',
        summary: 'Closes the connection with an address, or all that every filter given fits.',
        since: '2.4.0',
        complexity: 'O(N), N the number of connections',
        arity: -3,
        flags: ADMIN_FLAGS,
        syntax:
          '<ip:port | [ID client-id] [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [USER username] [ADDR ip:port] [LADDR ip:port] [SKIPME <YES | NO>]>',
        reply: 'OK; with filters, integer: how many were closed',
        handler: clientKill,
      },
      {
        ...SHARED,
        name: 'no-evict',
        summary: 'Asks that this connection is not closed to save memory.',
        since: '7.0.0',
        arity: 3,
        flags: ADMIN_FLAGS,
        syntax: '<ON | OFF>',
        reply: 'OK',
        handler: noEvict,
      },
      {
        ...SHARED,
        name: 'no-touch',
        summary:
          'Says whether what this connection reads counts as used: keys that the shard it is connected to answers for, one by one. What goes on ' +
          'to others counts.',
        since: '7.2.0',
        arity: 3,
        syntax: '<ON | OFF>',
        reply: 'OK',
        handler: noTouch,
      },
      {
        ...SHARED,
        name: 'reply',
        summary: 'Says whether replies are sent to this connection.',
        since: '3.2.0',
        arity: 3,
        syntax: '<ON | OFF | SKIP>',
        reply: 'OK to ON; nothing to OFF and SKIP',
        handler: replyMode,
      },
    ],
  ),
];
