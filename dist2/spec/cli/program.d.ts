/** Runs the fake `hearsay` as a process, for specs. */
import { type ChildProcess } from 'node:child_process';
/** The first of `count` consecutive client ports whose shard and bus ports are free too. */
export declare function freePorts(count: number): Promise<number>;
export declare class Program {
    readonly process: ChildProcess;
    output: string;
    errors: string;
    private readonly exit;
    constructor(words: readonly string[], environment?: NodeJS.ProcessEnv);
    /** The exit code, or the signal that ended it. */
    ended(): Promise<unknown>;
    /** Resolves when the output matches; rejects if the program ends before that. */
    prints(pattern: RegExp): Promise<RegExpExecArray>;
}
