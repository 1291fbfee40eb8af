/**
 * What a command handler may reach, as interfaces, so that `commands` depends on no server, socket or cluster code.
 * The composition root passes the real things in; specs may pass small ones of their own.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { ShardFigures } from '../observe/figures.ts';
import type { MembershipHistory } from '../observe/membership-history.ts';
import type { Stats } from '../observe/stats.ts';
import type { PubSub, Subscriber } from '../pubsub/pubsub.ts';
import type { Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import type { Keyspace } from '../store/keyspace.ts';

export interface CommandContext {
  readonly keyspace: Keyspace;
  readonly node: NodeServices;
  /** The connection whose command runs. */
  session: Session;
  /** Wall clock in ms since 1970, read once for each turn of the event loop. */
  nowMs: number;
  /** The longest value that a command may make: proto-max-bulk-len. */
  readonly maxStringBytes: number;
  /**
   * The reply comes later: `work` resolves to a function that writes it. Replies keep their order meanwhile, and what the client has sent
   * behind waits, as it may be about what this command changes; it goes on where the command may take long and changes nothing. The
   * handler itself writes nothing. A rejection is answered as an internal error.
   */
  later(work: Promise<(reply: ReplyWriter) => void>, behind?: 'waits' | 'goes on'): void;
}

/**
 * - `client`: the client port; every command for every key is answered;
 * - `shard`: a cluster-aware client on the shard port; keys of other shards get MOVED;
 * - `peer`: another member's link.
 */
export type SessionKind = 'client' | 'shard' | 'peer';

/** A connection's state, as CLIENT and the connection commands see it. */
export interface Session extends Subscriber {
  readonly id: number;
  readonly kind: SessionKind;
  /** `host:port` of the other end and of this one. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly connectedAtMs: number;
  lastActiveAtMs: number;
  /** Full name of the last command, such as `client|list`. */
  lastCommand: string;
  commandsProcessed: number;
  protocol: Protocol;
  name: string;
  libraryName: string;
  libraryVersion: string;
  /** READONLY was sent. */
  readonlyMode: boolean;
  /** Of a peer: its member id, and how its commands are to be taken (see peer.ts). */
  readonly peerId: string;
  epoch: number;
  /** Of a peer: how many of its commands that were refused it knows of. */
  refusalsHeard: number;
  noEvict: boolean;
  noTouch: boolean;
  /** CLIENT REPLY: `skip` drops the next reply and turns to `on`. */
  replyMode: 'on' | 'off' | 'skip-next' | 'skip';
  /** Bytes received that are no whole command yet; bytes of replies that are not sent yet. */
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** The other end has closed, or sends no more at least. */
  readonly inputEnded: boolean;
  /** The other end is the member with that id: from now on the kind is `peer`. */
  becomePeer(id: string): void;
  /** Closes once everything written so far is sent. */
  closeAfterReplies(): void;
  /** Closes at once. */
  kill(): void;
}

/** The connections of this shard. */
export interface ClientRegistry {
  /** All client and shard sessions (no peers), oldest first. */
  list(): Iterable<Session>;
  /** How many `list` gives. */
  readonly clientCount: number;
  byId(id: number): Session | undefined;
}

/** The options of the option table, as CONFIG sees them. */
export interface RuntimeConfig {
  /** `[name, value]` of every option whose name matches one of the glob patterns. */
  get(patterns: readonly string[]): [name: string, value: string][];
  /**
   * Sets all of them or none, in all shards of the member: now, or by the time that the promise resolves. Gives an error
   * line (without the code) for the first that cannot be set.
   */
  set(pairs: readonly (readonly [name: string, value: string])[]): ConfigOutcome | Promise<ConfigOutcome>;
  /** Writes the present values to the config file; resolves to an error line if there is none or it cannot be written. */
  rewrite(): Promise<ConfigOutcome>;
}

/** Undefined when it was done. */
export type ConfigOutcome = string | undefined;

export type MemberState = 'alive' | 'suspect' | 'dead' | 'left';
export type MemberPhase = 'joining' | 'serving' | 'leaving' | 'stalled';

/** A member as this node sees it now. Plain data. */
export interface ClusterMember {
  /** 40 hex digits */
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly clientPort: number;
  /** That of its first shard; the others have the ports after it. */
  readonly shardPort: number;
  readonly shards: number;
  readonly busPort: number;
  readonly state: MemberState;
  readonly phase: MemberPhase;
  /** A thread that serves its clients is behind. */
  readonly isLagging: boolean;
  readonly incarnation: number;
  /** 16 hex digits, new at each start of the member */
  readonly instance: string;
  /** Age in ms of the last evidence that it lives; 0 for this node itself. */
  readonly silentMs: number;
  readonly isMyself: boolean;
}

export interface Ban {
  readonly id: string;
  readonly remainingMs: number;
}

/** One direction of a peer link. */
export interface LinkInfo {
  readonly direction: 'to' | 'from';
  /** Id of the shard at the other end. */
  readonly memberId: string;
  readonly createdAtMs: number;
  readonly queuedBytes: number;
}

export type ForgetOutcome = 'ok' | 'unknown' | 'myself' | 'already';

/**
 * How many of the members that a node knows it sees. Those that left or were forgotten do not count, nor dead ones in whose place
 * another member is now.
 */
export interface Standing {
  readonly live: number;
  readonly known: number;
  /** More than half. */
  readonly hasMajority: boolean;
}

/** How a node itself is doing, as its gossip layer sees it. */
export interface MemberHealth {
  /** Lifeguard's local health score, 0 (well) to 4: how far it doubts itself before it suspects others. */
  readonly score: number;
  /** How late the gossip thread was last. */
  readonly lagMs: number;
  /** For how long the shard that is furthest behind has done nothing. */
  readonly serveStallMs: number;
  /** It knows others, none of which has answered it for about ttl. */
  readonly isIsolated: boolean;
  /** How many live members, itself included, have last told that they see the same as it does. */
  readonly agreeingCount: number;
}

/** Who sees the same members as this node. */
export interface ViewAgreement {
  /** How many do, this node included. */
  readonly agreeing: number;
  /** Ids of the live members that see others, or did not answer. */
  readonly dissenting: readonly string[];
}

export interface ClusterServices {
  /** Id of this shard: that of its member, unless the member has several and this is not the first. */
  readonly myId: string;
  readonly memberId: string;
  /** Whether every slot has an owner, and this node is neither forgotten nor, if it needs a majority, cut off. */
  readonly ok: boolean;
  /** This node was forgotten by the others: ms until its ban ends, else 0. */
  readonly bannedMs: number;
  readonly map: ShardMap;
  /** It waits until it sees so many members before it serves; 0 once it serves. */
  readonly membersNeeded: number;
  readonly standing: Standing;
  readonly health: MemberHealth;
  /** 16 hex digits, the same at all members that see the same live members. */
  readonly viewHash: string;
  /** How many live members have another value of `replicas`. */
  readonly replicasDiffering: number;
  /** Resolves when all live members see the same, or after `timeoutMs`. */
  converged(timeoutMs: number): Promise<ViewAgreement>;
  /** Resolves to the number of replicas that hold, of every slot asked about, all that was written before. */
  replicasHold(question: ReplicaQuestion): Promise<number>;
  /** What all shards of all live members tell of their copies; those of this member first. */
  copies(): Promise<readonly ShardCopies[]>;
  /** Everybody that is known, failed members included; this node first. */
  members(): readonly ClusterMember[];
  bans(): readonly Ban[];
  links(): readonly LinkInfo[];
  /** Messages by type, for CLUSTER INFO: `ping`, `ack`, ...; and datagrams that were dropped, by reason. */
  messageCounts(): {
    readonly dropped: Readonly<Record<string, number>>;
    readonly sent: Readonly<Record<string, number>>;
    readonly received: Readonly<Record<string, number>>;
  };
  /** Starts to join the member at that bus address. */
  meet(host: string, busPort: number): void;
  /** `id` is 40 lower-case hex digits. */
  forget(id: string): Promise<ForgetOutcome>;
  /** Forgets all others, drops all keys; `hard` takes a new id as well. */
  reset(hard: boolean): Promise<void>;
}

/** Which clients CLIENT LIST names; undefined is no limit. */
export interface ListFilter {
  readonly ids: readonly number[] | undefined;
  readonly type: string | undefined;
}

/** A client as CLIENT LIST shows it. Plain data. */
export interface ListedClient {
  readonly id: number;
  readonly connectedAtMs: number;
  /** Without its end. */
  readonly line: string;
}

/** Which clients CLIENT KILL closes; undefined is no limit. */
export interface KillFilter {
  id: number | undefined;
  address: string | undefined;
  localAddress: string | undefined;
  type: string | undefined;
  skipMyself: boolean;
}

/** What the shards of a member ask of each other, for commands that are about the whole member. */
export interface ShardQuestions {
  figures(): ShardFigures;
  listedClients(filter: ListFilter): ListedClient[];
  /** Returns how many it closed. */
  killClients(filter: KillFilter): number;
  resetStats(): void;
  /** Channels that somebody has subscribed to by name, those that match the glob pattern if there is one; latin1 strings. */
  channelNames(pattern: string | undefined): string[];
  /** How many have subscribed to each of these channels by name. */
  subscriberCounts(channels: readonly string[]): number[];
  patternNames(): string[];
}

/** Asks all other shards of this member; with one shard there are none, and no answers. */
export type AskSiblings = <Question extends keyof ShardQuestions>(
  question: Question,
  ...args: Parameters<ShardQuestions[Question]>
) => Promise<ReturnType<ShardQuestions[Question]>[]>;

/** A stream of changes to another shard. Plain data. */
export interface ReplicaStream {
  /** Id of the shard. */
  readonly peer: string;
  /** Number of the stream: another one whenever it begins anew. */
  readonly stream: number;
  /** The other shard owns slots or has copies by the shard map; else it joins, and is sent what it will have. */
  readonly isPlaced: boolean;
  /** Bytes sent, and of those the ones that it is known to hold. */
  readonly sentBytes: number;
  readonly ackedBytes: number;
  /** Slots whose changes it gets, and slots that are still to be sent to it. */
  readonly liveSlots: number;
  readonly queuedSlots: number;
  readonly silentMs: number;
}

/** Copies and handoff, as this shard sees them. Plain data. */
export interface ReplicationStatus {
  /** How many copies each slot can have beside its owner's: what is asked for, or fewer if members are. */
  readonly replicas: number;
  readonly streams: readonly ReplicaStream[];
  /** Slots that this shard is to copy, and those of them that are complete. */
  readonly wantedSlots: number;
  readonly copiedSlots: number;
  /** Slots that it owns and is still to be given, slots that it still holds for their new owners, and all that it holds. */
  readonly incomingSlots: number;
  readonly outgoingSlots: number;
  readonly heldSlots: number;
  /** Keys here, those of copies among them, and the memory that they take. */
  readonly keys: number;
  readonly usedBytes: number;
  /** What others were sent, and have sent, since the start; and the speed of the last second or two. */
  readonly sentBytes: number;
  readonly receivedKeys: number;
  readonly receivedBytes: number;
  readonly sentPerSecond: number;
  readonly receivedPerSecond: number;
  /** Copies elsewhere that were compared with their slots here, and copies here that such a comparison has found to differ. */
  readonly checkedCopies: number;
  readonly repairedCopies: number;
}

export interface ReplicationServices {
  /** Takes a message of that shard, `[start, end)` of `buf`; returns the answer, undefined if it is none. */
  onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined;
  /** All keys of this shard were just deleted. */
  onFlush(nowMs: number): void;
  /** With all writes so far among what was sent. */
  status(): ReplicationStatus;
}

/** Who asks how many replicas hold what was written. */
export interface ReplicaQuestion {
  /** Whether the owners of all slots are asked, or this shard alone. */
  readonly everyOwner: boolean;
  /** How many replicas are enough. */
  readonly enough: number;
  /** When to answer even if they are fewer; 0: never. */
  readonly timeoutMs: number;
  /** Whether somebody still waits for the answer. */
  isWanted(): boolean;
}

/** What a shard tells of its copies; undefined if it did not answer. */
export interface ShardCopies {
  readonly id: string;
  readonly status: ReplicationStatus | undefined;
}

export interface NodeServices {
  readonly version: string;
  readonly startedAtMs: number;
  /** 40 hex digits, new at each start. */
  readonly runId: string;
  readonly clientPort: number;
  readonly executable: string;
  /** What the process takes beside keys and the heaps of its shards. */
  readonly programBytes: number;
  readonly configFile: string;
  readonly maxClients: number;
  readonly keyspace: Keyspace;
  readonly clients: ClientRegistry;
  readonly config: RuntimeConfig;
  readonly stats: Stats;
  readonly history: MembershipHistory;
  readonly pubsub: PubSub;
  readonly cluster: ClusterServices;
  readonly replication: ReplicationServices;
  /** How many shards this member runs. */
  readonly shards: number;
  readonly askSiblings: AskSiblings;
  /** Leaves the cluster and stops the process, or the node inside an application. */
  shutdown(): void;
}
