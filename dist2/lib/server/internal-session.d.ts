/** The session of commands that no connection of ours waits for: parts of fanned-out commands, and held ones. */
import type { Session } from '../commands/context.ts';
export declare const INTERNAL_SESSION: Session;
