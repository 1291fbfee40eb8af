import type { CommandSpec } from './spec.ts';
export declare const GENERIC_COMMANDS: readonly CommandSpec[];
