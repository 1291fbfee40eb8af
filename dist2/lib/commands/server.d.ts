import type { CommandSpec } from './spec.ts';
export declare const SERVER_COMMANDS: readonly CommandSpec[];
