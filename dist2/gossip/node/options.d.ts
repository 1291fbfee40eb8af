import { type Address, type CoreConfig, type Phase } from '../core/types.ts';
/** What may be changed while a membership runs; what is left out stays as it is. */
export interface MembershipSettings {
    /** Heartbeat period: a crash is noticed faster with a shorter one, and packets grow in proportion. Default 200. */
    readonly hfMs?: number;
    /** A member silent for this long is off every list; at least 5 hf. Default 2000. */
    readonly ttlMs?: number;
    /** How long FORGET bans a member. Default 60000. */
    readonly forgetTtlMs?: number;
    /** How long dead members stay listed. Default 24 hours. */
    readonly retentionMs?: number;
    /** Whether a refused datagram may prove that a process is gone, long before its silence does. Default true. */
    readonly crashEvidence?: boolean;
    /**
     * Secrets of 32 bytes each, at most 8 (`parseKey` reads them from text): datagrams are sealed with the first one, and those sealed
     * with any of them are accepted. Default none: datagrams are clear. Whether there are keys is decided at the start.
     */
    readonly keys?: readonly Uint8Array[];
}
export interface MembershipOptions extends MembershipSettings {
    /** 40 hex digits, kept across restarts. */
    readonly id: string;
    /** Must grow with each start of the same id, at most 2^48 - 1. Default: the wall-clock time in ms. */
    readonly generation?: number;
    /** For people; at most 64 bytes. */
    readonly name: string;
    readonly bindHost: string;
    /** UDP port to bind; 0: any free one. */
    readonly busPort: number;
    /** Where the others reach this member. Default: `bindHost`, which then must not be a wildcard. */
    readonly announceHost?: string;
    /** Ports that the others are told of, for whatever the application does with them. Default 0: none. */
    readonly clientPort?: number;
    readonly shardPort?: number;
    /** How many shards it runs, on `shardPort` and the ports after it: 1 to 255. Default 1. */
    readonly shards?: number;
    /**
     * Memory of `newHeartbeats`, where each thread that serves has a `Heartbeat` of its own. Default: the thread that makes the
     * membership is the only one, and its heartbeat is seen to.
     */
    readonly heartbeats?: SharedArrayBuffer;
    /** Share of the keys, relative to the others: 1 to 65535. Default 1. */
    readonly weight?: number;
    /** Replicas are spread over zones; at most 64 bytes. Default ''. */
    readonly zone?: string;
    /** Members of clusters with different names ignore each other. Default 'hearsay'. */
    readonly clusterName?: string;
    /**
     * Bus addresses of any members; one that answers is enough. A host name may stand for several addresses, which are all tried, and is
     * looked up again as long as nobody is found. At most 64 addresses count. Default none: the others have this one as a seed.
     */
    readonly seeds?: readonly Address[];
    /** Default 'serving'. */
    readonly phase?: Phase;
    /** At most 256 bytes that the others see. Default none. */
    readonly metadata?: Uint8Array;
}
/** What the worker thread is started with. `config.self.busPort` is the port to bind, 0 for any. */
export interface DriverConfig {
    readonly config: CoreConfig;
    readonly bindHost: string;
    readonly clusterName: string;
    readonly seeds: readonly Address[];
    readonly keys: readonly Uint8Array[];
    readonly randomSeed: number;
    /** Where the threads that serve write that they work (heartbeat.ts). */
    readonly heartbeats: SharedArrayBuffer;
}
/**
 * @param instance 16 hex digits, new for each start
 * @throws RangeError that names the option and says what it must be
 */
export declare function driverConfigOf(options: MembershipOptions, instance: string, nowMs: number, randomSeed: number): DriverConfig;
/**
 * The settings, complete.
 * @throws RangeError that names the one that is wrong
 */
export declare function settingsOf(given: MembershipSettings): Required<MembershipSettings>;
/**
 * Reads a key from text: 64 hex digits, or 32 bytes in base64 as `openssl rand -base64 32` makes them.
 * @throws RangeError, which does not show the text, when it is neither
 */
export declare function parseKey(text: string): Uint8Array;
/** @throws RangeError when it cannot be sent to */
export declare function checkAddress(option: string, { host, port }: Address): void;
/** An address as people write it. */
export declare function formatAddress({ host, port }: Address): string;
