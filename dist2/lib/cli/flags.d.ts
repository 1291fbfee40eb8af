import type { FlagValues } from '../config/load.ts';
export interface FlagSpec {
    readonly name: string;
    /** What the value may be; without it the flag takes none. */
    readonly allowed?: string;
    readonly placeholder?: string;
    readonly doc: string;
}
/**
 * The values of each flag, in order, by name without dashes; a flag without value has none. Takes `--flag value` and
 * `--flag=value`. Throws ConfigError for a flag that is not in `known`, a value that is missing or too many, and a
 * word that is no flag.
 */
export declare function parseFlags(words: readonly string[], known: readonly FlagSpec[]): FlagValues;
