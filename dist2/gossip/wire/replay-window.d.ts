/**
 * Which datagrams of each instance came in already (the sliding window of RFC 4303, section 3.4.3): the last WINDOW_SIZE
 * counters of an instance are remembered one by one, and older ones count as seen.
 *
 * Bound: INSTANCE_LIMIT instances; the one not heard of for longest goes first. Where there are keys an instance gets an entry
 * only with an authentic datagram, so that a sender without a key cannot push others out.
 */
/** How many counters behind the newest one may still come late. */
export declare const WINDOW_SIZE = 1024;
/** More than there can be members, so that those of a full cluster stay while instances come and go. */
export declare const INSTANCE_LIMIT = 32768;
export declare class ReplayGuard {
    private readonly windows;
    private readonly limit;
    constructor(limit?: number);
    /** How many instances it remembers. */
    get size(): number;
    /** Whether that datagram was accepted before, or is too old to tell. */
    isReplay(instance: string, counter: number): boolean;
    /** Remembers an authentic datagram that is no replay. */
    accept(instance: string, counter: number): void;
}
