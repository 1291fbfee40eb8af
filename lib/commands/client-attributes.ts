/** What a client says of itself, and the lines that CLIENT LIST and INFO print of it. */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { ClientRegistry, ListedClient, ListFilter, Session } from './context.ts';

/** Printable ASCII without the space: what CLIENT LIST can show and be split again. */
const PRINTABLE = /^[!-~]*$/;

/** Whether a name, or what CLIENT SETINFO sets, may be `text`. */
export function isClientText(text: string): boolean {
  return PRINTABLE.test(text);
}

/** Whether argument `i` is a type of client. Those here are normal ones and, having subscribed to something, `pubsub` ones. */
export function isClientType(request: Request, i: number): boolean {
  return (
    request.is(i, 'normal') ||
    request.is(i, 'master') ||
    request.is(i, 'replica') ||
    request.is(i, 'slave') ||
    request.is(i, 'pubsub')
  );
}

/** Whether the session is of that type, in lower case. */
export function isOfType(session: Session, type: string): boolean {
  return type === (isSubscriber(session) ? 'pubsub' : 'normal');
}

function isSubscriber({ subscriptions }: Session): boolean {
  return subscriptions !== undefined && subscriptions.count > 0;
}

/** Names the session by argument `i`; false when an error has been replied. */
export function setClientName(request: Request, i: number, reply: ReplyWriter, session: Session): boolean {
  const name = request.text(i);
  if (!isClientText(name)) {
    reply.error(ERRORS.invalidClientName);
    return false;
  }
  session.name = name;
  return true;
}

/**
 * The session as one line without its end, in Redis's format. Fields that have no counterpart here (file descriptor,
 * query buffer's free part, output lists) are there with the value of an idle client, since tools expect them.
 */
export function clientLine(session: Session, nowMs: number): string {
  const seconds = (sinceMs: number): number => Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  return [
    `id=${session.id} addr=${session.remoteAddress} laddr=${session.localAddress} fd=-1 name=${session.name}`,
    `age=${seconds(session.connectedAtMs)} idle=${seconds(session.lastActiveAtMs)} flags=${clientFlags(session)}`,
    `db=0 sub=${session.subscriptions?.channels.size ?? 0} psub=${session.subscriptions?.patterns.size ?? 0} ssub=0`,
    `multi=-1 qbuf=${session.inputBytes} qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0`,
    `obl=0 oll=0 omem=${session.outputBytes} tot-mem=${session.inputBytes + session.outputBytes} events=r`,
    `cmd=${session.lastCommand === '' ? 'NULL' : session.lastCommand} user=default redir=-1 resp=${session.protocol}`,
    `lib-name=${session.libraryName} lib-ver=${session.libraryVersion}`,
  ].join(' ');
}

/** The clients of this shard for CLIENT LIST. */
export function listedClients(
  clients: ClientRegistry,
  { ids, type }: ListFilter,
  nowMs: number,
): ListedClient[] {
  const sessions = ids === undefined ? clients.list() : ids.map((id) => clients.byId(id));
  const listed: ListedClient[] = [];
  for (const session of sessions) {
    if (session === undefined || (type !== undefined && !isOfType(session, type))) continue;
    const { id, connectedAtMs } = session;
    listed.push({ id, connectedAtMs, line: clientLine(session, nowMs) });
  }
  return listed;
}

/** The lines of clients of all shards: in the order of the ids that were asked for, else the oldest first. */
export function linesInOrder(listed: readonly ListedClient[], { ids }: ListFilter): string {
  const byId = new Map(listed.map((client) => [client.id, client]));
  const inOrder =
    ids?.flatMap((id) => byId.get(id) ?? []) ??
    listed.toSorted((a, b) => a.connectedAtMs - b.connectedAtMs || a.id - b.id);
  return inOrder.map(({ line }) => `${line}\n`).join('');
}

function clientFlags(session: Session): string {
  const flags = `${isSubscriber(session) ? 'P' : ''}${session.readonlyMode ? 'r' : ''}${session.noEvict ? 'e' : ''}${session.noTouch ? 'T' : ''}`;
  return flags === '' ? 'N' : flags;
}
