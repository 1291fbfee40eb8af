import { CommandTable } from './command-table.ts';
export declare const COMMANDS: CommandTable;
