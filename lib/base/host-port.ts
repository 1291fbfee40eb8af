/** An address as Redis writes it: an IPv6 one in brackets; what is not known is empty, or port 0. */
export function hostPort(host: string | undefined, port: number | undefined): string {
  return host?.includes(':') ? `[${host}]:${port}` : `${host ?? ''}:${port ?? 0}`;
}
