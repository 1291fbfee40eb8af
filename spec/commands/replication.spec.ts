import { expect } from 'chai';
import type { ReplicaStream } from '../../lib/commands/context.ts';
import { type Client, FakeNode, MY_ID, OTHER_ID, replicationStatus } from './harness.ts';

const STREAM: ReplicaStream = {
  peer: OTHER_ID,
  stream: 5,
  isPlaced: true,
  sentBytes: 900,
  ackedBytes: 700,
  liveSlots: 100,
  queuedSlots: 0,
  silentMs: 2300,
};

describe('commands about replicas', () => {
  let node: FakeNode;
  let client: Client;

  beforeEach(() => {
    node = new FakeNode();
    client = node.connect();
  });

  describe('WAIT', () => {
    it('asks every owner on the client port, this shard alone on its own', async () => {
      expect(await client.runLater('WAIT', '2', '150')).to.equal(':1\r\n');
      expect(await node.connect('shard').runLater('WAIT', '1', '0')).to.equal(':1\r\n');
      expect(node.cluster.calls).to.deep.equal(['replicasHold all 2 150 true', 'replicasHold mine 1 0 true']);
    });

    it('is not waited for any longer when the connection is gone', async () => {
      node.sessions.length = 0;
      await client.runLater('WAIT', '2', '150');
      expect(node.cluster.calls).to.deep.equal(['replicasHold all 2 150 false']);
    });

    it('is not waited for any longer when the client has closed', async () => {
      const [session] = node.sessions;
      if (session !== undefined) session.inputEnded = true;
      await client.runLater('WAIT', '2', '150');
      expect(node.cluster.calls).to.deep.equal(['replicasHold all 2 150 false']);
    });

    it('refuses what is no number, and a time before now', () => {
      expect(client.run('WAIT', 'x', '1')).to.equal('-ERR value is not an integer or out of range\r\n');
      expect(client.run('WAIT', '1', 'x')).to.equal('-ERR timeout is not an integer or out of range\r\n');
      expect(client.run('WAIT', '1', '-1')).to.equal('-ERR timeout is negative\r\n');
      expect(client.run('WAIT', '1')).to.equal("-ERR wrong number of arguments for 'wait' command\r\n");
    });

    it('has no WAITAOF beside it', () => {
      expect(client.run('WAITAOF', '1', '1', '1')).to.match(/^-ERR unknown command 'WAITAOF'/);
    });
  });

  it('ROLE names the replicas with how far each has come', () => {
    expect(client.run('ROLE')).to.equal('*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n');
    node.replicationStatus = replicationStatus({ sentBytes: 1900, streams: [STREAM] });
    expect(client.run('ROLE')).to.equal(
      '*3\r\n$6\r\nmaster\r\n:1900\r\n*1\r\n*3\r\n$9\r\n127.0.0.1\r\n$4\r\n8002\r\n$4\r\n1700\r\n',
    );
  });

  describe('INFO replication', () => {
    const info = (): string => client.run('INFO', 'replication');

    it('has the fields that Redis has, and those of slots and copies', () => {
      node.settings.set('min-acks', '1');
      node.replicationStatus = replicationStatus({
        ...{ replicas: 1, sentBytes: 1900, receivedKeys: 12, streams: [STREAM] },
        ...{ heldSlots: 100, incomingSlots: 3, outgoingSlots: 2, wantedSlots: 50, copiedSlots: 49 },
        ...{ checkedCopies: 70, repairedCopies: 4 },
      });
      for (const line of [
        'role:master',
        'connected_slaves:1',
        `master_replid:${'d'.repeat(40)}`,
        'master_repl_offset:1900',
        'second_repl_offset:-1',
        'min_acks:1',
        'slots_held:100',
        'slots_incoming:3',
        'slots_outgoing:2',
        'copies_wanted:50',
        'copies_there:49',
        'copies_complete:no',
        'copied_keys_received:12',
        'copies_checked:70',
        'copies_repaired:4',
        'slave0:ip=127.0.0.1,port=8002,state=online,offset=1700,lag=2',
      ]) {
        expect(info()).to.contain(`\r\n${line}\r\n`);
      }
    });

    it('says of a replica that it waits while it is sent slots, and of one that owes nothing that it does not lag', () => {
      node.replicationStatus = replicationStatus({
        sentBytes: 900,
        streams: [{ ...STREAM, queuedSlots: 7, ackedBytes: 900 }],
      });
      expect(info()).to.contain('slave0:ip=127.0.0.1,port=8002,state=wait_bgsave,offset=900,lag=0\r\n');
    });

    it('names a replica once, whichever shards of this node send to it, and none that gets no slot', () => {
      node.replicationStatus = replicationStatus({
        sentBytes: 2000,
        streams: [
          STREAM,
          { ...STREAM, ackedBytes: 890, silentMs: 3400, queuedSlots: 1 },
          { ...STREAM, peer: MY_ID, liveSlots: 0 },
        ],
      });
      expect(info()).to.contain('connected_slaves:1\r\n');
      expect(info().match(/slave\d+:.*/g)).to.deep.equal([
        'slave0:ip=127.0.0.1,port=8002,state=wait_bgsave,offset=1790,lag=3',
      ]);
    });

    it('says that copies are complete when nothing is missing here, or of its own slots elsewhere', () => {
      expect(info()).to.contain('copies_complete:yes\r\n');
      const complete = { replicas: 1, heldSlots: 100, wantedSlots: 50, copiedSlots: 50, streams: [STREAM] };
      node.replicationStatus = replicationStatus(complete);
      expect(info()).to.contain('copies_complete:yes\r\n');
      for (const missing of [
        { copiedSlots: 49 },
        { incomingSlots: 1 },
        { outgoingSlots: 1 },
        { heldSlots: 101 },
        { streams: [{ ...STREAM, isPlaced: false }] },
        { streams: [{ ...STREAM, queuedSlots: 1 }] },
      ]) {
        node.replicationStatus = replicationStatus({ ...complete, ...missing });
        expect(info(), JSON.stringify(missing)).to.contain('copies_complete:no\r\n');
      }
    });
  });

  it('CLUSTER INFO says whether copies are complete, and which slots move', () => {
    expect(client.run('CLUSTER', 'INFO')).to.contain('cluster_copies_complete:yes\r\n');
    node.replicationStatus = replicationStatus({
      ...{ incomingSlots: 3, outgoingSlots: 4 },
      ...{ checkedCopies: 70, repairedCopies: 5 },
    });
    const info = client.run('CLUSTER', 'INFO');
    expect(info).to.contain('cluster_copies_complete:no\r\ncluster_copies_missing:7\r\n');
    expect(client.run('INFO', 'replication')).to.contain('\r\ncopies_missing:7\r\n');
    expect(info).to.contain('cluster_slots_incoming:3\r\ncluster_slots_outgoing:4\r\n');
    expect(info).to.contain('cluster_copies_checked:70\r\ncluster_copies_repaired:5\r\n');
  });

  describe('CLUSTER REBALANCE', () => {
    const status = replicationStatus({
      ...{
        heldSlots: 60,
        wantedSlots: 50,
        copiedSlots: 40,
        incomingSlots: 10,
        keys: 1000,
        usedBytes: 50_000,
      },
      ...{ sentBytes: 900, sentPerSecond: 12.4, receivedBytes: 77, receivedKeys: 7 },
      streams: [{ ...STREAM, queuedSlots: 30 }],
    });

    it('tells what is done and left of this node', () => {
      node.replicationStatus = status;
      const shown = fields(client.run('CLUSTER', 'REBALANCE'));
      expect(shown).to.deep.equal({
        ...{ node: MY_ID, complete: 'no', 'slots-held': '60', 'slots-incoming': '10', 'slots-outgoing': '0' },
        ...{ 'copies-wanted': '50', 'copies-there': '40', 'keys-received': '7', 'bytes-received': '77' },
        ...{ 'bytes-received-per-second': '0', 'slots-to-receive': '20', 'keys-to-receive': '200' },
        ...{ 'bytes-to-receive': '10000', 'bytes-sent': '900', 'bytes-unacknowledged': '200' },
        ...{ 'bytes-sent-per-second': '12', 'slots-to-send': '30', 'keys-to-send': '300' },
        'bytes-to-send': '15000',
      });
    });

    it('ALL tells of every shard, also of one that does not answer', async () => {
      node.cluster.shardCopies = [
        { id: MY_ID, status },
        { id: OTHER_ID, status: undefined },
      ];
      const reply = await client.runLater('CLUSTER', 'REBALANCE', 'ALL');
      expect(reply).to.match(/^\*2\r\n\*38\r\n/);
      const unknown = `*4\r\n$4\r\nnode\r\n$40\r\n${OTHER_ID}\r\n$8\r\ncomplete\r\n$7\r\nunknown\r\n`;
      expect(reply.endsWith(unknown)).to.equal(true);
    });

    it('takes nothing else', () => {
      expect(client.run('CLUSTER', 'REBALANCE', 'NOW')).to.equal('-ERR syntax error\r\n');
      expect(client.run('CLUSTER', 'REBALANCE', 'ALL', 'x')).to.equal(
        "-ERR wrong number of arguments for 'cluster|rebalance' command\r\n",
      );
    });
  });
});

/** A flat map of strings and integers. */
function fields(reply: string): Record<string, string> {
  const words = reply
    .split('\r\n')
    .slice(1, -1)
    .filter((word) => !word.startsWith('$'))
    .map((word) => word.replace(/^:/, ''));
  const pairs: [string, string][] = [];
  for (let at = 0; at < words.length; at += 2) pairs.push([words[at] as string, words[at + 1] as string]);
  return Object.fromEntries(pairs);
}
