import { expect } from 'chai';
import { createNode } from '../../lib/node.ts';
import { createLogger } from '../../lib/observe/logger.ts';

describe('a node that finds none of those that it is to join', () => {
  const warnings = async (join: string[]): Promise<string[]> => {
    const lines: string[] = [];
    const to = { write: (line: string) => lines.push(line) };
    const logger = createLogger({ logLevel: 'warn', logFormat: 'json' }, { to, isTerminal: false });
    const node = createNode({ port: 0, hfMs: 20, ttlMs: 200, join }, logger);
    await node.start();
    await node.stop();
    return lines.map((line) => JSON.parse(line).event);
  };

  it('warns that it serves as a cluster of its own', async () => {
    expect(await warnings(['127.0.0.1:1@1'])).to.deep.equal(['alone']);
  });

  it('has nothing to warn of when it finds one, or is to join none', async () => {
    const other = createNode({ port: 0, hfMs: 20, ttlMs: 200, logLevel: 'silent' });
    await other.start();
    try {
      const { host, clientPort, busPort } = other.address();
      expect(await warnings([`${host}:${clientPort}@${busPort}`])).to.deep.equal([]);
    } finally {
      await other.stop();
    }
    expect(await warnings([])).to.deep.equal([]);
  });
});
