/** Addresses of members, as `join` takes them. */
/** The bus port of a member, unless it says otherwise, is its client port plus this. */
export declare const BUS_PORT_OFFSET = 10000;
export interface JoinAddress {
    readonly host: string;
    readonly busPort: number;
}
/**
 * Reads `HOST:PORT`, a client address whose bus port is PORT + 10000, or `HOST:PORT@BUSPORT`. An IPv6 address stands
 * in brackets. `undefined` if `address` is neither or a port is out of range.
 */
export declare function parseJoinAddress(address: string): JoinAddress | undefined;
