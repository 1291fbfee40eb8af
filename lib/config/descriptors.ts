/**
 * How many clients the system lets a node have: each connection takes a descriptor. A process that has none left cannot even tell a client
 * that there are too many, nor connect to a member that comes.
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import type { NodeOptions } from './options.ts';

const OF_PROCESS = 32;
const OF_SHARD = 24;
/** For links between members, a quarter of all descriptors at most: as many as the shard port lets in beyond `maxclients`. */
const OF_LINKS = 1024;
const OPEN_FILES = /^Max open files\s+(\d+)/m;

type Wanted = Pick<NodeOptions, 'maxClients' | 'shards'>;

/** How many descriptors this process may have, by what Linux says; Infinity where nothing says it. Node raises its limit as far as it may go. */
export function descriptorLimit(limits = readLimits()): number {
  const [, most] = OPEN_FILES.exec(limits) ?? [];
  return most === undefined ? Number.POSITIVE_INFINITY : Number(most);
}

/** How many clients there is room for among `limit` descriptors. */
export function roomForClients(shards: number, limit: number): number {
  if (limit === Number.POSITIVE_INFINITY) return limit;
  const forLinks = Math.min(OF_LINKS, Math.ceil(limit / 4));
  return Math.max(1, limit - forLinks - OF_PROCESS - OF_SHARD * shards);
}

/** `options` with no more clients than there is room for; if that is fewer, `log` is told. */
export function withRoomForClients(
  options: NodeOptions,
  log: { warn(text: string): void },
  limit = descriptorLimit(),
): NodeOptions {
  const room = roomForClients(options.shards, limit);
  if (options.maxClients <= room) return options;
  log.warn(`maxclients ${options.maxClients} is lowered to ${room}: ${reason(limit)}`);
  return Object.freeze({ ...options, maxClients: room });
}

/** Throws ConfigError if `options` have more clients than there is room for. */
export function checkRoomForClients({ maxClients, shards }: Wanted, limit = descriptorLimit()): void {
  const room = roomForClients(shards, limit);
  if (maxClients > room) throw new ConfigError(`there is room for ${room} clients: ${reason(limit)}`);
}

function reason(limit: number): string {
  return `the system allows this process ${limit} open files (ulimit -n), and some are kept for other members`;
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
