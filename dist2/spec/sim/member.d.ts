/** One simulated process: the product's core and codec, with clocks, a data thread and a receive buffer that may fail. */
import type { TableFactory } from '../../gossip/core/context.ts';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Address, CoreConfig, CoreEvent, MemberInfo, MemberRecord, Readings } from '../../gossip/core/types.ts';
import { DatagramEncoder } from '../../gossip/wire/datagram.ts';
import type { Random } from '../../lib/base/random.ts';
export interface TimedEvent extends CoreEvent {
    readonly atMs: number;
}
export interface Delivery {
    readonly originId: string;
    readonly payload: Uint8Array;
    readonly atMs: number;
}
export declare class SimulatedMember {
    readonly id: string;
    readonly address: Address;
    readonly name: string;
    readonly generation: number;
    readonly instance: string;
    readonly core: MembershipCore;
    readonly encoder: DatagramEncoder;
    readonly clusterHash: number;
    readonly events: TimedEvent[];
    readonly deliveries: Delivery[];
    /** What it last told of each member. */
    readonly newest: Map<string, MemberInfo>;
    isKilled: boolean;
    /** Killed, on a machine that is up: datagrams to its address are refused. */
    refuses: boolean;
    isPaused: boolean;
    isSuspended: boolean;
    hasLeft: boolean;
    /** Network time at which `tick` is due. */
    tickAtMs: number;
    datagramsSent: number;
    bytesSent: number;
    payloadsReceived: number;
    /** For how long the machine has been suspended in all: its monotonic clock lags by this. */
    frozenMs: number;
    /** By how much its wall clock was set. */
    wallShiftMs: number;
    /** Since when its data thread hangs. */
    dataStalledMs: number;
    readonly waiting: (() => void)[];
    constructor(record: MemberRecord, settings: Omit<CoreConfig, 'self'>, clusterName: string, random: Random, nowMs: number, tableOf?: TableFactory);
    /** The time of its monotonic clock. */
    clockMs(networkMs: number): number;
    readings(networkMs: number): Readings;
    /** Keeps what arrives while it is paused. */
    keep(deliver: () => void): void;
}
