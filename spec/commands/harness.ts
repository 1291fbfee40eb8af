/**
 * A node small enough for specs of handlers: the real parser, table, handlers, reply writer and keyspace, in process,
 * with small services around them.
 */

import type {
  Ban,
  ClusterMember,
  ClusterServices,
  CommandContext,
  ForgetOutcome,
  LinkInfo,
  NodeServices,
  ReplicaQuestion,
  ReplicationStatus,
  Session,
  SessionKind,
  ShardCopies,
  ViewAgreement,
} from '../../lib/commands/context.ts';
import { COMMANDS } from '../../lib/commands/table.ts';
import { MembershipHistory } from '../../lib/observe/membership-history.ts';
import { Stats } from '../../lib/observe/stats.ts';
import { PubSub, type Subscriptions } from '../../lib/pubsub/pubsub.ts';
import { REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { COMMAND } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { ReplyWriter } from '../../lib/resp/reply-writer.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';
import { type ShardMap, SLOT_COUNT } from '../../shard/index.ts';

export const MY_ID = 'a'.repeat(40);
export const OTHER_ID = 'b'.repeat(40);
export const START_MS = 1_700_000_000_000;

export class FakeSession implements Session {
  readonly id: number;
  readonly kind: SessionKind;
  readonly remoteAddress: string;
  readonly localAddress = '127.0.0.1:7001';
  readonly connectedAtMs = START_MS - 5000;
  lastActiveAtMs = START_MS - 2000;
  lastCommand = '';
  commandsProcessed = 0;
  protocol: 2 | 3 = 2;
  name = '';
  libraryName = '';
  libraryVersion = '';
  readonlyMode = false;
  inputEnded = false;
  subscriptions: Subscriptions | undefined = undefined;
  peerId = '';
  epoch = 0;
  refusalsHeard = 0;
  noEvict = false;
  noTouch = false;
  replyMode: Session['replyMode'] = 'on';
  readonly inputBytes = 11;
  readonly outputBytes = 22;
  closing = false;
  killed = false;
  /** What it was pushed and has not been read. */
  pushed = '';

  constructor(id: number, kind: SessionKind) {
    this.id = id;
    this.kind = kind;
    this.remoteAddress = `127.0.0.1:${50_000 + id}`;
  }

  push(bytes: Buffer): void {
    this.pushed += bytes.toString('latin1');
  }

  becomePeer(id: string): void {
    this.peerId = id;
  }

  closeAfterReplies(): void {
    this.closing = true;
  }

  kill(): void {
    this.killed = true;
  }
}

export function member(fields: Partial<ClusterMember>): ClusterMember {
  return {
    id: MY_ID,
    name: 'one',
    host: '127.0.0.1',
    clientPort: 7001,
    shardPort: 8001,
    shards: 1,
    busPort: 17001,
    state: 'alive',
    phase: 'serving',
    isLagging: false,
    incarnation: 3,
    instance: '0123456789abcdef',
    silentMs: 0,
    isMyself: false,
    ...fields,
  };
}

/** Of a shard that has nothing to copy and nobody to send to. */
export function replicationStatus(fields: Partial<ReplicationStatus>): ReplicationStatus {
  return {
    replicas: 0,
    streams: [],
    wantedSlots: 0,
    copiedSlots: 0,
    incomingSlots: 0,
    outgoingSlots: 0,
    heldSlots: 16384,
    keys: 0,
    usedBytes: 0,
    sentBytes: 0,
    receivedKeys: 0,
    receivedBytes: 0,
    sentPerSecond: 0,
    receivedPerSecond: 0,
    checkedCopies: 0,
    repairedCopies: 0,
    ...fields,
  };
}

/** Slots 0 to 99 belong to the first member, the rest to the second; a map without members owns nothing. */
export function twoOwnerMap(ids: readonly string[]): ShardMap {
  const ranges = [[[0, 99]], [[100, 16383]]] as const;
  const ownerOf = (slot: number): number => (ids.length === 0 ? -1 : slot < 100 ? 0 : 1);
  return {
    epoch: 7,
    placement: 0,
    members: ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 })),
    shards: ids.map((id) => ({ id, memberId: id, index: 0 })),
    replicas: 0,
    owners: Int32Array.from({ length: SLOT_COUNT }, (_, slot) => ownerOf(slot)),
    ownerOf,
    heldBy: (index) => whereSlots((slot) => ownerOf(slot) === index),
    replicaOf: () => -1,
    indexOf: (id) => ids.indexOf(id),
    slotRanges: (index) => ranges[index] ?? [],
    slotCount: (index) => (index === 0 ? 100 : 16284),
  };
}

/** The same with three members, and copies of the first's slots at the second (0 to 49) and third, of the rest at the first. */
export function replicatedMap(ids: readonly [string, string, string]): ShardMap {
  const whole = twoOwnerMap(ids);
  const replicaOf = (slot: number): number => (slot < 50 ? 1 : slot < 100 ? 2 : 0);
  return {
    ...whole,
    replicas: 1,
    replicaOf,
    heldBy: (index) => whereSlots((slot) => whole.ownerOf(slot) === index || replicaOf(slot) === index),
    slotRanges: (index) => [[[0, 99]], [[100, 16383]], []][index] as [number, number][],
  };
}

function whereSlots(holds: (slot: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: SLOT_COUNT }, (_, slot) => Number(holds(slot)));
}

export class FakeCluster implements ClusterServices {
  readonly myId = MY_ID;
  readonly memberId = MY_ID;
  ok = true;
  bannedMs = 0;
  map: ShardMap = twoOwnerMap([MY_ID, OTHER_ID]);
  all: ClusterMember[] = [
    member({ isMyself: true }),
    member({ id: OTHER_ID, shardPort: 8002, busPort: 17002, silentMs: 250 }),
  ];
  linkList: LinkInfo[] = [];
  readonly calls: string[] = [];
  forgetOutcome: ForgetOutcome = 'ok';
  viewHash = '89abcdef01234567';
  replicasDiffering = 0;
  membersNeeded = 0;
  health = { score: 0, lagMs: 0, serveStallMs: 0, isIsolated: false, agreeingCount: 2 };
  standing = { live: 2, known: 2, hasMajority: true };
  held = 1;
  shardCopies: ShardCopies[] = [];
  agreement: ViewAgreement = { agreeing: 2, dissenting: [] };

  async replicasHold({ everyOwner, enough, timeoutMs, isWanted }: ReplicaQuestion): Promise<number> {
    this.calls.push(`replicasHold ${everyOwner ? 'all' : 'mine'} ${enough} ${timeoutMs} ${isWanted()}`);
    return this.held;
  }

  async copies(): Promise<readonly ShardCopies[]> {
    return this.shardCopies;
  }

  async converged(timeoutMs: number): Promise<ViewAgreement> {
    this.calls.push(`converged ${timeoutMs}`);
    return this.agreement;
  }

  members(): readonly ClusterMember[] {
    return this.all;
  }

  bans(): readonly Ban[] {
    return [{ id: 'c'.repeat(40), remainingMs: 1000 }];
  }

  links(): readonly LinkInfo[] {
    return this.linkList;
  }

  messageCounts() {
    return { sent: { ping: 5, ack: 6 }, received: { ping: 7 }, dropped: { magic: 0, key: 8 } };
  }

  meet(host: string, busPort: number): void {
    this.calls.push(`meet ${host} ${busPort}`);
  }

  async forget(id: string): Promise<ForgetOutcome> {
    this.calls.push(`forget ${id}`);
    return this.forgetOutcome;
  }

  async reset(hard: boolean): Promise<void> {
    this.calls.push(`reset ${hard}`);
  }
}

/** One node, with any number of connections to it. */
export class FakeNode {
  readonly keyspace = new Keyspace({ hashSeed: 1 });
  readonly cluster = new FakeCluster();
  readonly stats = new Stats(COMMANDS.names);
  readonly pubsub = new PubSub();
  readonly history = new MembershipHistory();
  readonly sessions: FakeSession[] = [];
  readonly settings = new Map([
    ['maxclients', '10000'],
    ['maxmemory', '0'],
    ['maxmemory-policy', 'noeviction'],
  ]);
  replicationStatus: ReplicationStatus = replicationStatus({});
  configOutcome: string | undefined;
  shutdowns = 0;
  nowMs = START_MS;

  readonly services: NodeServices = {
    version: '0.1.0',
    startedAtMs: START_MS - 90_000,
    runId: 'd'.repeat(40),
    clientPort: 7001,
    executable: '/usr/bin/node',
    programBytes: 40_000_000,
    configFile: '',
    maxClients: 10_000,
    keyspace: this.keyspace,
    stats: this.stats,
    pubsub: this.pubsub,
    history: this.history,
    cluster: this.cluster,
    clients: {
      list: () => this.sessions,
      byId: (id) => this.sessions.find((session) => session.id === id),
      get clientCount(): number {
        return [...this.list()].length;
      },
    },
    config: {
      get: (patterns) => [...this.settings].filter(([name]) => patterns.includes(name)),
      set: (pairs) => {
        if (this.configOutcome === undefined)
          for (const [name, value] of pairs) this.settings.set(name, value);
        return this.configOutcome;
      },
      rewrite: async () => this.configOutcome,
    },
    replication: {
      onMessage: () => undefined,
      onFlush: () => {},
      status: () => this.replicationStatus,
    },
    shards: 1,
    askSiblings: async () => [],
    shutdown: () => {
      this.shutdowns++;
    },
  };

  connect(kind: SessionKind = 'client'): Client {
    const session = new FakeSession(this.sessions.length + 1, kind);
    this.sessions.push(session);
    return new Client(this, session);
  }
}

/** A connection: takes commands, gives replies as they are on the wire, in latin1. */
export class Client {
  readonly session: FakeSession;
  private readonly node: FakeNode;
  private readonly parser = new RequestParser();
  private readonly writer = new ReplyWriter();
  private readonly context: CommandContext;
  private pending: Promise<(reply: ReplyWriter) => void> | undefined;

  constructor(node: FakeNode, session: FakeSession) {
    this.node = node;
    this.session = session;
    this.context = {
      keyspace: node.keyspace,
      node: node.services,
      session,
      nowMs: node.nowMs,
      maxStringBytes: REQUEST_LIMITS.bulkBytes,
      later: (work) => {
        this.pending = work;
      },
    };
  }

  /** Runs a command of these arguments; strings are latin1. */
  run(...args: readonly (string | Buffer)[]): string {
    this.parser.push(encodeCommand(args));
    const { parser, writer, context } = this;
    if (parser.next() !== COMMAND) throw new Error('not a whole command');
    const { request } = parser;
    writer.protocol = this.session.protocol;
    context.nowMs = this.node.nowMs;
    const command = COMMANDS.resolve(request, writer);
    if (command !== undefined) {
      this.session.lastCommand = command.fullName;
      command.handler(request, writer, context);
    }
    return this.taken();
  }

  /** Like `run`, for commands that reply later. */
  async runLater(...args: readonly string[]): Promise<string> {
    const now = this.run(...args);
    if (this.pending === undefined) throw new Error(`replied at once: ${now}`);
    const write = await this.pending;
    this.pending = undefined;
    write(this.writer);
    return this.taken();
  }

  private taken(): string {
    let text = '';
    this.writer.take((buf, start, end) => {
      text += buf.toString('latin1', start, end);
    });
    return text;
  }
}

/** The command as a RESP multibulk. */
export function encodeCommand(args: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${args.length}\r\n`)];
  for (const arg of args) {
    const bytes = typeof arg === 'string' ? Buffer.from(arg, 'latin1') : arg;
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}
