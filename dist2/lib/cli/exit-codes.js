/** Exit codes of the command line, declared once; `--help` and docs/configuration.md list them from here. */
export const EXIT_CODES = [
    { code: 0, meaning: 'stopped as it was asked to, or showed what was asked for' },
    { code: 1, meaning: 'failed while it ran; the last log line says why' },
    { code: 2, meaning: 'a flag, a variable or the config file cannot be used' },
    { code: 3, meaning: 'an address or port to listen on is in use or not available' },
    {
        code: 4,
        meaning: 'stopped before it was done: a second signal came, or leaving made no progress for 5 s',
    },
];
export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
export const EXIT_ADDRESS = 3;
export const EXIT_CUT_SHORT = 4;
//# sourceMappingURL=exit-codes.js.map