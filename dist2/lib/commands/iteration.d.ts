import type { CommandSpec } from './spec.ts';
export declare const ITERATION_COMMANDS: readonly CommandSpec[];
