import type { CommandSpec } from './spec.ts';
export declare const REBALANCE_SUBCOMMAND: CommandSpec;
