/**
 * `hearsay server`: one node in this process, until a signal or the SHUTDOWN command stops it. Under a parent with an
 * IPC channel (`hearsay cluster`) it reports to it, and stops when the parent is gone.
 */
import type { NodeOptions } from '../config/options.ts';
import { type ExitCode } from './exit-codes.ts';
import type { CreateNode, MembershipEvent, NodeAddress } from './node-handle.ts';
/** What a server tells the parent that forked it. */
export type ServerReport = {
    readonly type: 'ready';
    readonly address: NodeAddress;
} | {
    readonly type: 'membership';
    readonly event: MembershipEvent;
} | {
    readonly type: 'handoff';
    readonly text: string;
};
/**
 * How long nothing may be heard of a node that leaves. While it hands its keys over it reports more often than that, and
 * itself gives up when they do not move for `handoff-timeout`.
 */
export declare const STOP_LIMIT_MS = 5000;
/** Resolves when the node has stopped. Throws ConfigError if the node refuses the options. */
export declare function runServer(options: NodeOptions, createNode: CreateNode): Promise<ExitCode>;
