/** Drives the parser and the scanner over chunks, for the specs of this folder. Bytes are written as latin1 strings. */
import type { RequestLimits } from '../../lib/resp/limits.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { ReplyScanner } from '../../lib/resp/reply-scanner.ts';
export declare function bytes(text: string): Buffer;
export declare function oneByOne(text: string): Buffer[];
/** `text` cut after each of `lengths` in turn, and the rest. */
export declare function split(text: string, lengths: readonly number[]): Buffer[];
/** A command as a client library sends it. */
export declare function multibulk(...args: readonly string[]): string;
export interface Parsed {
    /** The arguments of each command. */
    readonly commands: string[][];
    /** The raw bytes of each command. */
    readonly raw: string[];
    readonly error: string;
}
/** What a parser makes of `chunks`, each parsed before the next is pushed. */
export declare function parse(chunks: readonly Buffer[], limits?: RequestLimits, parser?: RequestParser): Parsed;
export interface Scanned {
    /** The raw bytes of each reply, and whether it is an error. */
    readonly replies: [raw: string, isError: boolean][];
    readonly error: string;
}
export declare function scan(chunks: readonly Buffer[], scanner?: ReplyScanner): Scanned;
