export interface ValueType<Value> {
    /** For a message that goes `must be ...` and for the docs, such as `an integer from 0 to 65535`. */
    readonly allowed: string;
    /** Short name of the value for the help page, such as `PORT`. */
    readonly placeholder: string;
    /** Given more than once, the values are collected; `parse` and `format` take one of them a word. */
    readonly repeatable: boolean;
    /** The value that `words` stand for (one word unless `repeatable`), `undefined` if it is none of this type. */
    parse(words: readonly string[]): Value | undefined;
    accepts(value: unknown): value is Value;
    /** The words that `parse` reads as `value`. */
    format(value: Value): string[];
    /** The value for people. */
    show(value: Value): string;
}
/** An integer from `min` to `max`, both included. */
export declare function integer(min: number, max: number, placeholder?: string): ValueType<number>;
/** A number of bytes from `min` to `max`, written as Redis writes sizes: `64kb`, `256mb`, `1gb` or a plain number. */
export declare function byteSize(min: number, max: number): ValueType<number>;
/** `bytes` in the largest unit that it is a whole number of, for people: `256mb`. */
export declare function formatBytes(bytes: number): string;
/** Text that matches the pattern or passes the test, which `allowed` puts into words. */
export declare function text(rule: RegExp | ((value: string) => boolean), allowed: string, placeholder: string): ValueType<string>;
/** One of `choices`, in any mix of cases. */
export declare function choice<const Choice extends string>(...choices: readonly Choice[]): ValueType<Choice>;
/** Addresses of members to join, each as `parseJoinAddress` reads it. */
export declare function joinAddresses(): ValueType<readonly string[]>;
