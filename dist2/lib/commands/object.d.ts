import type { CommandSpec } from './spec.ts';
export declare const OBJECT_COMMANDS: readonly CommandSpec[];
