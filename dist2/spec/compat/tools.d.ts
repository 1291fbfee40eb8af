export interface Outcome {
    /** Exit code; null when it was killed. */
    readonly code: number | null;
    /** Without the colours that redis-cli gives to `--cluster` even where no terminal is. */
    readonly output: string;
    readonly errors: string;
}
/** Whether the tools are there; says so if they are not, which in CI is an error. */
export declare function hasRedisTools(): boolean;
/** Runs a tool to its end, with `input` on its standard input. The event loop goes on meanwhile. */
export declare function runTool(tool: string, args: readonly (string | number)[], input?: string | Buffer): Promise<Outcome>;
