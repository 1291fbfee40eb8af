import type { Command } from '../commands/command-table.ts';
import type { Request } from '../resp/request.ts';
import type { Origin } from './origin.ts';
import type { Router } from './router.ts';
/** Asks the owner that the cursor names for its next page. Returns true if the command is to be executed (and refused) here. */
export declare function askScan(router: Router, origin: Origin, command: Command, request: Request): boolean;
