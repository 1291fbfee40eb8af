import { expect } from 'chai';
import { FakePeer } from '../cluster/fake-peer.ts';
import { eventually } from '../cluster/harness.ts';
import { Rig } from '../cluster/rig.ts';

describe('the dispatcher', () => {
  it('disconnects a browser that was made to send a command in an HTTP request', () => {
    for (const first of ['POST / HTTP/1.1', 'Host: localhost:6379', 'hOsT:']) {
      const rig = new Rig();
      rig.setMap(1, ['me']);
      const client = rig.connect();
      client.receive(`${first}\r\nSET k evil\r\n`);
      expect([client.destroyed, client.text]).to.deep.equal([true, '']);
      expect([rig.node.keyspace.size, rig.httpClients, rig.node.stats.protocolErrors]).to.deep.equal([
        0,
        ['127.0.0.1:50000'],
        1,
      ]);
    }
  });

  it('ends the connection whose command cannot be routed for a defect, and no other', () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    const other = rig.connect();
    const { router } = rig.dispatcher;
    const route = router.route.bind(router);
    router.route = (origin, command, request, reply) => {
      if (command.fullName === 'echo') throw new Error('a defect');
      return route(origin, command, request, reply);
    };
    client.receive('PING\r\nECHO x\r\nSET k 1\r\n');
    other.receive('PING\r\n');
    expect([client.destroyed, other.text, rig.node.keyspace.size]).to.deep.equal([true, '+PONG\r\n', 0]);
    expect(rig.defects.map(String)).to.deep.equal(['Error: a defect']);
  });

  it('counts connected clients, and error replies by their code', async () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    const other = rig.connect('shard');
    const peer = rig.connect('shard');
    expect(rig.connections.clientCount).to.equal(3);
    peer.receive(`PEER HELLO 1 ${'b'.repeat(40)} ${'a'.repeat(40)}\r\n`);
    expect(rig.connections.clientCount).to.equal(2);
    other.receive('MGET a b\r\nNOSUCH\r\n');
    client.receive('NOSUCH\r\n*1\r\n!\r\n');
    expect([...rig.node.stats.errorsByCode]).to.deep.equal([
      ['CROSSSLOT', 1],
      ['ERR', 3],
    ]);
    client.destroy();
    peer.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.connections.clientCount).to.equal(1);
  });

  it('answers an error and goes on when a handler fails', () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    Object.defineProperty(rig.node.keyspace, 'size', {
      get() {
        throw new Error('broken');
      },
    });
    client.receive('DBSIZE\r\nPING\r\n');
    expect(client.text).to.equal('-ERR internal error\r\n+PONG\r\n');
    expect(rig.defects.map(String)).to.deep.equal(['Error: broken']);
  });

  it('drops what a handler has written before it fails', () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    let lookups = 0;
    const { keyspace } = rig.node;
    const find = keyspace.find.bind(keyspace);
    keyspace.find = (...args) => {
      if (++lookups === 2) throw new Error('broken');
      return find(...args);
    };
    client.receive('SET a x\r\nMGET a a a\r\nGET a\r\n');
    expect(client.text).to.equal('+OK\r\n-ERR internal error\r\n$1\r\nx\r\n');
  });

  it('counts the calls of each command, those that it refused, and those that failed', () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    const counts = (): object => Object.fromEntries(rig.node.stats.commands.byName());
    client.receive('SET k v\r\nget k\r\nGET\r\nINCR k\r\nNOSUCH\r\nCLIENT NOSUCH\r\nCLIENT ID\r\n');
    rig.connect('shard').receive('MGET a b\r\n');
    expect(counts()).to.deep.equal({
      'client|id': { calls: 1, rejected: 0, failed: 0 },
      get: { calls: 1, rejected: 1, failed: 0 },
      mget: { calls: 0, rejected: 1, failed: 0 },
      set: { calls: 1, rejected: 0, failed: 0 },
      incr: { calls: 1, rejected: 0, failed: 1 },
    });
    client.receive('CONFIG RESETSTAT\r\n');
    expect(counts()).to.deep.equal({ 'config|resetstat': { calls: 1, rejected: 0, failed: 0 } });
    rig.close();
  });

  it('counts a call as failed whose error comes later', async () => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    const client = rig.connect();
    rig.node.configOutcome = 'there is no file';
    client.receive('CONFIG REWRITE\r\n');
    await eventually(() => client.text === '-ERR there is no file\r\n');
    expect([...rig.node.stats.commands.byName()]).to.deep.equal([
      ['config|rewrite', { calls: 1, rejected: 0, failed: 1 }],
    ]);
    rig.close();
  });

  it('counts a call that it passes on, and what the other member answers fails there', async () => {
    const peer = await FakePeer.listen('b'.repeat(40));
    const rig = new Rig();
    await rig.link(1, peer);
    rig.connect().receive('INCR k\r\n');
    expect([...rig.node.stats.commands.byName()]).to.deep.equal([
      ['incr', { calls: 1, rejected: 0, failed: 0 }],
    ]);
    rig.close();
  });
});
