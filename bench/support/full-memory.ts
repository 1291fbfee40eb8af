/** Servers whose memory is full, as a cache's is: what is written displaces something. */
import { expectReply, OK, query } from './dataset.ts';
import type { Server } from './server.ts';

/** The memory limit, as a multiple of what the data takes. A node keeps 1/16 of it free, and so stays near the number of keys. */
const LIMIT_SHARE = 1.07;

/** Gives the server a limit that what it has nearly reaches. */
export async function limitMemory(server: Server): Promise<void> {
  const limit = Math.round((await infoField(server, 'memory', 'used_memory')) * LIMIT_SHARE);
  await configure(server, 'maxmemory-policy', 'allkeys-lfu', 'maxmemory', String(limit));
}

/** Takes the limit off; throws Error if it displaced nothing. */
export async function endLimit(server: Server): Promise<void> {
  if ((await infoField(server, 'stats', 'evicted_keys')) === 0)
    throw new Error(`${server.name} evicts nothing`);
  await configure(server, 'maxmemory', '0');
}

function configure(server: Server, ...words: readonly string[]): Promise<void> {
  return expectReply(server, ['CONFIG', 'SET', ...words], OK);
}

async function infoField(server: Server, section: string, field: string): Promise<number> {
  const value = new RegExp(`^${field}:(\\d+)`, 'm').exec(await query(server, 'INFO', section))?.[1];
  if (value === undefined) throw new Error(`${server.name} says no ${field}`);
  return Number(value);
}
