/** What the option table says of each option. */
import type { ValueType } from './value-types.ts';
export interface OptionSpec<Value> {
    /** Its flag without the dashes, and its name in the config file and for CONFIG. */
    readonly name: string;
    readonly type: ValueType<Value>;
    readonly default: Value;
    /** What the number counts, if it does not say so itself. */
    readonly unit?: 'ms';
    /** CONFIG SET may change it while the node runs. */
    readonly runtime: boolean;
    /** It is given by its variable or in a program only: never a flag, nor in the config file, nor shown. */
    readonly isSecret?: true;
    /** One or more sentences; the first is for the help page. */
    readonly doc: string;
}
/** An entry of the table, with the type of its value inferred. */
export declare function option<Value>(spec: OptionSpec<Value>): OptionSpec<Value>;
export declare const MB: number;
export declare const GB: number;
