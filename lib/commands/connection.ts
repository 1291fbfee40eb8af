/** Commands on the connection itself: PING, HELLO, QUIT and the like. */
import { REDIS_VERSION } from '../observe/redis-version.ts';
import { ERRORS } from '../resp/errors.ts';
import type { Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { int32Argument, parseInteger, quotedArgument } from './arguments.ts';
import { setClientName } from './client-attributes.ts';
import { clusterEnabled } from './cluster-mode.ts';
import type { CommandContext, Session } from './context.ts';
import type { CommandFlag, CommandSpec } from './spec.ts';
import { isSubscribedMode } from './subscribed-mode.ts';

const DEFAULT_USER = 'default';
const FIRST_FLAGS: readonly CommandFlag[] = ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'];

function ping(request: Request, reply: ReplyWriter, { session }: CommandContext): void {
  if (request.argc > 2) reply.error(ERRORS.wrongArity, { command: 'ping' });
  else if (isSubscribedMode(session)) {
    reply.array(2);
    reply.bulkText('pong');
    if (request.argc === 2) reply.bulk(request.buf, request.start(1), request.end(1));
    else reply.bulkText('');
  } else if (request.argc === 2) reply.bulk(request.buf, request.start(1), request.end(1));
  else reply.simple('PONG');
}

function echo(request: Request, reply: ReplyWriter): void {
  reply.bulk(request.buf, request.start(1), request.end(1));
}

function hello(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { session } = context;
  const version = request.argc > 1 ? parseInteger(request, 1) : session.protocol;
  if (Number.isNaN(version)) {
    reply.error(ERRORS.protocolNotInteger);
    return;
  }
  if (version !== 2 && version !== 3) {
    reply.error(ERRORS.unsupportedProtocol);
    return;
  }
  if (!helloOptions(request, reply, session)) return;
  setProtocol(version, reply, session);
  reply.map(7);
  reply.bulkText('server');
  reply.bulkText('redis');
  reply.bulkText('version');
  reply.bulkText(REDIS_VERSION);
  reply.bulkText('proto');
  reply.integer(version);
  reply.bulkText('id');
  reply.integer(session.id);
  reply.bulkText('mode');
  reply.bulkText(clusterEnabled(session) ? 'cluster' : 'standalone');
  reply.bulkText('role');
  reply.bulkText('master');
  reply.bulkText('modules');
  reply.array(0);
}

/** Does what the options of HELLO ask for; false when an error has been replied. */
function helloOptions(request: Request, reply: ReplyWriter, session: Session): boolean {
  let user = DEFAULT_USER;
  for (let i = 2; i < request.argc; i++) {
    if (request.is(i, 'auth') && i + 2 < request.argc) {
      user = request.text(i + 1);
      i += 2;
    } else if (request.is(i, 'setname') && i + 1 < request.argc) {
      if (!setClientName(request, ++i, reply, session)) return false;
    } else {
      reply.error(ERRORS.helloSyntax, { option: quotedArgument(request, i) });
      return false;
    }
  }
  if (user === DEFAULT_USER) return true;
  reply.error(ERRORS.wrongPassword);
  return false;
}

/** There are no passwords: as in a redis-server without any, the default user gets in with every one. */
function auth(request: Request, reply: ReplyWriter): void {
  if (request.argc > 3) reply.error(ERRORS.syntax);
  else if (request.argc === 2) reply.error(ERRORS.noPassword);
  else if (request.text(1) !== DEFAULT_USER) reply.error(ERRORS.wrongPassword);
  else reply.ok();
}

function quit(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  reply.ok();
  context.session.closeAfterReplies();
}

function reset(_request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { session } = context;
  context.node.pubsub.drop(session);
  session.name = '';
  session.readonlyMode = false;
  session.noEvict = false;
  session.noTouch = false;
  // The reply to RESET itself may be the one to be skipped, as in Redis.
  if (session.replyMode !== 'skip') session.replyMode = 'on';
  setProtocol(2, reply, session);
  reply.simple('RESET');
}

function setProtocol(version: Protocol, reply: ReplyWriter, session: Session): void {
  session.protocol = version;
  reply.protocol = version;
}

function select(request: Request, reply: ReplyWriter): void {
  const database = int32Argument(request, 1, reply);
  if (Number.isNaN(database)) return;
  if (database === 0) reply.ok();
  else reply.error(ERRORS.selectInCluster);
}

export const CONNECTION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'ping',
    summary: 'Replies PONG, or the message given.',
    since: '1.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: -1,
    flags: ['fast'],
    spread: 'here',
    whileSubscribed: true,
    syntax: '[message]',
    reply: 'PONG, or bulk string: the message',
    handler: ping,
  },
  {
    name: 'echo',
    summary: 'Replies the message given.',
    since: '1.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: 2,
    flags: ['loading', 'stale', 'fast'],
    spread: 'here',
    syntax: 'message',
    reply: 'bulk string: the message',
    handler: echo,
  },
  {
    name: 'hello',
    summary: 'Chooses the version of the protocol and tells about the server.',
    since: '6.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: -1,
    flags: FIRST_FLAGS,
    spread: 'here',
    syntax: '[protover [AUTH username password] [SETNAME clientname]]',
    reply: 'map: server, version, proto, id, mode, role, modules',
    handler: hello,
  },
  {
    name: 'auth',
    summary:
      'Logs in. There are no passwords: with its name, the user `default` gets in with any; without a name it is an error, as in Redis.',
    since: '1.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: -2,
    flags: FIRST_FLAGS,
    spread: 'here',
    syntax: '[username] password',
    reply: 'OK',
    handler: auth,
  },
  {
    name: 'quit',
    whileSubscribed: true,
    summary: 'Closes the connection.',
    since: '1.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: -1,
    flags: FIRST_FLAGS,
    spread: 'here',
    syntax: '',
    reply: 'OK',
    handler: quit,
  },
  {
    name: 'reset',
    whileSubscribed: true,
    summary: 'Puts the connection back into the state of a new one.',
    since: '6.2.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: 1,
    flags: FIRST_FLAGS,
    spread: 'here',
    syntax: '',
    reply: 'RESET',
    handler: reset,
  },
  {
    name: 'select',
    summary: 'Chooses the database, of which there is only 0.',
    since: '1.0.0',
    group: 'connection',
    complexity: 'O(1)',
    arity: 2,
    flags: ['loading', 'stale', 'fast'],
    spread: 'here',
    syntax: 'index',
    reply: 'OK',
    handler: select,
  },
];
