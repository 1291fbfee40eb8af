/** What may stop a server for a while: growth, eviction, FLUSHALL, many keys that expire at one moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { filling, flush, keyName, query } from './dataset.ts';
import { endLimit, limitMemory } from './full-memory.ts';
import { setNumbered } from './numbered-keys.ts';
import { type Pauses, takePauses, watchPauses } from './pauses.ts';
import { Pinger } from './pinger.ts';
import type { Server } from './server.ts';
import { HearsayServer } from './stage.ts';

const VALUE_BYTES = 64;
const MOST_REWRITES = 2_000_000;
const MOST_EXPIRING = 1_000_000;
/** Time to write them and set the scene, before all of them expire. */
const EXPIRE_AFTER_MS = 15_000;
/** Watching begins this long before. */
const AHEAD_MS = 1000;
const EXPIRY_LIMIT_MS = 120_000;
const POLL_MS = 50;
/** Beyond a reply, what it set off may go on in the background. */
const AFTERMATH_MS = 1000;
/** Keys written under the limit, as a share of those that are there. */
const EVICTING_SHARE = 0.2;

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

/** One scene on each of the servers in turn. */
async function play(servers: readonly Server[], scene: (server: Server) => Promise<Scene>): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const server of servers) scenes.push(await scene(server));
  return scenes;
}

/** Grows empty servers to keys 0 to `keys` - 1, which stay. */
export async function playGrowth(servers: readonly Server[], keys: number): Promise<Scene[]> {
  const again = Math.min(keys, MOST_REWRITES);
  return [
    ...(await play(servers, (server) => watch(server, 'inserts', keys, () => write(server, 0, keys)))),
    ...(await play(servers, (server) => watch(server, 'rewrites', again, () => write(server, 0, again)))),
  ];
}

/** Empties servers that hold keys 0 to `keys` - 1: by eviction, by FLUSHALL, and what is written anew by expiry. */
export async function playRemoval(servers: readonly Server[], keys: number): Promise<Scene[]> {
  return [
    ...(await play(servers, (server) => evict(server, keys))),
    ...(await play(servers, async (server) =>
      watch(server, 'FLUSHALL', await size(server), () => flush(server)),
    )),
    ...(await play(servers, (server) => expire(server, Math.min(keys, MOST_EXPIRING)))),
  ];
}

async function watch(server: Server, name: string, keys: number, act: () => Promise<void>): Promise<Scene> {
  if (server instanceof HearsayServer) await watchPauses(server.node);
  const pinger = await Pinger.start(server.port);
  const beginMs = performance.now();
  await act();
  const seconds = (performance.now() - beginMs) / 1000;
  await sleep(AFTERMATH_MS);
  const pingMs = await pinger.stop();
  const scene = { name, server: server.name, keys, seconds, pingMs };
  return server instanceof HearsayServer ? { ...scene, pauses: await takePauses(server.node) } : scene;
}

function write(server: Server, first: number, count: number, ...options: readonly string[]): Promise<void> {
  return setNumbered(server, { first, count, zeroKey: keyName(0), value: filling(VALUE_BYTES), options });
}

async function size(server: Server): Promise<number> {
  return Number((await query(server, 'DBSIZE')).slice(1));
}

/** New keys beyond a limit that the `keys` that are there nearly reach. Leaves about as many, and no limit. */
async function evict(server: Server, keys: number): Promise<Scene> {
  const count = Math.round(keys * EVICTING_SHARE);
  await limitMemory(server);
  const scene = await watch(server, 'eviction', count, () => write(server, keys, count));
  await endLimit(server);
  return scene;
}

/** Keys that an empty server must remove by itself. */
async function expire(server: Server, keys: number): Promise<Scene> {
  const expiresAtMs = Date.now() + EXPIRE_AFTER_MS;
  await write(server, 0, keys, 'PXAT', String(expiresAtMs));
  const leftMs = (): number => expiresAtMs - Date.now();
  if (leftMs() < AHEAD_MS) throw new Error(`${keys} keys took longer to write than they live`);
  await sleep(leftMs() - AHEAD_MS);
  let seconds = 0;
  const scene = await watch(server, 'expiry at one moment', keys, async () => {
    if (leftMs() <= 0) throw new Error(`${keys} keys expired before they were watched`);
    await sleep(leftMs());
    const beganMs = performance.now();
    await untilEmpty(server);
    seconds = (performance.now() - beganMs) / 1000;
  });
  return { ...scene, seconds };
}

async function untilEmpty(server: Server): Promise<void> {
  const deadline = performance.now() + EXPIRY_LIMIT_MS;
  while ((await size(server)) > 0) {
    if (performance.now() > deadline) throw new Error(`${server.name} does not remove what has expired`);
    await sleep(POLL_MS);
  }
}
