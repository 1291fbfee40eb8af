import { type NodeOptions } from './options.ts';
/** Values of flags by name without dashes, every one in the order given. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;
/** Throws ConfigError, whose message names the flag, variable, or file and line. */
export declare function loadOptions(flags: FlagValues, environment: NodeJS.ProcessEnv): NodeOptions;
/** The config file's text. Throws ConfigError. */
export declare function readConfigFile(path: string): string;
