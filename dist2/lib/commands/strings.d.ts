import type { CommandSpec } from './spec.ts';
export declare const STRING_READ_COMMANDS: readonly CommandSpec[];
