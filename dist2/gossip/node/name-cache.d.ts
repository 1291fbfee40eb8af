/**
 * Addresses of the host names that members announce. Datagrams go out many times a second, and a slow resolver must hold none of
 * them up: a name that was found once is answered from memory at once, and looked up again beside that.
 *
 * Bounds: NAME_LIMIT names, the one asked for first goes first; one lookup of a name at a time, no sooner than FRESH_MS after
 * one that found it. What is sent to a name during its very first lookup is lost, as datagrams may be.
 */
import type { SocketOptions } from 'node:dgram';
/** How sockets ask for the address of a host. */
export type HostLookup = NonNullable<SocketOptions['lookup']>;
export declare class NameCache {
    private readonly resolve;
    private readonly clock;
    private readonly entries;
    /** @param clock any monotonic time in ms */
    constructor(resolve: HostLookup, clock: () => number);
    /** The address of a name as last found; the name itself if it was not yet, or is an address. */
    known(host: string): string;
    /** To be given to sockets; never slower than a turn of the event loop, but for the first lookup of a name. */
    readonly lookup: HostLookup;
    private refresh;
    private add;
}
