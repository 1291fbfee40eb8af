import type { SessionKind } from '../../lib/commands/context.ts';
import { Connections } from '../../lib/server/connections.ts';
import { Dispatcher } from '../../lib/server/dispatcher.ts';
import { FakeNode } from '../commands/harness.ts';
import { FakeSocket } from '../server/fake-socket.ts';
import type { FakePeer } from './fake-peer.ts';
export declare const PROXY_TIMEOUT_MS = 5000;
export declare class Rig {
    readonly node: FakeNode;
    readonly defects: unknown[];
    readonly httpClients: string[];
    readonly resets: string[];
    readonly connections: Connections;
    readonly dispatcher: Dispatcher;
    /** By which a turn of the event loop is bounded. It stands still, so that no turn is ever cut short, unless a spec says otherwise. */
    clockMs: () => number;
    private nowMs;
    private readonly peers;
    constructor();
    /** A map in which these members own the slots; those that leave are members, too. */
    setMap(epoch: number, owners: readonly (FakePeer | 'me')[], leaving?: readonly FakePeer[]): void;
    connect(kind?: Exclude<SessionKind, 'peer'>): FakeSocket;
    /** Whether the link to that member is ready. */
    isLinked(peer: FakePeer): boolean;
    /** Time passes, in ticks as a node's. */
    pass(ms: number): void;
    /** The process stands still for that long: only then comes the next tick. */
    stall(ms: number): void;
    close(): void;
}
