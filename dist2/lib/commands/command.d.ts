import type { CommandTable } from './command-table.ts';
import type { CommandSpec } from './spec.ts';
/** The entry of COMMAND, which replies what `table` holds; `table` is asked only once commands run. */
export declare function commandCommand(table: () => CommandTable): CommandSpec;
