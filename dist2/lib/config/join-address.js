/** Addresses of members, as `join` takes them. */
/** The bus port of a member, unless it says otherwise, is its client port plus this. */
export const BUS_PORT_OFFSET = 10_000;
const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([^\s:@[\]]{1,255})):(\d{1,5})(?:@(\d{1,5}))?$/i;
const MAX_PORT = 65_535;
/**
 * Reads `HOST:PORT`, a client address whose bus port is PORT + 10000, or `HOST:PORT@BUSPORT`. An IPv6 address stands
 * in brackets. `undefined` if `address` is neither or a port is out of range.
 */
export function parseJoinAddress(address) {
    const [, ipv6, name, port, bus] = ADDRESS.exec(address) ?? [];
    const host = ipv6 ?? name;
    if (host === undefined || Number(port) > MAX_PORT)
        return undefined;
    const busPort = bus === undefined ? Number(port) + BUS_PORT_OFFSET : Number(bus);
    return busPort >= 1 && busPort <= MAX_PORT ? { host, busPort } : undefined;
}
//# sourceMappingURL=join-address.js.map