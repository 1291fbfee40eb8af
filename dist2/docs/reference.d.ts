import type { CommandSpec } from '../lib/commands/spec.ts';
/** docs/configuration.md, from the option table and the exit codes. */
export declare function configurationPage(): string;
/** docs/errors.md, from the error catalogue. */
export declare function errorsPage(): string;
/** docs/commands.md, from the command table. */
export declare function commandsPage(commands: readonly CommandSpec[]): string;
