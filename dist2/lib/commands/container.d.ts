import type { CommandGroup, CommandSpec } from './spec.ts';
/** What a container says of itself; the rest follows from its having subcommands. */
export interface ContainerSpec {
    readonly name: string;
    readonly summary: string;
    readonly since: string;
    readonly group: CommandGroup;
}
/** The entry of a command that only has subcommands: those given, and HELP. */
export declare function container(spec: ContainerSpec, subcommands: readonly CommandSpec[]): CommandSpec;
/** The HELP subcommand of the container `spec`: its lines are the entries' own. */
export declare function helpOf(spec: ContainerSpec, subcommands: readonly CommandSpec[]): CommandSpec;
