import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createNode, type HearsayNode, type NodeOptions } from '../../lib/index.ts';
import { agree, busOf, eventually, RawClient, startCluster, stopAll } from './harness.ts';

const ANSWER = /^(\+OK|\$1\r\nx|\$-1|-CLUSTERDOWN .*|-OUTCOMEUNKNOWN .*)\r\n$/;
const QUIET: Partial<NodeOptions> = { port: 0, logLevel: 'silent' };

describe('the life of a node', () => {
  const nodes: HearsayNode[] = [];

  afterEach(() => stopAll(nodes.splice(0)));

  function create(options: Partial<NodeOptions> = {}): HearsayNode {
    const node = createNode({ ...QUIET, ...options });
    nodes.push(node);
    return node;
  }

  async function cluster(count: number, options: Partial<NodeOptions> = {}): Promise<HearsayNode[]> {
    const started = await startCluster(count, options);
    nodes.push(...started);
    return started;
  }

  function clientOf(node: HearsayNode): Promise<RawClient> {
    return RawClient.connect(node.address().clientPort);
  }

  async function isOpen(port: number): Promise<boolean> {
    const socket = net.connect({ port, host: '127.0.0.1' });
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    }).then((open) => {
      socket.destroy();
      return open as boolean;
    });
  }

  describe('stop', () => {
    it('while it starts leaves nothing open', async () => {
      const node = create();
      const starting = node.start();
      const ports: number[] = [];
      await eventually(() => node.address().clientPort > 0);
      ports.push(node.address().clientPort);
      await node.stop();
      await starting;
      const { clientPort, shardPort } = node.address();
      expect([clientPort, shardPort]).to.deep.equal([0, 0]);
      expect(await isOpen(ports[0] as number)).to.equal(false);
    });

    it('while it looks for somebody to join does not wait for that', async () => {
      const node = create({ join: ['127.0.0.1:1@2'], ttlMs: 60_000 });
      const starting = node.start();
      await eventually(() => node.address().busPort > 0);
      await node.stop();
      await starting;
    });

    it('may come twice, and before start, which is refused then', async () => {
      const node = create();
      await Promise.all([node.stop(), node.stop()]);
      await node.stop();
      const error = await node.start().catch((reason: Error) => reason.message);
      expect(error).to.equal('the node was stopped');
    });

    it('by SHUTDOWN closes the clients and says so', async () => {
      const node = create();
      await node.start();
      const client = await clientOf(node);
      const stopped = once(node, 'stopped');
      client.socket.write('SHUTDOWN\r\nPING\r\n');
      await stopped;
      await eventually(() => client.closed);
    });

    it('of all members at once waits for none of them, and answers what has arrived', async () => {
      const [first, second] = (await cluster(2)) as [HearsayNode, HearsayNode];
      // Commands that read and that write are under way throughout, wherever the two have got to.
      const ask = async (client: RawClient): Promise<void> => {
        for (let i = 0; ; i++) {
          const keys = Array.from({ length: 20 }, (_, k) => `key:${(20 * i + k) % 500}`);
          const commands = keys.flatMap((key) => [
            ['SET', key, 'x'],
            ['GET', key],
          ]);
          for (const reply of await client.pipeline(...commands)) expect(reply).to.match(ANSWER);
        }
      };
      const clients = await Promise.all([first, second, first, second].map(clientOf));
      const asking = Promise.all(clients.map((client) => ask(client))).catch((error: Error) => error.message);
      const startedMs = performance.now();
      await Promise.all([first.stop(), second.stop()]);
      expect(performance.now() - startedMs).to.be.below(1500);
      expect(await asking).to.match(/^closed after \d+ of 40 replies$/);
    });
  });

  describe('start', () => {
    it('that finds a port in use leaves nothing open, and may be tried again', async () => {
      const blocker = net.createServer();
      blocker.listen(0, '127.0.0.1');
      await once(blocker, 'listening');
      const { port: shardPort } = blocker.address() as net.AddressInfo;
      const dir = mkdtempSync(join(tmpdir(), 'hearsay-lifecycle-'));
      const node = create({ shardPort, dir });
      const error = await node.start().catch((reason: NodeJS.ErrnoException) => reason);
      expect(error).to.include({ code: 'EADDRINUSE', port: shardPort });
      expect(node.address().clientPort).to.equal(0);
      blocker.close();
      await once(blocker, 'close');
      await node.start();
      const client = await clientOf(node);
      expect(await client.call('PING')).to.equal('+PONG\r\n');
      client.close();
      // Where the system tells who runs with the folder, it is this process.
      if (process.platform === 'linux') expect(readdirSync(dir)).to.include('process');
      await node.stop();
      expect(readdirSync(dir)).to.deep.equal(['member']);
      rmSync(dir, { recursive: true });
    });

    it('a second time is refused', async () => {
      const node = create();
      await node.start();
      const error = await node.start().catch((reason: Error) => reason.message);
      expect(error).to.equal('the node was started already');
    });
  });

  it('serves alone, with what clients asked meanwhile, when nobody answers it within ttl', async () => {
    const node = create({ join: ['127.0.0.1:1@2'], hfMs: 40, ttlMs: 400 });
    const starting = node.start();
    await eventually(() => node.address().busPort > 0);
    const client = await clientOf(node);
    const replies = client.pipeline(['SET', 'k', 'x'], ['PING'], ['GET', 'k']);
    expect(node.owners()).to.deep.equal([]);
    await starting;
    expect(await replies).to.deep.equal(['+OK\r\n', '+PONG\r\n', '$1\r\nx\r\n']);
    client.close();
  });

  describe('CLUSTER RESET', () => {
    it('makes it a cluster of one, SOFT with its id and HARD with a new one, that can be met again', async () => {
      const [first, second] = (await cluster(2)) as [HearsayNode, HearsayNode];
      const client = await clientOf(second);
      let id = second.id;
      for (const mode of ['SOFT', 'HARD']) {
        expect(await client.call('CLUSTER', 'RESET', mode)).to.equal('+OK\r\n');
        expect(second.id === id).to.equal(mode === 'SOFT');
        id = second.id;
        await eventually(() => second.owners().length === 1 && first.owners().length === 1);
        expect(await client.call('SET', 'k', 'x')).to.equal('+OK\r\n');
        expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
        const { host, clientPort, busPort } = first.address();
        expect(await client.call('CLUSTER', 'MEET', host, `${clientPort}`, `${busPort}`)).to.equal('+OK\r\n');
        await agree([first, second]);
      }
      client.close();
    });

    it('brings nothing of a FLUSHALL in the former cluster to the one that it meets then', async () => {
      const [, second] = (await cluster(2)) as [HearsayNode, HearsayNode];
      const third = create();
      await third.start();
      const [client, other] = [await clientOf(second), await clientOf(third)];
      for (let n = 0; n < 50; n++) await other.call('SET', `key:${n}`, 'x');
      expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
      expect(await client.call('CLUSTER', 'RESET')).to.equal('+OK\r\n');
      const { host, clientPort, busPort } = third.address();
      expect(await client.call('CLUSTER', 'MEET', host, `${clientPort}`, `${busPort}`)).to.equal('+OK\r\n');
      await agree([second, third]);
      for (const asked of [client, other]) {
        for (let n = 0; n < 50; n++)
          expect(await asked.call('GET', `key:${n}`), `key:${n}`).to.equal('$1\r\nx\r\n');
        asked.close();
      }
    });

    it('several times at once, and with a stop, ends in order', async () => {
      const node = create();
      await node.start();
      const client = await clientOf(node);
      const replies = await client.pipeline(
        ['CLUSTER', 'RESET'],
        ['CLUSTER', 'RESET', 'HARD'],
        ['PING'],
        ['CLUSTER', 'RESET'],
      );
      expect(replies).to.deep.equal(['+OK\r\n', '+OK\r\n', '+PONG\r\n', '+OK\r\n']);
      expect(await client.call('SET', 'k', 'x')).to.equal('+OK\r\n');
      await client.call('DEL', 'k');
      client.socket.write('CLUSTER RESET\r\nCLUSTER RESET\r\n');
      await node.stop();
    });
  });

  describe('a node that was forgotten', () => {
    it('refuses commands for keys at once, until it is met', async () => {
      const [first, second] = (await cluster(2)) as [HearsayNode, HearsayNode];
      const client = await clientOf(second);
      const other = await clientOf(first);
      expect(await other.call('CLUSTER', 'FORGET', second.id)).to.equal('+OK\r\n');
      await eventually(() => second.owners().length === 0);
      const startedMs = performance.now();
      const down = '-CLUSTERDOWN Hash slot not served\r\n';
      const replies = await client.pipeline(['GET', 'a'], ['PING'], ['MSET', 'a', '1', 'b', '2']);
      expect(replies).to.deep.equal([down, '+PONG\r\n', down]);
      expect(performance.now() - startedMs).to.be.below(1000);
      const { host, clientPort, busPort } = second.address();
      expect(await other.call('CLUSTER', 'MEET', host, `${clientPort}`, `${busPort}`)).to.equal('+OK\r\n');
      await agree([first, second]);
      expect(await client.call('SET', 'a', '1')).to.equal('+OK\r\n');
      client.close();
      other.close();
    });
  });

  it('is joined through any member', async () => {
    const [, second] = (await cluster(2)) as [HearsayNode, HearsayNode];
    const third = create({ join: [busOf(second)] });
    await third.start();
    await eventually(() => third.owners().length === 3);
  });
});
