/**
 * What a member and its shards say to each other. The first shard runs in the member's own thread and is called as it
 * is; the others are worker threads, which calls and answers reach through a channel (channel.ts). Arguments and
 * results are plain data.
 */
import type { ListReport } from '../../gossip/index.ts';
import type { Placement } from '../cluster/presence.ts';
import type { ForgetOutcome, RuntimeConfig, ShardQuestions } from '../commands/context.ts';
import type { NodeOptions } from '../config/options.ts';
import type { ToldEvent } from '../observe/membership-history.ts';
import type { SharedPort, Sharing } from '../server/listener.ts';

/** What a shard is started with. */
export interface ShardSetup {
  /** Which of the member's shards it is, from 0. */
  readonly index: number;
  readonly memberId: string;
  readonly options: NodeOptions;
  /** How many clients each shard has: memory that all of them share. */
  readonly clientCounts: Int32Array;
  /** Where each shard shows that it works, for the gossip thread: memory that all of them share. */
  readonly heartbeats: SharedArrayBuffer;
  readonly startedAtMs: number;
  readonly runId: string;
  readonly executable: string;
  /** What was resident when the program was loaded, without the JavaScript heap: Node itself. */
  readonly programBytes: number;
}

/** What the member tells a shard, and asks it. */
export interface ShardCalls extends ShardQuestions {
  /** Resolves to the port that was taken. Rejects with the system's error. */
  openShardPort(host: string, port: number): Promise<number>;
  /** Resolves when the shard port is free again. */
  closeShardPort(): Promise<void>;
  shareClientPort(port: SharedPort): Promise<Sharing>;
  setOptions(options: NodeOptions): void;
  /** The member has another id from now on. */
  setMemberId(memberId: string): void;
  takeReport(report: ListReport): void;
  place(placement: Placement): void;
  /** Keeps a membership event and tells its subscribers. */
  noteEvent(event: ToldEvent): void;
  /** Tells the subscribers that this shard has. */
  publish(channel: string, message: string): void;
  /** CLUSTER RESET. */
  clear(): void;
  /** Others owned its slots for a while, and took writes: it is to ask them before it answers for any. */
  surrender(): void;
  /** Resolves when it has copies of all that it is to have, or false when nothing more came for `handoff-timeout`. */
  caughtUp(): Promise<boolean>;
  /** Resolves when all that it held was handed over, or false when nobody asked for more for `handoff-timeout`. */
  drained(): Promise<boolean>;
  /** Accepts no more clients on the client port. */
  stopAccepting(): void;
  /** Has every client close once its replies are sent; peers go on. */
  closeClients(): void;
  /** Whether only peers are left, which have not sent anything since `sinceMs` (wall clock) and wait for nothing. */
  isQuiet(sinceMs: number): boolean;
  /** Closes everything but the client port. */
  close(): void;
  /** Closes the client port; the last call. */
  end(): void;
}

export type LogLevel = 'info' | 'warn' | 'error';

/** What a shard tells the member, and asks it. */
export interface MemberCalls {
  log(level: LogLevel, fields: object, message: string): void;
  setOptions: RuntimeConfig['set'];
  /** Has all shards but the asking one answer; `args` are those of the question. */
  askSiblings(asking: number, question: keyof ShardQuestions, args: readonly unknown[]): Promise<unknown[]>;
  /** Resolves when what has happened to the member until now was told. */
  confirm(): Promise<void>;
  meet(host: string, busPort: number): void;
  forget(id: string): Promise<ForgetOutcome>;
  /** A connection to that member, another one, was refused or has ended: perhaps its process is gone. */
  linkReset(memberId: string): void;
  reset(hard: boolean): Promise<void>;
  shutdown(): void;
}
