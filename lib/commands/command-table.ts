/**
 * Finds the entry of a request's command, case-insensitively and from the bytes: no string is made.
 *
 * A name is hashed (FNV-1a over its lower-case bytes) into an open-addressed index of at least twice as many places as
 * names, so that nearly every look-up compares one name.
 */
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { quotedArgument } from './arguments.ts';
import type { CommandSpec, Handler, Spread } from './spec.ts';

/** Bytes of a name or of arguments that an error quotes. */
const QUOTED_BYTES = 128;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** An entry of the table, with what dispatch needs to know worked out once. */
export class Command {
  readonly spec: CommandSpec;
  /** That of `spec`; the specs differ in form, which makes reading them slow. */
  readonly name: string;
  /** `get`, `client|list` */
  readonly fullName: string;
  /** Its place among the `names` of the table that it is in. */
  index = 0;
  /** Argument index of the first key; 0: the command has no keys. */
  readonly firstKey: number;
  readonly keyStep: number;
  readonly arity: number;
  readonly isWrite: boolean;
  /** It may add data: it is refused when there is no room for it. */
  readonly needsRoom: boolean;
  readonly spread: Spread;
  readonly isLong: boolean;
  /** A RESP2 client that has subscribed to something may use it. */
  readonly whileSubscribed: boolean;
  readonly handler: Handler;
  readonly subcommands: CommandIndex | undefined;
  private readonly lastKey: number;

  constructor(spec: CommandSpec, parentName = '') {
    this.spec = spec;
    this.name = spec.name;
    this.fullName = parentName === '' ? spec.name : `${parentName}|${spec.name}`;
    this.firstKey = spec.keys?.first ?? 0;
    this.lastKey = spec.keys?.last ?? 0;
    this.keyStep = spec.keys?.step ?? 1;
    this.arity = spec.arity;
    this.isWrite = spec.flags.includes('write');
    this.needsRoom = spec.flags.includes('denyoom');
    this.spread = spec.spread;
    this.isLong = spec.isLong ?? false;
    this.whileSubscribed = spec.whileSubscribed ?? false;
    this.handler = spec.handler ?? replyWrongArity(this);
    this.subcommands =
      spec.subcommands && new CommandIndex(spec.subcommands.map((one) => new Command(one, this.fullName)));
  }

  /**
   * Argument index of the last key of a request with `argc` arguments; below `firstKey` if it has none. The keys are
   * `for (let i = firstKey; i <= lastKeyAt(argc); i += keyStep)`, provided that `firstKey` is not 0.
   */
  lastKeyAt(argc: number): number {
    return this.lastKey < 0 ? argc + this.lastKey : this.lastKey;
  }

  /** Whether every key of a request with `argc` arguments has the arguments that belong to it (MSET: its value). */
  keysAreWhole(argc: number): boolean {
    return this.lastKey >= 0 || (argc - this.firstKey) % this.keyStep === 0;
  }

  /** Whether a request with `argc` arguments has the number that the command takes. */
  takes(argc: number): boolean {
    return this.arity > 0 ? argc === this.arity : argc >= -this.arity;
  }
}

/** What a container answers without a subcommand. */
function replyWrongArity(command: Command): Handler {
  return (_request, reply) => reply.error(ERRORS.wrongArity, { command: command.fullName });
}

/** Commands by name. */
class CommandIndex {
  readonly all: readonly Command[];
  private readonly places: (Command | undefined)[];
  private readonly mask: number;
  private readonly longestName: number;
  /** The command found last: the next is often the same. */
  private latest: Command | undefined = undefined;

  constructor(commands: readonly Command[]) {
    this.all = commands;
    const size = 2 ** Math.ceil(Math.log2(2 * commands.length));
    this.mask = size - 1;
    this.places = new Array<Command | undefined>(size).fill(undefined);
    this.longestName = Math.max(...commands.map((one) => one.name.length));
    for (const command of commands) {
      const name = Buffer.from(command.name, 'latin1');
      let place = hashName(name, 0, name.length) & this.mask;
      while (this.places[place] !== undefined) place = (place + 1) & this.mask;
      this.places[place] = command;
    }
  }

  /** The command that argument `i` names. */
  find(request: Request, i: number): Command | undefined {
    if (this.latest !== undefined && request.is(i, this.latest.name)) return this.latest;
    if (request.length(i) > this.longestName) return undefined;
    let place = hashName(request.buf, request.start(i), request.end(i)) & this.mask;
    for (;;) {
      const command = this.places[place];
      if (command === undefined) return undefined;
      if (request.is(i, command.name)) {
        this.latest = command;
        return command;
      }
      place = (place + 1) & this.mask;
    }
  }
}

function hashName(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ ((bytes[at] as number) | 0x20), FNV_PRIME);
  return (hash ^ (hash >>> 15)) >>> 0;
}

export class CommandTable {
  private readonly index: CommandIndex;
  private readonly byFullName = new Map<string, Command>();

  constructor(specs: readonly CommandSpec[]) {
    this.index = new CommandIndex(specs.map((spec) => new Command(spec)));
    for (const command of this.index.all) {
      this.enter(command);
      for (const one of command.subcommands?.all ?? []) this.enter(one);
    }
  }

  private enter(command: Command): void {
    command.index = this.byFullName.size;
    this.byFullName.set(command.fullName, command);
  }

  /** Full names of the commands and subcommands, by their `index`. */
  get names(): readonly string[] {
    return [...this.byFullName.keys()];
  }

  /** The commands in the table's order, without their subcommands. */
  get commands(): readonly Command[] {
    return this.index.all;
  }

  /** The commands and after each its subcommands. */
  everyCommand(): Iterable<Command> {
    return this.byFullName.values();
  }

  /** The command or subcommand with that full name, such as `client|list`, in any mix of cases. */
  byName(fullName: string): Command | undefined {
    return this.byFullName.get(fullName.toLowerCase());
  }

  /**
   * The command that the arguments from `from` on call: a subcommand where there are any and one is named. Undefined if
   * there is no such command or subcommand.
   */
  find(request: Request, from = 0): Command | undefined {
    const command = this.index.find(request, from);
    if (command?.subcommands === undefined || request.argc === from + 1) return command;
    return command.subcommands.find(request, from + 1);
  }

  /** The command to run for a request; undefined when it is unknown or its arity wrong, and the error has been replied. */
  resolve(request: Request, reply: ReplyWriter): Command | undefined {
    const command = this.find(request);
    if (command === undefined) {
      this.replyUnknown(request, reply);
      return undefined;
    }
    if (command.takes(request.argc)) return command;
    reply.error(ERRORS.wrongArity, { command: command.fullName });
    return undefined;
  }

  private replyUnknown(request: Request, reply: ReplyWriter): void {
    const container = this.index.find(request, 0);
    if (container !== undefined) {
      reply.error(ERRORS.unknownSubcommand, {
        subcommand: quotedArgument(request, 1, QUOTED_BYTES),
        command: container.fullName.toUpperCase(),
      });
      return;
    }
    let args = '';
    for (let i = 1; i < request.argc && args.length < QUOTED_BYTES; i++) {
      args += `'${quotedArgument(request, i, QUOTED_BYTES - args.length)}' `;
    }
    reply.error(ERRORS.unknownCommand, { command: quotedArgument(request, 0, QUOTED_BYTES), args });
  }
}
