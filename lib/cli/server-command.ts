/**
 * `hearsay server`: one node in this process, until a signal or the SHUTDOWN command stops it. Under a parent with an
 * IPC channel (`hearsay cluster`) it reports to it, and stops when the parent is gone.
 */
import type { NodeOptions } from '../config/options.ts';
import { ConfigError } from '../config/resolve.ts';
import { createLogger, type Logger } from '../observe/logger.ts';
import { VERSION } from '../version.ts';
import { compileAhead } from './compile-ahead.ts';
import { EXIT_ADDRESS, EXIT_CUT_SHORT, EXIT_FAILED, EXIT_OK, type ExitCode } from './exit-codes.ts';
import type { CreateNode, MembershipEvent, NodeAddress, NodeHandle } from './node-handle.ts';
import { explainListenError, PortError } from './ports.ts';
import { onStopSignals } from './stop-signals.ts';

/** What a server tells the parent that forked it. */
export type ServerReport =
  | { readonly type: 'ready'; readonly address: NodeAddress }
  | { readonly type: 'membership'; readonly event: MembershipEvent }
  | { readonly type: 'handoff'; readonly text: string };

/**
 * How long nothing may be heard of a node that leaves. While it hands its keys over it reports more often than that, and
 * itself gives up when they do not move for `handoff-timeout`.
 */
export const STOP_LIMIT_MS = 5000;

/** Resolves when the node has stopped. Throws ConfigError if the node refuses the options. */
export async function runServer(options: NodeOptions, createNode: CreateNode): Promise<ExitCode> {
  const logger = createLogger(options);
  const node = createNode(options, logger);
  const { ended, isStopping } = watch(node, logger);
  const started = node
    .start(() => {
      const copiedKeys = compileAhead(options);
      logger.debug({ copiedKeys }, 'code for a join is compiled');
    })
    .then(
      () => {
        if (isStopping()) return ended;
        const address = node.address();
        logger.info({ id: node.id, ...address, version: VERSION }, 'ready');
        report({ type: 'ready', address });
        return ended;
      },
      (error: unknown) => (isStopping() ? ended : refuse(error, options, logger)),
    );
  return Promise.race([ended, started]);
}

function refuse(error: unknown, options: NodeOptions, logger: Logger): ExitCode {
  if (error instanceof ConfigError) throw error;
  const explained = explainListenError(error, options);
  if (explained instanceof PortError) {
    logger.fatal(explained.message);
    return EXIT_ADDRESS;
  }
  logger.fatal({ err: error }, 'cannot start');
  return EXIT_FAILED;
}

/** Stops the node at a signal and passes on what it reports. */
function watch(node: NodeHandle, logger: Logger): { ended: Promise<ExitCode>; isStopping: () => boolean } {
  let isStopping = false;
  const ended = new Promise<ExitCode>((resolve) => {
    let limit: NodeJS.Timeout | undefined;
    const waitOn = (): void => {
      clearTimeout(limit);
      limit = setTimeout(() => {
        logger.error(`leaving made no progress for ${STOP_LIMIT_MS} ms`);
        resolve(EXIT_CUT_SHORT);
      }, STOP_LIMIT_MS).unref();
    };
    const stop = (why: string): void => {
      if (isStopping) {
        logger.warn(`${why}: exiting at once`);
        resolve(EXIT_CUT_SHORT);
        return;
      }
      isStopping = true;
      logger.info(`${why}: leaving the cluster`);
      waitOn();
      node.stop().then(
        () => resolve(EXIT_OK),
        (error: unknown) => {
          logger.fatal({ err: error }, 'cannot stop in order');
          resolve(EXIT_FAILED);
        },
      );
    };
    onStopSignals(['SIGTERM', 'SIGINT'], stop);
    // As redis-server does: what ends a terminal's session, or rotates logs, must not end a node without its handing over.
    process.on('SIGHUP', () =>
      logger.info('SIGHUP: nothing to do; SIGTERM stops, CONFIG SET changes options'),
    );
    const onOrphaned = (): void => {
      if (!isStopping) stop('the parent process is gone');
    };
    process.once('disconnect', onOrphaned);
    // It may have gone while this process loaded its code, when nobody listened.
    if (process.connected === false) onOrphaned();
    node.on('membership', ({ type, member, reason }) => {
      const { id, name, host, clientPort } = member;
      report({ type: 'membership', event: { type, member: { id, name, host, clientPort }, reason } });
    });
    node.on('handoff', ({ text }) => {
      if (isStopping) waitOn();
      report({ type: 'handoff', text });
    });
    node.on('stopped', () => {
      if (!isStopping) logger.info('stopped by SHUTDOWN');
      resolve(EXIT_OK);
    });
    node.on('fatal', (error) => {
      logger.fatal({ err: error }, 'cannot go on');
      resolve(EXIT_FAILED);
    });
  });
  return { ended, isStopping: () => isStopping };
}

function report(message: ServerReport): void {
  // A parent that is going away closes the channel; `disconnect` follows, and there is nothing else to do.
  if (process.connected) process.send?.(message, () => {});
}
