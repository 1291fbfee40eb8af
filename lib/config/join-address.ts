/** Addresses of members, as `join` takes them. */

/** The bus port of a member, unless it says otherwise, is its client port plus this. */
export const BUS_PORT_OFFSET = 10_000;

export interface JoinAddress {
  readonly host: string;
  readonly busPort: number;
}

/** What a host is written with: letters and digits of ASCII, which an IPv6 address with its zone is of, too. */
export const HOST = /^[\w.:%-]{1,255}$/;

const ADDRESS = /^(?:\[([0-9a-f:.]{2,45})\]|([\w.%-]{1,255})):(\d{1,5})(?:@(\d{1,5}))?$/i;
const MAX_PORT = 65_535;

/**
 * Reads `HOST:PORT`, a client address whose bus port is PORT + 10000, or `HOST:PORT@BUSPORT`. An IPv6 address stands
 * in brackets. `undefined` if `address` is neither or a port is out of range.
 */
export function parseJoinAddress(address: string): JoinAddress | undefined {
  const [, ipv6, name, port, bus] = ADDRESS.exec(address) ?? [];
  const host = ipv6 ?? name;
  if (host === undefined || !isPort(Number(port))) return undefined;
  const busPort = bus === undefined ? Number(port) + BUS_PORT_OFFSET : Number(bus);
  return isPort(busPort) ? { host, busPort } : undefined;
}

function isPort(port: number): boolean {
  return port >= 1 && port <= MAX_PORT;
}
