/** A node in a process of its own, as an operator runs it, watched through its JSON log. */
import { type ChildProcess } from 'node:child_process';
/** One line of the log. */
export interface LogLine {
    /** Wall clock in ms */
    readonly time: number;
    readonly level: string;
    readonly msg: string;
    /** What happened, for lines that report an event: a membership event's type, or `map`. */
    readonly event?: string;
    /** The member that it happened to. */
    readonly member?: string;
    readonly [field: string]: unknown;
}
export interface Exit {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
}
export declare class NodeProcess {
    readonly child: ChildProcess;
    readonly log: LogLine[];
    /** Resolves when the process is gone. */
    readonly exited: Promise<Exit>;
    id: string;
    port: number;
    shardPort: number;
    busPort: number;
    /** What it wrote to stderr. */
    errors: string;
    private readonly watchers;
    private isGone;
    private constructor();
    /** Starts a node on free ports, unless `args` say otherwise; resolves when it serves. */
    static start(...args: readonly string[]): Promise<NodeProcess>;
    /** The same, with flags for node itself. */
    static startWith(nodeFlags: readonly string[], ...args: readonly string[]): Promise<NodeProcess>;
    /** The same, with a command line that begins with `command`, which runs node. */
    static startBy(command: readonly string[], args: readonly string[]): Promise<NodeProcess>;
    /** Its address for `--join`. */
    get joinAddress(): string;
    /** The first line, past or to come, for which `matches` holds; rejects after `withinMs` or when the process ends. */
    waitFor(matches: (line: LogLine) => boolean, withinMs: number): Promise<LogLine>;
    /** The event of that type about `member`, logged at or after `sinceMs`. */
    event(type: string, member: string, sinceMs: number, withinMs: number): Promise<LogLine>;
    signal(signal: NodeJS.Signals): void;
    /** Ends it at once, whatever state it is in. */
    kill(): Promise<void>;
    private onLine;
    private changed;
    private nextChange;
}
