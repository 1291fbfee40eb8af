/** A node, as the command line sees it. */
import type { NodeOptions } from '../config/options.ts';
import type { Logger } from '../observe/logger.ts';

export interface NodeAddress {
  readonly host: string;
  readonly clientPort: number;
  readonly shardPort: number;
  readonly busPort: number;
}

/** What happened to a member, as this node has learned it. */
export interface MembershipEvent {
  /** One word: `joined`, `suspected`, `failed`, `left`, ... */
  readonly type: string;
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly clientPort: number;
  };
  /** What made the node think so, for people. */
  readonly reason: string;
}

export interface NodeEvents {
  membership: [event: MembershipEvent];
  /** Keys move to a node that joins, or from one that leaves: how far that is, for people. */
  handoff: [progress: { readonly text: string }];
  /** The node cannot go on; it has stopped or is about to. */
  fatal: [error: Error];
  /** The node has stopped, by `stop` or by the SHUTDOWN command. */
  stopped: [];
}

export interface NodeHandle {
  /** The member id: 40 hex digits */
  readonly id: string;
  /**
   * Resolves when every port is open. Rejects with the error of the port that cannot be opened, with its `port`. `meanwhile` is called before
   * others know of the node, while it waits for a thread.
   */
  start(meanwhile?: () => void): Promise<void>;
  /** Hands over what it holds, with a `handoff` every now and then, answers what is in flight, and closes every port. */
  stop(): Promise<void>;
  address(): NodeAddress;
  on(name: 'membership', listener: (event: MembershipEvent) => void): unknown;
  on(name: 'handoff', listener: (progress: { readonly text: string }) => void): unknown;
  on(name: 'fatal', listener: (error: Error) => void): unknown;
  on(name: 'stopped', listener: () => void): unknown;
}

export type CreateNode = (options: NodeOptions, logger: Logger) => NodeHandle;
