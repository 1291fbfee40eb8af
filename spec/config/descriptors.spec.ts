import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import {
  checkRoomForClients,
  descriptorLimit,
  roomForClients,
  withRoomForClients,
} from '../../lib/config/descriptors.ts';
import { resolveOptions } from '../../lib/config/resolve.ts';
import { RawClient } from '../cluster/harness.ts';

describe('room for clients', () => {
  it('follows from the limit that counts now', () => {
    const line =
      'Max processes 1 1 processes\nMax open files            1024                 524288               files\n';
    expect(descriptorLimit(line)).to.equal(1024);
    expect(descriptorLimit('Max open files   unlimited   unlimited   files')).to.equal(
      Number.POSITIVE_INFINITY,
    );
    expect(descriptorLimit('')).to.equal(Number.POSITIVE_INFINITY);
  });

  it('leaves descriptors for members and for what each shard has open', () => {
    expect(roomForClients(1, 256)).to.equal(136);
    expect(roomForClients(4, 256)).to.equal(64);
    expect(roomForClients(1, 65_536)).to.equal(65_536 - 1024 - 56);
    expect(roomForClients(1, 40)).to.equal(1);
    expect(roomForClients(1, Number.POSITIVE_INFINITY)).to.equal(Number.POSITIVE_INFINITY);
  });

  it('lowers maxclients with a warning, and only where it has to', () => {
    const warnings: string[] = [];
    const log = { warn: (text: string) => warnings.push(text) };
    const lowered = (maxClients: number): number =>
      withRoomForClients(resolveOptions({ maxClients }), log, 256).maxClients;
    expect(lowered(136)).to.equal(136);
    expect(warnings).to.deep.equal([]);
    expect(lowered(137)).to.equal(136);
    expect(warnings.join()).to.match(/^maxclients 137 is lowered to 136: .* 256 open files/);
    expect(() => checkRoomForClients({ maxClients: 136, shards: 1 }, 256)).not.to.throw();
    expect(() => checkRoomForClients({ maxClients: 137, shards: 1 }, 256)).to.throw(
      ConfigError,
      '136 clients',
    );
  });
});

(process.platform === 'linux' ? describe : describe.skip)('a node with few descriptors', function () {
  this.timeout(30_000);
  const nodes: NodeProcess[] = [];
  const clients: RawClient[] = [];

  after(async () => {
    for (const client of clients) client.close();
    for (const node of nodes) await node.kill();
  });

  it('tells clients that there are too many, and still lets a member join', async () => {
    const limited = ['sh', '-c', 'ulimit -n 200; exec "$@"', 'sh'];
    const node = await NodeProcess.startBy(limited, []);
    nodes.push(node);
    expect(
      node.log.filter(({ level, msg }) => level === 'warn' && msg.startsWith('maxclients')),
    ).to.have.length(1);
    while (clients.length < 250) clients.push(await RawClient.connect(node.port));
    const replies = await Promise.all(clients.map((client) => client.call('PING')));
    expect(replies.filter((reply) => reply === '+PONG\r\n')).to.have.length(roomForClients(1, 200));
    expect(replies.at(-1)).to.equal('-ERR max number of clients reached\r\n');
    const [first] = clients;
    expect(await first?.call('CONFIG', 'SET', 'maxclients', '1000')).to.match(
      /^-ERR CONFIG SET failed .* room for 94 clients/,
    );
    nodes.push(await NodeProcess.start('--join', node.joinAddress));
    expect(await first?.call('CLUSTER', 'CONVERGED', '5000')).to.equal(':2\r\n');
  });
});
