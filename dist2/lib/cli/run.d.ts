/**
 * The command line: `hearsay server`, `hearsay cluster`, `--version` and `--help`. Reads the words, runs what they
 * ask for, and puts failures into words; only cli.ts exits.
 */
import { type ExitCode } from './exit-codes.ts';
import type { CreateNode } from './node-handle.ts';
export interface CliSurroundings {
    readonly version: string;
    /** The script that this runs in; `hearsay cluster` starts its nodes with it. */
    readonly entry: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly createNode: CreateNode;
    readonly print: (line: string) => void;
    readonly printError: (line: string) => void;
}
/** Runs the command line `words` (without node and script). Throws nothing for bad input, but what nobody foresaw. */
export declare function runCli(words: readonly string[], surroundings: CliSurroundings): Promise<ExitCode>;
