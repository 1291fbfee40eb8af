/**
 * Evidence that a process is gone, faster than silence: where nobody listens on a UDP port any more the operating system
 * answers with ICMP "port unreachable", which only a connected socket reports (ECONNREFUSED, usually within milliseconds).
 *
 * Who has not answered the last ping when the next one goes out gets a knock as well: an empty datagram from a connected
 * socket of its own. A living member takes no notice of it. So knocking costs nothing as long as everybody answers, and the pings
 * themselves still come from the bus port.
 *
 * Bounds: SOCKET_LIMIT sockets, PINGED_LIMIT addresses that have not answered yet; the oldest one goes first.
 */
import { type SocketOptions } from 'node:dgram';
import type { Address } from '../core/types.ts';
export declare class Knocker {
    private readonly options;
    private readonly bindHost;
    private readonly onRefused;
    /** Addresses pinged that nothing has come from since. */
    private readonly pinged;
    private readonly sockets;
    private isKnocking;
    /**
     * @param options for the sockets
     * @param bindHost what the bus is bound to
     * @param onRefused called for each knock that the system says nobody can have heard
     */
    constructor(options: SocketOptions, bindHost: string, onRefused: (address: Address) => void);
    set isOn(on: boolean);
    /** A ping goes to this address. @param ip what its host stands for, as what comes from there will say */
    pinging(to: Address, ip: string): void;
    /** Something came from this address. */
    heard(from: Address): void;
    close(): void;
    private knock;
    private send;
    private closeSocket;
}
