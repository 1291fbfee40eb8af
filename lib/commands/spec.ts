/**
 * What one entry of the command table says. Arity checks, routing, cross-slot handling, COMMAND, COMMAND DOCS,
 * COMMAND GETKEYS and the generated docs all derive from these entries; nothing about a command is declared twice.
 */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { CommandContext } from './context.ts';

/**
 * Runs one command: reads `request`, writes exactly one reply to `reply`; none if it calls `context.later`, nor do
 * SHUTDOWN and CLIENT REPLY OFF and SKIP. Arity has been checked, and every key belongs to this shard. Keeps nothing of `request` past its return. Does not throw for bad input.
 */
export type Handler = (request: Request, reply: ReplyWriter, context: CommandContext) => void;

/** Flags as COMMAND reports them; the meaning is Redis's. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'fast'
  | 'no_auth'
  | 'no_async_loading'
  | 'no_multi'
  | 'movablekeys'
  | 'allow_busy';

/** ACL categories that neither flags nor group imply. */
export type AclCategory = 'keyspace' | 'admin' | 'dangerous' | 'connection';

export type CommandTip = 'nondeterministic_output' | 'nondeterministic_output_order';

export type CommandGroup = 'connection' | 'string' | 'generic' | 'pubsub' | 'server' | 'cluster';

/** Where the keys are, by argument index (0 is the name); a negative `last` counts from the end. */
export interface KeySpec {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** Key-spec flags as COMMAND INFO reports them, such as `RO access` or `OW update`. */
  readonly flags: readonly string[];
  /** Those of the second key where it is used in another way (RENAME, COPY): then the two keys are two key specs. */
  readonly targetFlags?: readonly string[];
}

/**
 * What the client port does with a command whose keys, or whose subject, lie on more than one shard:
 * - `one-slot`: all keys share a hash slot, else CROSSSLOT;
 * - `split-*`: keys (with the arguments that belong to each, `step` at a time) are split by owner, the parts run
 *   side by side, and the replies are merged: `split-sum` adds integers, `split-values` puts array elements back in
 *   the order of the keys, `split-ok` answers OK when every part did;
 * - `every-*`: every owner is asked the same: `every-sum` adds integers, `every-concat` joins arrays, `every-any` picks at
 *   random among the replies that are not nil;
 * - `every-ok`: a write that every owner makes, all by one placement of slots; answers OK when all did;
 * - `placed`: no keys; what a member asks of another one that places slots as the second argument says (ShardMap.placement);
 * - `every-min`: every owner is asked for a number, and the least is the answer; the handler asks, as often as it takes;
 * - `members-sum`: every member that there is a link to is told the same, whether it owns anything or not, on the shard port
 *   too; adds integers. One that goes away meanwhile counts as nothing: it is told at most once;
 * - `scan`: one owner at a time, which the cursor names;
 * - `slot`: no keys, but the second argument is a hash slot, whose owner answers;
 * - `here`: no keys; answered by the node that was asked.
 */
export type Spread =
  | 'here'
  | 'one-slot'
  | 'slot'
  | 'split-sum'
  | 'split-values'
  | 'split-ok'
  | 'every-sum'
  | 'every-concat'
  | 'every-ok'
  | 'placed'
  | 'every-any'
  | 'every-min'
  | 'members-sum'
  | 'scan';

export interface CommandSpec {
  /** Lower case; for a subcommand its own word only. */
  readonly name: string;
  readonly summary: string;
  /** Redis version in which the command, with this meaning, first appeared. */
  readonly since: string;
  readonly group: CommandGroup;
  readonly complexity: string;
  /** Number of arguments, the name included (for a subcommand both words); negative: at least that many. */
  readonly arity: number;
  /** In the order in which COMMAND INFO lists them, which is the type's above. */
  readonly flags: readonly CommandFlag[];
  /** ACL categories on top of those that flags and group imply. */
  readonly categories?: readonly AclCategory[];
  /** Command tips on top of the request and response policies, which `spread` implies. */
  readonly tips?: readonly CommandTip[];
  readonly keys?: KeySpec;
  readonly spread: Spread;
  /** One may take as long as there are bytes in a value, or keys, however short it is: the clock is looked at with each. */
  readonly isLong?: boolean;
  /** A RESP2 client that has subscribed to something may still use it. */
  readonly whileSubscribed?: boolean;
  /** The arguments after the name, in the notation of the Redis docs: `key value [NX | XX] [GET]`. */
  readonly syntax: string;
  /** What a client gets back, in RESP3 terms. */
  readonly reply: string;
  /** A command that only has subcommands has none of its own. */
  readonly handler?: Handler;
  readonly subcommands?: readonly CommandSpec[];
}
