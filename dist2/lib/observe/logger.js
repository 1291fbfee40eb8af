/**
 * The log of a process, through pino: lines for people on a terminal, one JSON object a line otherwise. Written
 * synchronously, so that the last lines before an exit are never lost.
 */
import { pino, stdTimeFunctions } from 'pino';
import { prettyFactory } from 'pino-pretty';
const STDOUT = 1;
/**
 * A logger to standard output, or to `target`. Its level may be changed at any time by setting `level`; the loggers
 * that `child` has made before keep theirs.
 */
export function createLogger({ logLevel, logFormat }, target = { to: STDOUT, isTerminal: process.stdout.isTTY === true }) {
    const isHuman = logFormat === 'human' || (logFormat === 'auto' && target.isTerminal);
    const options = {
        level: logLevel,
        base: { pid: process.pid },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
    };
    const lines = typeof target.to === 'number' ? pino.destination({ dest: target.to, sync: true }) : target.to;
    return pino(options, isHuman ? humanLines(lines, target.isTerminal) : lines);
}
/** pino-pretty as a plain function: its stream would hold lines back until a later turn of the event loop. */
function humanLines(lines, colorize) {
    const prettify = prettyFactory({
        colorize,
        ignore: 'pid',
        singleLine: true,
        translateTime: 'SYS:HH:MM:ss.l',
    });
    return { write: (line) => lines.write(prettify(line)) };
}
//# sourceMappingURL=logger.js.map