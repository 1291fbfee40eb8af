/**
 * PEER: what members say to each other on the shard port. Clients have no use for it.
 *
 * `PEER HELLO version from to` opens a link: `from` is the sender's member id, `to` the one that it means to reach.
 * `PEER STATE epoch protocol refusals-heard` says how the commands that follow are to be taken; it has no reply.
 * `PEER FLUSH placement` is what FLUSHALL asks of every owner (cluster/write-everywhere.ts).
 * `PEER COPY message` is about copies and handoff (replication/messages.ts).
 * `PEER VIEW` asks for the hash of the other's view, `PEER COPIES` for what it tells of its copies.
 */
import { ERRORS } from '../resp/errors.ts';
import { container } from './container.ts';
import { flushHere } from './iteration.ts';
import type { CommandSpec, Handler } from './spec.ts';

/** Version of the conversation on a link. */
export const PEER_VERSION = 1;

const hello: Handler = (request, reply, { session, node }) => {
  if (session.kind === 'client') reply.error(ERRORS.notPeer);
  else if (request.text(2) !== String(PEER_VERSION))
    reply.error(ERRORS.peerVersion, { version: PEER_VERSION });
  else if (request.text(4) !== node.cluster.myId) reply.error(ERRORS.peerMistaken, { id: node.cluster.myId });
  else {
    session.becomePeer(request.text(3));
    reply.ok();
  }
};

const state: Handler = (request, reply, { session }) => {
  if (session.kind !== 'peer') {
    reply.error(ERRORS.notPeer);
    return;
  }
  session.epoch = Number(request.text(2));
  session.refusalsHeard = Number(request.text(4));
  session.protocol = request.text(3) === '3' ? 3 : 2;
  reply.protocol = session.protocol;
};

const view: Handler = (_request, reply, { session, node }) => {
  if (session.kind === 'peer') reply.bulkText(node.cluster.viewHash);
  else reply.error(ERRORS.notPeer);
};

const flush: Handler = (request, reply, context) => {
  if (context.session.kind === 'peer') flushHere(request, 3, reply, context);
  else reply.error(ERRORS.notPeer);
};

const copies: Handler = (_request, reply, { session, node }) => {
  if (session.kind === 'peer') reply.bulkText(JSON.stringify(node.replication.status()));
  else reply.error(ERRORS.notPeer);
};

const copy: Handler = (request, reply, { session, node, nowMs }) => {
  if (session.kind !== 'peer') {
    reply.error(ERRORS.notPeer);
    return;
  }
  const { buf } = request;
  const answer = node.replication.onMessage(session.peerId, buf, request.start(2), request.end(2), nowMs);
  if (answer === undefined) reply.error(ERRORS.syntax);
  else reply.bulk(answer, 0, answer.length);
};

const SHARED = {
  since: '7.0.0',
  group: 'cluster',
  complexity: 'O(1)',
  arity: 5,
  flags: ['admin', 'noscript', 'fast'],
  spread: 'here',
} as const;

export const PEER_COMMANDS: readonly CommandSpec[] = [
  container(
    {
      name: 'peer',
      summary: 'What members say to each other on the shard port.',
      since: '7.0.0',
      group: 'cluster',
    },
    [
      {
        ...SHARED,
        name: 'hello',
        summary: 'Opens a peer link.',
        syntax: 'version from-id to-id',
        reply: 'OK',
        handler: hello,
      },
      {
        ...SHARED,
        name: 'state',
        summary: 'Says how the commands that follow on a peer link are to be taken.',
        arity: 5,
        syntax: 'epoch protocol refusals-heard',
        reply: 'none',
        handler: state,
      },
      {
        ...SHARED,
        name: 'view',
        summary: 'Tells the hash of the live members that this one sees.',
        arity: 2,
        syntax: '',
        reply: 'bulk string: 16 hex digits',
        handler: view,
      },
      {
        ...SHARED,
        name: 'flush',
        summary: 'Deletes all keys of a shard by whose map slots are placed like that.',
        arity: -3,
        flags: ['write'],
        spread: 'placed',
        syntax: 'placement [ASYNC | SYNC]',
        reply: 'OK',
        handler: flush,
      },
      {
        ...SHARED,
        name: 'copies',
        summary: 'Tells how far its copies, and those of its slots, have come.',
        arity: 2,
        syntax: '',
        reply: 'bulk string: JSON',
        handler: copies,
      },
      {
        ...SHARED,
        name: 'copy',
        summary: 'Brings copies of slots and changes of them, or asks for such.',
        arity: 3,
        syntax: 'message',
        reply: 'bulk string',
        handler: copy,
      },
    ],
  ),
];
