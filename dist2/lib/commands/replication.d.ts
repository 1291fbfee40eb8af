import type { CommandSpec } from './spec.ts';
export declare const REPLICATION_COMMANDS: readonly CommandSpec[];
