import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { clusterNodeOptions, serverFlags } from '../../lib/cli/cluster-command.ts';
import { eventLine, howToConnect } from '../../lib/cli/cluster-text.ts';
import { parseFlags } from '../../lib/cli/flags.ts';
import { optionFlags } from '../../lib/cli/help.ts';
import { checkPortsAreFree } from '../../lib/cli/ports.ts';
import { loadOptions } from '../../lib/config/load.ts';
import { OPEN_OPTION_KEYS } from '../../lib/config/options.ts';
import { ConfigError, resolveOptions } from '../../lib/config/resolve.ts';
import { freePorts, Program } from './program.ts';

const UP = /Membership events:/;

describe('clusterNodeOptions', () => {
  it('gives nodes ports one after the other, names and folders; they join the first', () => {
    const options = resolveOptions({ port: 7001, dir: '/data', join: ['far:1'], hfMs: 100 });
    const [first, second] = clusterNodeOptions({ nodeCount: 2, options });
    expect(first).to.deep.include({
      port: 7001,
      name: 'node-7001',
      dir: '/data/node-7001',
      join: ['far:1'],
      hfMs: 100,
    });
    expect(second).to.deep.include({ port: 7002, name: 'node-7002', join: ['127.0.0.1:7001', 'far:1'] });
  });

  it('leaves room for the ports of all shards', () => {
    const options = resolveOptions({ port: 7001, shards: 3 });
    const all = clusterNodeOptions({ nodeCount: 3, options });
    expect(all.map((node) => [node.port, node.shardPort, node.shards])).to.deep.equal([
      [7001, 8001, 3],
      [7002, 8004, 3],
      [7003, 8007, 3],
    ]);
  });

  it('refuses ports out of range', () => {
    const options = resolveOptions({ port: 55_534 });
    expect(() => clusterNodeOptions({ nodeCount: 3, options })).to.throw('--port: the bus port');
    const any = resolveOptions({ port: 0 });
    expect(() => clusterNodeOptions({ nodeCount: 3, options: any })).to.throw(ConfigError, '--port 0');
  });

  it('makes options into flags that say the same', () => {
    const all = [
      { port: 7001, name: 'a', join: ['a:1', 'b:2'], maxClients: 7, logLevel: 'warn' as const },
      // As without a profile, but not as with this one.
      { profile: 'wan' as const, hfMs: 200, ttlMs: 2000 },
      { profile: 'local' as const },
    ];
    for (const options of all.map((given) => resolveOptions(given))) {
      const flags = parseFlags(serverFlags(options), optionFlags(OPEN_OPTION_KEYS));
      expect(loadOptions(flags, {})).to.deep.equal(options);
    }
  });

  it('shows the address that nodes on every interface announce, and has them join each other on this machine', () => {
    const options = resolveOptions({ port: 7001, host: '0.0.0.0', announceHost: '10.0.0.7' });
    const nodes = clusterNodeOptions({ nodeCount: 2, options });
    expect(nodes[1]?.join).to.deep.equal(['127.0.0.1:7001']);
    const lines = howToConnect(nodes.map((node) => ({ options: node, pid: 1 })));
    expect(lines.join('\n')).to.contain('redis-cli -h 10.0.0.7 -p 7001').and.not.to.contain('0.0.0.0');
  });
});

describe('eventLine', () => {
  it('says when, who noticed, and what about whom', () => {
    const member = { id: 'ab'.repeat(20), name: 'n3', host: '127.0.0.1', clientPort: 7003 };
    const at = new Date(2030, 0, 1, 9, 5, 3, 7);
    const event = { type: 'failed', member, reason: 'silent for 1700 ms' };
    expect(eventLine('n1', event, at)).to.equal(
      '09:05:03.007  n1: n3 failed (127.0.0.1:7003, abababab): silent for 1700 ms',
    );
  });
});

describe('hearsay cluster', () => {
  it('names a flag of its own where a port that follows from it is out of range', async () => {
    const program = new Program(['cluster', '--port', '65530']);
    expect(await program.ended()).to.equal(2);
    expect(program.errors).to.match(/^hearsay: --port: the shard port that follows from the client port/);
  });

  it('shows how to connect, the nodes and their events, and stops them all at Ctrl-C', async () => {
    const port = await freePorts(2);
    // Ports of a variable must not reach every node alike.
    const environment = { HEARSAY_SHARD_PORT: String(port + 1000) };
    const cluster = new Program(['cluster', '--nodes', '2', '--port', String(port)], environment);
    await cluster.prints(UP);
    await cluster.prints(/node-\d+: other joined/);
    expect(cluster.output).to.contain(`redis-cli -h 127.0.0.1 -p ${port}\n`);
    expect(cluster.output).to.contain(`new Redis({ host: '127.0.0.1', port: ${port} })`);
    expect(cluster.output).to.contain(
      `new Redis.Cluster([{ host: '127.0.0.1', port: ${port + 1000} }, { host: '127.0.0.1', port: ${port + 1001} }])`,
    );
    expect(cluster.output).to.match(
      new RegExp(`node-${port + 1}\\s+${port + 1}\\s+${port + 1001}\\s+${port + 10_001}\\s+\\d+\n`),
    );
    cluster.process.kill('SIGINT');
    expect(await cluster.ended()).to.equal(0);
    expect(cluster.output).to.contain('SIGINT: stopping 2 nodes');
    for (const each of [port, port + 1]) {
      expect(cluster.output).to.match(new RegExp(`^\\d\\d:.* node-${each}: has handed over$`, 'm'));
    }
    for (const each of [port, port + 1]) {
      expect(
        await checkPortsAreFree({ host: '127.0.0.1', port: each, shardPort: 0, busPort: 0, shards: 1 }),
      ).to.equal(undefined);
    }
  });

  it('stops its nodes in order when its terminal is gone', async () => {
    const port = await freePorts(1);
    const cluster = new Program(['cluster', '--nodes', '1', '--port', String(port)]);
    await cluster.prints(UP);
    cluster.process.kill('SIGHUP');
    expect(await cluster.ended()).to.equal(0);
    expect(cluster.output).to.contain('SIGHUP: stopping 1 nodes').and.to.contain('has handed over');
  });

  it('reports a node that dies and goes on with the others', async () => {
    const port = await freePorts(2);
    const cluster = new Program(['cluster', '--nodes', '2', '--port', String(port)]);
    await cluster.prints(UP);
    const [, pid] = await cluster.prints(new RegExp(`node-${port} .* (\\d+)\n`));
    process.kill(Number(pid), 'SIGKILL');
    await cluster.prints(new RegExp(`node-${port} \\(pid ${pid}\\) was killed by SIGKILL; 1 left`));
    cluster.process.kill('SIGTERM');
    expect(await cluster.ended()).to.equal(0);
  });

  it('starts nothing when a port is in use, and names it', async () => {
    const port = await freePorts(3);
    const taken = createServer().listen(port + 2, '127.0.0.1');
    await once(taken, 'listening');
    const cluster = new Program(['cluster', '--port', String(port)]);
    expect(await cluster.ended()).to.equal(3);
    expect(cluster.errors).to.equal(
      `hearsay: client port ${port + 2} is in use; choose another with --port\n`,
    );
    expect(cluster.output).to.equal('');
    taken.close();
  });

  it('leaves no node behind when it is killed', async () => {
    const port = await freePorts(1);
    const cluster = new Program(['cluster', '--nodes', '1', '--port', String(port)]);
    await cluster.prints(UP);
    const closed = once(cluster.process, 'close');
    cluster.process.kill('SIGKILL');
    expect(await cluster.ended()).to.equal('SIGKILL');
    await closed;
    const ports = { host: '127.0.0.1', port, shardPort: 0, busPort: 0, shards: 1 };
    expect(await checkPortsAreFree(ports)).to.equal(undefined);
  });

  it('refuses a number of nodes that it cannot run', async () => {
    const cluster = new Program(['cluster', '--nodes', '0']);
    expect(await cluster.ended()).to.equal(2);
    expect(cluster.errors).to.equal('hearsay: --nodes 0: must be an integer from 1 to 100\n');
  });
});
