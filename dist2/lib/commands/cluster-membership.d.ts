import type { CommandSpec } from './spec.ts';
export declare const MEMBERSHIP_SUBCOMMANDS: readonly CommandSpec[];
