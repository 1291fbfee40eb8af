import type { CommandSpec } from './spec.ts';
/** Version of the conversation on a link. */
export declare const PEER_VERSION = 1;
export declare const PEER_COMMANDS: readonly CommandSpec[];
