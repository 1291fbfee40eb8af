/**
 * The log of a process, through pino: lines for people on a terminal, one JSON object a line otherwise. Written
 * synchronously, so that the last lines before an exit are never lost.
 */
import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { NodeOptions } from '../config/options.ts';

export type { Logger } from 'pino';

const STDOUT = 1;
const KEPT_BYTES = 64 * 1024;

/** Where log lines go: a file descriptor or a stream, and whether people read it. */
export interface LogTarget {
  readonly to: number | DestinationStream;
  readonly isTerminal: boolean;
}

/**
 * A logger to standard output, or to `target`. Its level may be changed at any time by setting `level`; the loggers
 * that `child` has made before keep theirs.
 */
export function createLogger(
  { logLevel, logFormat }: Pick<NodeOptions, 'logLevel' | 'logFormat'>,
  target: LogTarget = { to: STDOUT, isTerminal: process.stdout.isTTY === true },
): Logger {
  const isHuman = logFormat === 'human' || (logFormat === 'auto' && target.isTerminal);
  const options = {
    level: logLevel,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const lines = typeof target.to === 'number' ? descriptorLines(target.to) : target.to;
  return pino(options, isHuman ? humanLines(lines, target.isTerminal) : lines);
}

/** A full disk must not end a node: lines that cannot be written wait for the next one, KEPT_BYTES of them at most, and the rest is lost. */
function descriptorLines(descriptor: number): DestinationStream {
  const lines = pino.destination({ dest: descriptor, sync: true, maxLength: KEPT_BYTES });
  lines.on('error', () => {});
  return lines;
}

/**
 * pino-pretty as a plain function: its stream would hold lines back until a later turn of the event loop. It is loaded here, as that takes
 * a tenth of the time in which a node starts.
 */
function humanLines(lines: DestinationStream, colorize: boolean): DestinationStream {
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
  const prettify = prettyFactory({
    colorize,
    ignore: 'pid',
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return { write: (line) => lines.write(prettify(line)) };
}
