import type { CommandSpec } from './spec.ts';
export declare const CLIENT_COMMANDS: readonly CommandSpec[];
