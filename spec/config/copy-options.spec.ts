import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { tooManyAcks } from '../../lib/config/copy-options.ts';
import { createNode } from '../../lib/node.ts';
import { createLogger } from '../../lib/observe/logger.ts';
import { freePorts } from '../cli/program.ts';

describe('tooManyAcks', () => {
  it('says what min-acks does that is above replicas, and nothing of one that is not', () => {
    expect(tooManyAcks({ minAcks: 0, replicas: 0 })).to.equal(undefined);
    expect(tooManyAcks({ minAcks: 2, replicas: 2 })).to.equal(undefined);
    expect(tooManyAcks({ minAcks: 2, replicas: 1 })).to.equal(
      'min-acks 2 is above replicas 1: writes wait for 1',
    );
    expect(tooManyAcks({ minAcks: 1, replicas: 0 })).to.contain('there are no copies');
  });

  it('is logged at the start and when CONFIG SET sets it', async () => {
    const logged: string[] = [];
    const to = { write: (line: string) => logged.push(line) };
    const logger = createLogger({ logLevel: 'warn', logFormat: 'json' }, { to, isTerminal: false });
    const port = await freePorts(1);
    const node = createNode({ port, minAcks: 2 }, logger);
    const warned = (): string[] => logged.map((line) => JSON.parse(line).msg);
    await node.start();
    try {
      expect(warned()).to.deep.equal([tooManyAcks({ minAcks: 2, replicas: 1 })]);
      const socket = connect(port, '127.0.0.1');
      for (const command of ['hf 150', 'min-acks 1', 'min-acks 3']) {
        socket.write(`CONFIG SET ${command}\r\n`);
        const [reply] = await once(socket, 'data');
        expect(String(reply)).to.equal('+OK\r\n');
      }
      socket.destroy();
      expect(warned().slice(1)).to.deep.equal([tooManyAcks({ minAcks: 3, replicas: 1 })]);
    } finally {
      await node.stop();
    }
  });
});
