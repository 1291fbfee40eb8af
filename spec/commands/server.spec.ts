import { expect } from 'chai';
import { COMMANDS } from '../../lib/commands/table.ts';
import { type Client, FakeNode } from './harness.ts';

const OK = '+OK\r\n';

describe('server commands', () => {
  let node: FakeNode;
  let client: Client;

  beforeEach(() => {
    node = new FakeNode();
    client = node.connect();
  });

  const titles = (reply: string): string[] =>
    [...reply.matchAll(/^# (\w+)\r$/gm)].map((match) => match[1] as string);

  it('INFO has sections of fields, as many as asked for', () => {
    const all = client.run('INFO');
    expect(titles(all)).to.deep.equal([
      'Server',
      'Clients',
      'Memory',
      'Persistence',
      'Stats',
      'Replication',
      'CPU',
      'Modules',
      'Errorstats',
      'Cluster',
      'Keyspace',
      'Membership',
      'Hearsay',
    ]);
    const body = all.slice(all.indexOf('\r\n') + 2, -2);
    for (const line of body.split('\r\n')) expect(line).to.match(/^(# \w+|[a-z][\w]*:[^\r\n]*|)$/i);
    expect(titles(client.run('INFO', 'default', 'clients'))).to.deep.equal(titles(all));
    for (const every of ['everything', 'ALL']) {
      expect(titles(client.run('INFO', every)).slice(6, 10)).to.deep.equal([
        ...['CPU', 'Modules', 'Commandstats', 'Errorstats'],
      ]);
    }
    expect(titles(client.run('INFO', 'clients', 'SERVER'))).to.deep.equal(['Server', 'Clients']);
    expect(client.run('INFO', 'cluster')).to.equal('$30\r\n# Cluster\r\ncluster_enabled:0\r\n\r\n');
    expect(client.run('INFO', 'membership')).to.contain('gossip_dropped_magic:0\r\ngossip_dropped_key:8\r\n');
    expect(client.run('INFO', 'membership')).to.contain(`forgotten_${'c'.repeat(40)}:remaining_ms=1000\r\n`);
    expect(client.run('INFO', 'nope')).to.equal('$0\r\n\r\n');
  });

  it('INFO shows a cluster on the shard port only', () => {
    const shard = node.connect('shard');
    expect(shard.run('INFO', 'cluster')).to.contain('cluster_enabled:1\r\n');
    expect(shard.run('INFO', 'server'))
      .to.contain('redis_mode:cluster\r\n')
      .and.to.contain('tcp_port:8001\r\n');
    expect(client.run('INFO', 'server')).to.contain('tcp_port:7001\r\n');
    expect(client.run('INFO', 'server')).to.contain('redis_mode:standalone\r\n');
  });

  it('INFO tells what was counted', () => {
    client.run('SET', 'a', '1', 'EX', '10');
    client.run('GET', 'a');
    const get = COMMANDS.byName('get')?.index as number;
    node.stats.commands.count(get, true, false);
    node.stats.commands.count(get, true, true);
    node.stats.commands.countRejected(get);
    node.stats.commandsProcessed = 42;
    node.stats.commandsProxied = 5;
    node.stats.countError('ERR');
    node.stats.countError('ERR');
    const info = client.run('INFO', 'all');
    for (const line of [
      'cmdstat_get:calls=2,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=1',
      'redis_version:7.0.15',
      'uptime_in_seconds:90',
      'loading:0',
      'connected_clients:1',
      'total_commands_processed:42',
      'keyspace_hits:1',
      'total_error_replies:2',
      'errorstat_ERR:count=2',
      'role:master',
      'connected_slaves:0',
      'maxmemory_policy:noeviction',
      'db0:keys=1,expires=1,avg_ttl=10000',
      'hearsay_version:0.1.0',
      `member_id:${'a'.repeat(40)}`,
      'members_alive:2',
      'map_epoch:7',
      'slots_owned:100',
      'commands_proxied:5',
    ]) {
      expect(info).to.contain(`\r\n${line}\r\n`);
    }
    expect(info).to.match(/\r\nused_memory:\d{6,}\r\nused_memory_human:\d+\.\d\d[KMG]\r\n/);
  });

  it('INFO says that an empty node wastes next to nothing, and a full one no more', () => {
    const ratio = (kind: 'client' | 'shard'): number =>
      Number(/mem_fragmentation_ratio:(.*)\r/.exec(node.connect(kind).run('INFO', 'memory'))?.[1]);
    expect(ratio('client')).to.be.within(0.2, 3);
    Object.defineProperty(node.keyspace, 'usedBytes', { value: process.memoryUsage.rss() });
    expect(ratio('client')).to.be.within(0.2, 1);
    // Four shards with as much each.
    Object.assign(node.services, { shards: 4 });
    expect(ratio('shard')).to.be.within(0.05, 0.25);
  });

  it('INFO is text in RESP3', () => {
    client.run('HELLO', '3');
    expect(client.run('INFO', 'cluster')).to.equal('=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n');
  });

  it('TIME splits the clock', () => {
    node.nowMs = 1_700_000_000_123;
    expect(client.run('TIME')).to.equal('*2\r\n$10\r\n1700000000\r\n$6\r\n123000\r\n');
  });

  it('SHUTDOWN stops the node without a reply, whatever there is to save', () => {
    for (const args of [[], ['NOSAVE'], ['save', 'now', 'FORCE']])
      expect(client.run('SHUTDOWN', ...args)).to.equal('');
    expect(node.shutdowns).to.equal(3);
    for (const args of [['foo'], ['SAVE', 'NOSAVE'], ['ABORT', 'NOW']]) {
      expect(client.run('SHUTDOWN', ...args)).to.equal('-ERR syntax error\r\n');
    }
    expect(client.run('SHUTDOWN', 'ABORT')).to.equal('-ERR No shutdown in progress.\r\n');
    expect(node.shutdowns).to.equal(3);
  });

  it('CONFIG reads and sets options', async () => {
    expect(client.run('CONFIG', 'GET', 'maxclients', 'maxmemory')).to.equal(
      '*4\r\n$10\r\nmaxclients\r\n$5\r\n10000\r\n$9\r\nmaxmemory\r\n$1\r\n0\r\n',
    );
    expect(client.run('CONFIG', 'SET', 'maxclients', '5', 'maxmemory', '7')).to.equal(OK);
    expect([...node.settings.values()].slice(0, 2)).to.deep.equal(['5', '7']);
    expect(client.run('CONFIG', 'SET', 'a', 'b', 'c')).to.equal('-ERR syntax error\r\n');
    expect(await client.runLater('CONFIG', 'REWRITE')).to.equal(OK);
    node.configOutcome = "Unknown option or number of arguments for CONFIG SET - 'foo'";
    expect(client.run('CONFIG', 'SET', 'foo', '1')).to.equal(`-ERR ${node.configOutcome}\r\n`);
    expect(await client.runLater('CONFIG', 'REWRITE')).to.equal(`-ERR ${node.configOutcome}\r\n`);
  });

  it('CONFIG GET cluster-enabled says on each port what INFO and HELLO say there', () => {
    node.settings.set('cluster-enabled', 'yes');
    const answer = (word: string): string => `*2\r\n$15\r\ncluster-enabled\r\n$${word.length}\r\n${word}\r\n`;
    expect(client.run('CONFIG', 'GET', 'cluster-enabled')).to.equal(answer('no'));
    expect(node.connect('shard').run('CONFIG', 'GET', 'cluster-enabled')).to.equal(answer('yes'));
  });

  it('CONFIG RESETSTAT sets the counters to zero', () => {
    client.run('GET', 'x');
    node.stats.commandsProcessed = 42;
    node.stats.countError('ERR');
    expect(client.run('CONFIG', 'RESETSTAT')).to.equal(OK);
    expect(node.stats).to.include({ commandsProcessed: 0, errorReplies: 0 });
    expect(node.stats.errorsByCode.size).to.equal(0);
    expect(node.keyspace.stats).to.deep.equal({ expired: 0, evicted: 0, hits: 0, misses: 0 });
  });
});
