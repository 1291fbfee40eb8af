/** The members of a cluster of ours, and what happens to them; beside it what chaos-redis.ts has to do the same. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { hashSlot, shardId } from '../../shard/index.ts';
import type { CacheClient } from './chaos-load.ts';
import { temporaryFolder } from './cleanup.ts';
import { COPIES_COMPLETE, NodeProcess } from './node-process.ts';

const HOST = '127.0.0.1';
const MAP_LIMIT_MS = 20_000;
const REBUILD_LIMIT_MS = 60_000;
const POLL_MS = 20;
/** Flags of the bench's own node are its members', too, but for that which `make` gives every bench. */
const NODE_FLAGS = process.execArgv.filter((flag) => flag !== '--expose-gc');

/** A cluster to which things happen; members have numbers, from 0 on. */
export interface Fleet {
  readonly label: string;
  /** Clients and tools reach this member there. */
  portOf(member: number): number;
  /** A client as an application would have it, that knows this member. */
  client(member: number): CacheClient;
  /** Who owns a key, by what the members say now. */
  ownersNow(): Promise<(key: string) => number>;
  signal(member: number, signal: NodeJS.Signals): void;
  kill(member: number): Promise<void>;
  /** Starts a member that has ended again, at the same ports. */
  restart(member: number): Promise<void>;
  /** Resolves when all members but these agree on who is there. */
  settled(gone: readonly number[]): Promise<void>;
  /** The same, and every key has all its copies. */
  rebuilt(gone: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

/** Where a member runs. */
export interface Spot {
  /** What its command line begins with. */
  readonly prefix: readonly string[];
  /** Where other members reach it, and where clients do. */
  readonly host: string;
  readonly clientHost: string;
}

const HERE: Spot = { prefix: [], host: HOST, clientHost: HOST };

export interface MemberOptions {
  /** Here, unless it says otherwise. */
  readonly spotOf?: (member: number) => Spot;
  readonly flags: readonly string[];
  /** How many each has; 1 if that is not said. */
  readonly shards?: number;
  /** Each has a data folder, and so the same id after a restart. */
  readonly hasFolder?: boolean;
}

export class Members implements Fleet {
  readonly label = 'hearsay';
  readonly nodes: NodeProcess[] = [];
  private readonly options: MemberOptions;
  private readonly folder = temporaryFolder();
  /** All that were ever started, also those that are no members yet or any longer. */
  private readonly started: NodeProcess[] = [];

  private constructor(options: MemberOptions) {
    this.options = options;
  }

  static async start(count: number, options: MemberOptions): Promise<Members> {
    const members = new Members(options);
    try {
      await members.add();
      const rest = Array.from({ length: count - 1 }, (_, at) => members.run(at + 1, ['--port', '0']));
      // Those that do start are known, and ended, when another one does not.
      await Promise.allSettled(rest);
      members.nodes.push(...(await Promise.all(rest)));
      await members.rebuilt([]);
    } catch (error) {
      await members.close();
      throw error;
    }
    return members;
  }

  /** Starts one more, which joins by the first; resolves when it serves. */
  async add(): Promise<NodeProcess> {
    const member = this.nodes.length;
    const node = await this.run(member, ['--port', '0']);
    this.nodes.push(node);
    return node;
  }

  portOf(member: number): number {
    return this.node(member).port;
  }

  client(member: number): CacheClient {
    const client = new Redis({ host: this.spotOf(member).clientHost, port: this.portOf(member) });
    // Each command tells of its own; a lost connection is made again.
    client.on('error', () => {});
    return client;
  }

  async ownersNow(): Promise<(key: string) => number> {
    const shares = await this.shares(0);
    return (key) => shares.owners[hashSlot(Buffer.from(key), 0, key.length)] ?? -1;
  }

  /** By slot: the member that owns it, and those that have copies of it, by what one of them says. */
  async shares(asked: number): Promise<{ owners: number[]; copies: number[][] }> {
    const owners: number[] = [];
    const copies: number[][] = [];
    const rows = (await this.ask(asked, 'CLUSTER', 'SLOTS')) as SlotRange[];
    const members = new Map(this.nodes.flatMap(({ id }, member) => this.shardsOf(id, member)));
    const memberAt = ([, , id]: SlotNode): number => members.get(id) ?? -1;
    for (const [first, last, owner, ...replicas] of rows) {
      for (let slot = first; slot <= last; slot++) {
        owners[slot] = memberAt(owner);
        copies[slot] = replicas.map(memberAt);
      }
    }
    return { owners, copies };
  }

  signal(member: number, signal: NodeJS.Signals): void {
    this.node(member).signal(signal);
  }

  kill(member: number): Promise<void> {
    return this.node(member).kill();
  }

  async restart(member: number): Promise<void> {
    const { port, shardPort, busPort } = this.node(member);
    const ports = ['--port', port, '--shard-port', shardPort, '--bus-port', busPort].map(String);
    this.nodes[member] = await this.run(member, ports);
  }

  async settled(gone: readonly number[]): Promise<void> {
    const live = this.nodes.filter((_, member) => !gone.includes(member));
    const isSettled = ({ log }: NodeProcess): boolean =>
      log.findLast(({ event }) => event === 'map')?.owners === live.length;
    await Promise.all(live.map((node) => node.waitFor(() => isSettled(node), MAP_LIMIT_MS)));
  }

  async rebuilt(gone: readonly number[]): Promise<void> {
    await this.settled(gone);
    const live = [...this.nodes.keys()].filter((member) => !gone.includes(member));
    const isComplete = (member: number): Promise<boolean> =>
      this.ask(member, 'CLUSTER', 'INFO').then((info) => String(info).includes(COPIES_COMPLETE));
    const deadlineMs = performance.now() + REBUILD_LIMIT_MS;
    while (!(await Promise.all(live.map(isComplete))).every(Boolean)) {
      if (performance.now() > deadlineMs) throw new Error(`no copies within ${REBUILD_LIMIT_MS} ms`);
      await sleep(POLL_MS);
    }
  }

  /** Sends one command to the member. */
  async ask(member: number, ...words: readonly string[]): Promise<unknown> {
    const client = new Redis({ host: this.spotOf(member).clientHost, port: this.portOf(member) });
    client.on('error', () => {});
    try {
      const [name = '', ...args] = words;
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.started.map((node) => node.kill()));
  }

  private shardsOf(id: string, member: number): [shard: string, member: number][] {
    const { shards = 1 } = this.options;
    return Array.from({ length: shards }, (_, index) => [shardId(id, index), member]);
  }

  private node(member: number): NodeProcess {
    return this.nodes[member] as NodeProcess;
  }

  private spotOf(member: number): Spot {
    return this.options.spotOf?.(member) ?? HERE;
  }

  private async run(member: number, ports: readonly string[]): Promise<NodeProcess> {
    const { flags, shards = 1, hasFolder } = this.options;
    const { prefix, host } = this.spotOf(member);
    const seed = this.nodes.findIndex((_, other) => other !== member);
    const args = [...flags, '--shards', String(shards), ...ports];
    if (host !== HOST) args.push('--host', '0.0.0.0', '--announce-host', host);
    if (hasFolder) args.push('--dir', join(this.folder, String(member)));
    if (seed >= 0) {
      const { port, busPort } = this.node(seed);
      args.push('--join', `${this.spotOf(seed).host}:${port}@${busPort}`);
    }
    const node = await NodeProcess.startBy(prefix, args, NODE_FLAGS);
    this.started.push(node);
    return node;
  }
}

type SlotNode = readonly [host: string, port: number, id: string];
/** A row of CLUSTER SLOTS. */
export type SlotRange = readonly [first: number, last: number, owner: SlotNode, ...replicas: SlotNode[]];
