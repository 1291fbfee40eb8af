/** One small interface over the Redis clients of Node, so that the same load runs through each of them. */
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis5';
import { createClient, createCluster, RESP_TYPES } from 'redis';

/** Commands through a client, by the methods that its users call. Values are bytes. */
export interface Cache {
  /** Whether a command's keys may lie in different slots. */
  readonly anySlots: boolean;
  /** What the client reported outside of replies. */
  readonly errors: Error[];
  set(key: string, value: Buffer): Promise<unknown>;
  setFor(key: string, value: Buffer, ttlMs: number): Promise<unknown>;
  get(key: string): Promise<Buffer | null>;
  setMany(entries: ReadonlyMap<string, Buffer>): Promise<unknown>;
  getMany(keys: readonly string[]): Promise<(Buffer | null)[]>;
  increment(key: string): Promise<number>;
  append(key: string, value: Buffer): Promise<number>;
  delete(keys: readonly string[]): Promise<number>;
  expire(key: string, seconds: number): Promise<boolean>;
  remainingMs(key: string): Promise<number>;
  /** In one pipeline: sets all, then gets each; resolves to what the gets gave. */
  setAndGet(entries: ReadonlyMap<string, Buffer>): Promise<(Buffer | null)[]>;
  /** All keys that match, as often as SCAN gives them. */
  scan(pattern: string): Promise<string[]>;
  close(): Promise<void>;
}

/** What both versions of ioredis have, plain and Cluster. */
interface IoredisPipeline {
  set(key: string, value: Buffer): unknown;
  getBuffer(key: string): unknown;
  exec(): Promise<[Error | null, unknown][] | null>;
}

interface IoredisClient {
  on(event: 'error', listener: (error: Error) => void): unknown;
  set(key: string, value: Buffer): Promise<unknown>;
  psetex(key: string, ttlMs: number, value: Buffer): Promise<unknown>;
  getBuffer(key: string): Promise<Buffer | null>;
  mset(entries: Map<string, Buffer>): Promise<unknown>;
  mgetBuffer(keys: string[]): Promise<(Buffer | null)[]>;
  incr(key: string): Promise<number>;
  append(key: string, value: Buffer): Promise<number>;
  del(keys: string[]): Promise<number>;
  expire(key: string, seconds: number): Promise<number>;
  pttl(key: string): Promise<number>;
  pipeline(): IoredisPipeline;
  disconnect(): void;
}

interface IoredisNode {
  scanStream(options: { match: string; count: number }): AsyncIterable<unknown>;
}

const SCAN_COUNT = 200;

/** A cache over a connected or connecting client; `nodes` gives those that SCAN is to ask, one after the other. */
function ioredisCache(client: IoredisClient, anySlots: boolean, nodes: () => readonly IoredisNode[]): Cache {
  const errors: Error[] = [];
  client.on('error', (error) => errors.push(error));
  return {
    anySlots,
    errors,
    set: (key, value) => client.set(key, value),
    setFor: (key, value, ttlMs) => client.psetex(key, ttlMs, value),
    get: (key) => client.getBuffer(key),
    setMany: (entries) => client.mset(new Map(entries)),
    getMany: (keys) => client.mgetBuffer([...keys]),
    increment: (key) => client.incr(key),
    append: (key, value) => client.append(key, value),
    delete: (keys) => client.del([...keys]),
    expire: async (key, seconds) => (await client.expire(key, seconds)) === 1,
    remainingMs: (key) => client.pttl(key),
    setAndGet: async (entries) => {
      const pipeline = client.pipeline();
      for (const [key, value] of entries) pipeline.set(key, value);
      for (const key of entries.keys()) pipeline.getBuffer(key);
      const results = (await pipeline.exec()) ?? [];
      const failed = results.find(([error]) => error !== null);
      if (failed) throw failed[0];
      return results.slice(entries.size).map(([, value]) => value as Buffer | null);
    },
    scan: async (pattern) => {
      const found: string[] = [];
      for (const node of nodes()) {
        for await (const keys of node.scanStream({ match: pattern, count: SCAN_COUNT })) {
          found.push(...(keys as string[]));
        }
      }
      return found;
    },
    // QUIT would wait for a connection to a node that has ended.
    close: async () => client.disconnect(),
  };
}

export function ioredis(port: number, protocol: 2 | 3 = 3): Cache {
  const client = new Redis({ port, protocol });
  return ioredisCache(client, true, () => [client]);
}

export function ioredis5(port: number): Cache {
  const client = new Redis5({ port });
  return ioredisCache(client, true, () => [client]);
}

export function ioredisCluster(ports: readonly number[], protocol: 2 | 3 = 3): Cache {
  const seeds = ports.map((port) => ({ host: '127.0.0.1', port }));
  const client = new Redis.Cluster(seeds, { redisOptions: { protocol } });
  return ioredisCache(client, false, () => client.nodes('master'));
}

export function ioredis5Cluster(ports: readonly number[]): Cache {
  const client = new Redis5.Cluster(ports.map((port) => ({ host: '127.0.0.1', port })));
  return ioredisCache(client, false, () => client.nodes('master'));
}

/** What node-redis has, plain and cluster, once strings come as bytes. */
interface NodeRedisClient {
  set(key: string, value: Buffer, options?: { expiration: { type: 'PX'; value: number } }): Promise<unknown>;
  get(key: string): Promise<Buffer | null>;
  mSet(entries: [string, Buffer][]): Promise<unknown>;
  mGet(keys: string[]): Promise<(Buffer | null)[]>;
  incr(key: string): Promise<number>;
  append(key: string, value: Buffer): Promise<number>;
  del(keys: string[]): Promise<number>;
  expire(key: string, seconds: number): Promise<number>;
  pTTL(key: string): Promise<number>;
}

interface NodeRedisNode {
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
}

interface NodeRedisRoot {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<unknown>;
}

const BYTES = { [RESP_TYPES.BLOB_STRING]: Buffer };

function nodeRedisCache(
  root: NodeRedisRoot,
  client: NodeRedisClient,
  anySlots: boolean,
  nodes: () => Promise<readonly NodeRedisNode[]>,
): Cache {
  const errors: Error[] = [];
  root.on('error', (error) => errors.push(error));
  return {
    anySlots,
    errors,
    set: (key, value) => client.set(key, value),
    setFor: (key, value, ttlMs) => client.set(key, value, { expiration: { type: 'PX', value: ttlMs } }),
    get: (key) => client.get(key),
    setMany: (entries) => client.mSet([...entries]),
    getMany: (keys) => client.mGet([...keys]),
    increment: (key) => client.incr(key),
    append: (key, value) => client.append(key, value),
    delete: (keys) => client.del([...keys]),
    expire: async (key, seconds) => (await client.expire(key, seconds)) === 1,
    remainingMs: (key) => client.pTTL(key),
    // Commands of one turn of the event loop leave in one pipeline; its multi() gives strings in a cluster.
    setAndGet: async (entries) => {
      const sets = [...entries].map(([key, value]) => client.set(key, value));
      const gets = [...entries.keys()].map((key) => client.get(key));
      await Promise.all(sets);
      return Promise.all(gets);
    },
    scan: async (pattern) => {
      const found: string[] = [];
      for (const node of await nodes()) {
        for await (const keys of node.scanIterator({ MATCH: pattern, COUNT: SCAN_COUNT })) {
          found.push(...keys);
        }
      }
      return found;
    },
    close: async () => {
      await root.close();
    },
  };
}

export async function nodeRedis(port: number, RESP: 2 | 3 = 3): Promise<Cache> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP });
  const cache = nodeRedisCache(client, client.withTypeMapping(BYTES), true, async () => [client]);
  await client.connect();
  return cache;
}

export async function nodeRedisCluster(ports: readonly number[], RESP: 2 | 3 = 3): Promise<Cache> {
  const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
  const client = createCluster({ rootNodes, RESP });
  const masters = (): Promise<NodeRedisNode[]> =>
    Promise.all(client.masters.map((node) => client.nodeClient(node)));
  const cache = nodeRedisCache(client, client.withTypeMapping(BYTES), false, masters);
  await client.connect();
  return cache;
}
