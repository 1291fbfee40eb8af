import type { CommandSpec } from './spec.ts';
export declare const EXPIRY_COMMANDS: readonly CommandSpec[];
