/** Exit codes of the command line, declared once; `--help` and docs/configuration.md list them from here. */

export type ExitCode = 0 | 1 | 2 | 3 | 4;

export const EXIT_CODES: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: 0, meaning: 'stopped as it was asked to, or showed what was asked for' },
  { code: 1, meaning: 'failed while it ran; the last log line says why' },
  { code: 2, meaning: 'a flag, a variable or the config file cannot be used' },
  { code: 3, meaning: 'an address or port to listen on is in use or not available' },
  {
    code: 4,
    meaning: 'stopped before it was done: a second signal came, or leaving made no progress for 5 s',
  },
];

export const EXIT_OK: ExitCode = 0;
export const EXIT_FAILED: ExitCode = 1;
export const EXIT_USAGE: ExitCode = 2;
export const EXIT_ADDRESS: ExitCode = 3;
export const EXIT_CUT_SHORT: ExitCode = 4;
