import type { Command } from '../commands/command-table.ts';
import type { Request } from '../resp/request.ts';
import type { Origin } from './origin.ts';
import type { Router } from './router.ts';
/** Splits a command with keys of several owners: each gets the command with its own keys and what belongs to them. */
export declare function splitByOwner(router: Router, origin: Origin, command: Command, request: Request): void;
/** Asks every owner the same. */
export declare function askEveryOwner(router: Router, origin: Origin, command: Command, request: Request): void;
/**
 * Has the command executed here and by every other member that there is a link to, at most once each. Returns false, and
 * does nothing, if there is none.
 */
export declare function tellMembers(router: Router, origin: Origin, command: Command, request: Request): boolean;
