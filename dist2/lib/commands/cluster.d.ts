import type { CommandSpec } from './spec.ts';
export declare const CLUSTER_COMMANDS: readonly CommandSpec[];
