import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { CommandSpec, Handler, Spread } from './spec.ts';
/** An entry of the table, with what dispatch needs to know worked out once. */
export declare class Command {
    readonly spec: CommandSpec;
    /** `get`, `client|list` */
    readonly fullName: string;
    /** Argument index of the first key; 0: the command has no keys. */
    readonly firstKey: number;
    readonly keyStep: number;
    readonly arity: number;
    readonly isWrite: boolean;
    /** It may add data: it is refused when there is no room for it. */
    readonly needsRoom: boolean;
    readonly spread: Spread;
    /** A RESP2 client that has subscribed to something may use it. */
    readonly whileSubscribed: boolean;
    readonly handler: Handler;
    readonly subcommands: CommandIndex | undefined;
    private readonly lastKey;
    constructor(spec: CommandSpec, parentName?: string);
    /**
     * Argument index of the last key of a request with `argc` arguments; below `firstKey` if it has none. The keys are
     * `for (let i = firstKey; i <= lastKeyAt(argc); i += keyStep)`, provided that `firstKey` is not 0.
     */
    lastKeyAt(argc: number): number;
    /** Whether every key of a request with `argc` arguments has the arguments that belong to it (MSET: its value). */
    keysAreWhole(argc: number): boolean;
    /** Whether a request with `argc` arguments has the number that the command takes. */
    takes(argc: number): boolean;
}
/** Commands by name. */
declare class CommandIndex {
    readonly all: readonly Command[];
    private readonly places;
    private readonly mask;
    private readonly longestName;
    constructor(commands: readonly Command[]);
    /** The command that argument `i` names. */
    find(request: Request, i: number): Command | undefined;
}
export declare class CommandTable {
    private readonly index;
    private readonly byFullName;
    constructor(specs: readonly CommandSpec[]);
    /** The commands in the table's order, without their subcommands. */
    get commands(): readonly Command[];
    /** The commands and after each its subcommands. */
    everyCommand(): Iterable<Command>;
    /** The command or subcommand with that full name, such as `client|list`, in any mix of cases. */
    byName(fullName: string): Command | undefined;
    /**
     * The command that the arguments from `from` on call: a subcommand where there are any and one is named. Undefined if
     * there is no such command or subcommand.
     */
    find(request: Request, from?: number): Command | undefined;
    /** The command to run for a request; undefined when it is unknown or its arity wrong, and the error has been replied. */
    resolve(request: Request, reply: ReplyWriter): Command | undefined;
    private replyUnknown;
}
export {};
