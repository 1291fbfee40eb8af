/**
 * The log of a process, through pino: lines for people on a terminal, one JSON object a line otherwise. Written
 * synchronously, so that the last lines before an exit are never lost.
 */
import { type DestinationStream, type Logger } from 'pino';
import type { NodeOptions } from '../config/options.ts';
export type { Logger } from 'pino';
/** Where log lines go: a file descriptor or a stream, and whether people read it. */
export interface LogTarget {
    readonly to: number | DestinationStream;
    readonly isTerminal: boolean;
}
/**
 * A logger to standard output, or to `target`. Its level may be changed at any time by setting `level`; the loggers
 * that `child` has made before keep theirs.
 */
export declare function createLogger({ logLevel, logFormat }: Pick<NodeOptions, 'logLevel' | 'logFormat'>, target?: LogTarget): Logger;
