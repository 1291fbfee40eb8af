import type { CommandSpec } from './spec.ts';
export declare const STRING_EDIT_COMMANDS: readonly CommandSpec[];
