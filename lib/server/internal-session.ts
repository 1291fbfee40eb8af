/** The session of commands that no connection of ours waits for: parts of fanned-out commands, and held ones. */
import type { Session } from '../commands/context.ts';

export const INTERNAL_SESSION: Session = {
  id: 0,
  kind: 'peer',
  remoteAddress: '',
  localAddress: '',
  connectedAtMs: 0,
  lastActiveAtMs: 0,
  lastCommand: '',
  commandsProcessed: 0,
  protocol: 2,
  name: '',
  libraryName: '',
  libraryVersion: '',
  readonlyMode: false,
  noEvict: false,
  noTouch: false,
  replyMode: 'on',
  peerId: '',
  hops: 0,
  epoch: 0,
  inputBytes: 0,
  outputBytes: 0,
  becomePeer() {},
  closeAfterReplies() {},
  kill() {},
};
