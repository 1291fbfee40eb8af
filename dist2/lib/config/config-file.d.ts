/**
 * The text of a config file: `name value` lines as in redis.conf. A line whose first word begins with `#` is a
 * comment. A value may stand in double quotes, with the escapes \n \r \t \b \a \xHH \" \\, or in single quotes, with
 * \' only.
 */
/** One line that sets something. */
export interface Setting {
    /** Counted from 1. */
    readonly line: number;
    readonly name: string;
    readonly words: readonly string[];
}
/** A line that cannot be read. */
export interface BadLine {
    readonly line: number;
    readonly reason: string;
}
/** The settings of a config file's text in order, or the first line that is none. */
export declare function parseConfigFile(text: string): Setting[] | BadLine;
/**
 * The text with present values in it: lines of a name in `values` get its value, comments, order and all else stay.
 * An entry of `values` is one list of words for each line to write; names without a line are added at the end when
 * `appended` has them.
 */
export declare function rewriteConfigFile(text: string, values: ReadonlyMap<string, readonly (readonly string[])[]>, appended: ReadonlySet<string>): string;
