/** Exit codes of the command line, declared once; `--help` and docs/configuration.md list them from here. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;
export declare const EXIT_CODES: readonly {
    readonly code: ExitCode;
    readonly meaning: string;
}[];
export declare const EXIT_OK: ExitCode;
export declare const EXIT_FAILED: ExitCode;
export declare const EXIT_USAGE: ExitCode;
export declare const EXIT_ADDRESS: ExitCode;
export declare const EXIT_CUT_SHORT: ExitCode;
