/**
 * Where a command came from and where its reply goes, as routing sees it: a client's connection, another member's
 * link, or a command that was held and is routed again (held-commands.ts).
 */
import type { SessionKind } from '../commands/context.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { PeerOrder } from './peer-order.ts';

/** Receives replies that come later. */
export interface ReplySink {
  /**
   * The reply for `tag` is `[start, end)` of `buf`, which nobody will write to again. An empty range means that whoever
   * was to answer is gone and its answer no longer matters.
   */
  onReply(tag: number, buf: Buffer, start: number, end: number): void;
  /** Nobody waits for replies any more. */
  readonly isGone?: boolean;
}

/** Something that can be stopped from giving more work while a link has too much of it. */
export interface Origin extends ReplySink {
  readonly kind: SessionKind;
  readonly protocol: Protocol;
  /** It came from another member, which is told who owns the key if that is not this one. */
  readonly isForwarded: boolean;
  /** The command is for a map of that epoch or a newer one: of a peer, the one by which it was sent here. 0 from a client. */
  readonly epoch: number;
  /** Of a peer: how many refusals it had heard when it sent the command. */
  readonly refusalsHeard: number;
  /** Of a peer: what keeps its commands in order. */
  readonly order: PeerOrder | undefined;
  /** A cluster-aware client that said READONLY. */
  readonly mayReadCopies: boolean;
  /** Since when the command has waited, in ms of the router's clock; Infinity if it has just come in. */
  readonly heldSinceMs: number;
  /** Keeps a place in the order of replies and returns its tag. */
  reserve(): number;
  /** Stops reading commands until `release` is called with the same reason. */
  hold(reason: object): void;
  release(reason: object): void;
}
