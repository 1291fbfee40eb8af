import type { CommandSpec } from './spec.ts';
export declare const DUMP_COMMANDS: readonly CommandSpec[];
