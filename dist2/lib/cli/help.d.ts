/** The help pages, generated from the option table and the tables of flags and exit codes. */
import { type OptionKey } from '../config/options.ts';
import type { FlagSpec } from './flags.ts';
/** The options `keys` as flags. Those in `defaults` have a default of the command's own and no variable. */
export declare function optionFlags(keys: readonly OptionKey[], defaults?: Readonly<Partial<Record<OptionKey, string>>>): FlagSpec[];
/** An option's default with its unit, for people; empty if there is none. */
export declare function defaultText(key: OptionKey): string;
export declare function flagLines(flags: readonly FlagSpec[]): string[];
export declare function exitCodeLines(): string[];
