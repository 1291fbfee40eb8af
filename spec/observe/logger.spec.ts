import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { NodeOptions } from '../../lib/config/options.ts';
import { createLogger, type Logger } from '../../lib/observe/logger.ts';

describe('createLogger', () => {
  const collect = (logFormat: NodeOptions['logFormat'], isTerminal: boolean): [Logger, string[]] => {
    const lines: string[] = [];
    const to = { write: (line: string) => lines.push(line) };
    return [createLogger({ logLevel: 'info', logFormat }, { to, isTerminal }), lines];
  };

  it('writes one JSON object a line where no terminal is', () => {
    const [logger, lines] = collect('auto', false);
    logger.info({ port: 1 }, 'ready');
    expect(lines).to.have.length(1);
    expect(JSON.parse(lines[0] as string)).to.include({
      level: 'info',
      pid: process.pid,
      port: 1,
      msg: 'ready',
    });
    expect(JSON.parse(lines[0] as string).time).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('writes lines for people on a terminal, and where it is told to', () => {
    for (const [format, isTerminal] of [
      ['auto', true],
      ['human', false],
    ] as const) {
      const [logger, lines] = collect(format, isTerminal);
      logger.warn({ port: 1 }, 'slow');
      expect(lines.join('')).to.match(/^\[\d\d:\d\d:\d\d\.\d{3}\] .*WARN.*slow.*\n$/);
    }
  });

  it('writes JSON on a terminal if told so', () => {
    const [logger, lines] = collect('json', true);
    logger.info('x');
    expect(JSON.parse(lines[0] as string).msg).to.equal('x');
  });

  it('goes on where lines cannot be written, as on a full disk', () => {
    // Writes to it fail.
    const descriptor = openSync(fileURLToPath(import.meta.url), 'r');
    const to = { to: descriptor, isTerminal: false };
    for (const logFormat of ['json', 'human'] as const) {
      const logger = createLogger({ logLevel: 'info', logFormat }, to);
      expect(() => logger.info('x')).to.not.throw();
      expect(() => logger.info('y')).to.not.throw();
    }
    closeSync(descriptor);
  });

  it('follows a change of its level', () => {
    const [logger, lines] = collect('json', false);
    logger.debug('hidden');
    logger.level = 'debug';
    logger.debug('shown');
    logger.level = 'silent';
    logger.fatal('hidden');
    expect(lines.map((line) => JSON.parse(line).msg)).to.deep.equal(['shown']);
  });
});
