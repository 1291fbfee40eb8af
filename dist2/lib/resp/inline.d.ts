/**
 * Inline commands: a line of words, for people with telnet. Split by the rules of Redis's sdssplitargs (sds.c), and rewritten as
 * the multibulk that a client library would have sent, so that everything behind the parser knows one form only.
 *
 * - Words are separated by white space.
 * - Between double quotes `\n \r \t \b \a` and `\xHH` stand for one byte, and `\` before anything else for that itself.
 * - Between single quotes only `\'` is an escape.
 * - Quotes may begin inside a word; where they end the word ends, and white space or the line's end must follow.
 */
import type { Request } from './request.ts';
/**
 * Reads the inline command in `[start, end)` of `line`, its line end not included, into `request`: as a multibulk in memory of
 * its own, without any argument if the line is blank. False if its quotes are unbalanced. For the cold path: it allocates.
 */
export declare function readInline(line: Buffer, start: number, end: number, request: Request): boolean;
