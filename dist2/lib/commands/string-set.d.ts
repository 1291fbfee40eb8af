/** Commands that set whole strings. */
import type { CommandSpec } from './spec.ts';
export declare const STRING_SET_COMMANDS: readonly CommandSpec[];
