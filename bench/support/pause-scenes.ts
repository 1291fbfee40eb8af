/** What may stop a server for a while: growth, many keys that expire at one moment, FLUSHALL, eviction. */
import { Connection, commandText } from './connection.ts';
import { expectOk, filling, flush, keyName, loadKeys, query } from './dataset.ts';
import { type Pauses, takePauses } from './pauses.ts';
import { Pinger } from './pinger.ts';
import type { Server } from './server.ts';
import { HearsayServer } from './stage.ts';

const VALUE_BYTES = 64;
const EXPIRING_KEYS = 1_000_000;
/** Time to write them and set the scene, before all of them expire. */
const EXPIRE_AFTER_MS = 15_000;
/** Watching begins this long before. */
const AHEAD_MS = 100;
const EXPIRY_LIMIT_MS = 120_000;
const POLL_MS = 50;
/** Beyond a reply, what it set off may go on in the background. */
const AFTERMATH_MS = 1000;
const EVICTION_SHARE = 0.8;

export interface Scene {
  readonly name: string;
  readonly server: string;
  readonly keys: number;
  /** How long it took. */
  readonly seconds: number;
  /** The longest wait for PING. */
  readonly pingMs: number;
  /** Of ours only. */
  readonly pauses?: Pauses;
}

/** Plays all scenes on an empty server, with that many keys but for the expiry, which has a million at most. */
export async function playScenes(server: Server, keys: number): Promise<Scene[]> {
  const expiring = Math.min(keys, EXPIRING_KEYS);
  const load = (): Promise<void> => loadKeys(server, keys, VALUE_BYTES);
  const scenes = [await watch(server, 'inserts', keys, load), await watch(server, 'rewrites', keys, load)];
  scenes.push(await watch(server, 'FLUSHALL', keys, () => flush(server)));
  await untilNearly(await writeExpiring(server, expiring));
  scenes.push(await watch(server, 'expiry at one moment', expiring, () => untilEmpty(server)));
  if ((await query(server, 'CONFIG', 'SET', 'maxmemory', '0')) === '+OK\r\n') {
    await prepareEviction(server, keys);
    scenes.push(await watch(server, 'eviction', keys, () => loadKeys(server, 2 * keys, VALUE_BYTES)));
  }
  return scenes;
}

async function watch(server: Server, name: string, keys: number, act: () => Promise<void>): Promise<Scene> {
  if (server instanceof HearsayServer) await takePauses(server.node);
  const pinger = await Pinger.start(server.port);
  const beginMs = performance.now();
  await act();
  const seconds = (performance.now() - beginMs) / 1000;
  await new Promise((resolve) => setTimeout(resolve, AFTERMATH_MS));
  const pingMs = await pinger.stop();
  const scene = { name, server: server.name, keys, seconds, pingMs };
  return server instanceof HearsayServer ? { ...scene, pauses: await takePauses(server.node) } : scene;
}

/** Resolves to the time at which all of them expire. */
async function writeExpiring(server: Server, keys: number): Promise<number> {
  const expiresAtMs = Date.now() + EXPIRE_AFTER_MS;
  const value = filling(VALUE_BYTES);
  const connection = await Connection.open(server.port);
  const set = (i: number): string => commandText('SET', keyName(i), value, 'PXAT', String(expiresAtMs));
  await connection.stream(keys, set, expectOk);
  connection.close();
  if (Date.now() > expiresAtMs) throw new Error(`${keys} keys took longer to write than they live`);
  return expiresAtMs;
}

async function untilNearly(timeMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, timeMs - Date.now() - AHEAD_MS));
}

async function untilEmpty(server: Server): Promise<void> {
  const deadline = performance.now() + EXPIRY_LIMIT_MS;
  while ((await query(server, 'DBSIZE')) !== ':0\r\n') {
    if (performance.now() > deadline) throw new Error(`${server.name} does not remove what has expired`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Leaves `keys` keys and a limit that they nearly reach. */
async function prepareEviction(server: Server, keys: number): Promise<void> {
  await loadKeys(server, keys, VALUE_BYTES);
  const used = /^used_memory:(\d+)/m.exec(await query(server, 'INFO', 'memory'))?.[1];
  if (used === undefined) throw new Error(`${server.name} says no used_memory`);
  const limit = String(Math.round(Number(used) * EVICTION_SHARE));
  await query(server, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu');
  await query(server, 'CONFIG', 'SET', 'maxmemory', limit);
}
