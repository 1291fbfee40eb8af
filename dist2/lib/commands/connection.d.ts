import type { CommandSpec } from './spec.ts';
export declare const CONNECTION_COMMANDS: readonly CommandSpec[];
