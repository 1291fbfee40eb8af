import { expect } from 'chai';
import { buildShardMap, SLOT_COUNT } from '../../shard/index.ts';
import {
  type Client,
  FakeNode,
  MY_ID,
  member,
  OTHER_ID,
  replicatedMap,
  replicationStatus,
  START_MS,
  twoOwnerMap,
} from './harness.ts';

const THIRD_ID = 'e'.repeat(40);

const OK = '+OK\r\n';

describe('CLUSTER', () => {
  let node: FakeNode;
  let client: Client;

  beforeEach(() => {
    node = new FakeNode();
    client = node.connect('shard');
  });

  const text = (reply: string): string => reply.slice(reply.indexOf('\r\n') + 2, -2);

  it('INFO counts slots by the state of their owners', () => {
    expect(text(client.run('CLUSTER', 'INFO'))).to.equal(
      [
        'cluster_state:ok',
        'cluster_slots_assigned:16384',
        'cluster_slots_ok:16384',
        'cluster_slots_pfail:0',
        'cluster_slots_fail:0',
        'cluster_known_nodes:2',
        'cluster_size:2',
        'cluster_current_epoch:7',
        'cluster_my_epoch:7',
        'cluster_stats_messages_ping_sent:5',
        'cluster_stats_messages_ack_sent:6',
        'cluster_stats_messages_sent:11',
        'cluster_stats_messages_ping_received:7',
        'cluster_stats_messages_received:7',
        'total_cluster_links_buffer_limit_exceeded:0',
        'cluster_my_phase:serving',
        'cluster_my_incarnation:3',
        'cluster_banned_ms:0',
        'cluster_members_needed:0',
        'cluster_has_majority:1',
        'cluster_view_hash:89abcdef01234567',
        'cluster_views_agreeing:2',
        ...['cluster_members_alive:2', 'cluster_members_suspect:0'],
        ...['cluster_members_dead:0', 'cluster_members_left:0'],
        'cluster_isolated:0',
        'cluster_forgotten_nodes:1',
        'cluster_replicas_differing:0',
        'cluster_copies_complete:yes',
        'cluster_copies_missing:0',
        'cluster_slots_incoming:0',
        'cluster_slots_outgoing:0',
        'cluster_copies_checked:0',
        'cluster_copies_repaired:0',
        '',
      ].join('\r\n'),
    );
    node.cluster.ok = false;
    node.cluster.all[1] = member({ id: OTHER_ID, state: 'suspect' });
    const info = client.run('CLUSTER', 'INFO');
    expect(info).to.contain('cluster_state:fail\r\n');
    expect(info).to.contain('cluster_members_alive:1\r\ncluster_members_suspect:1\r\n');
    expect(info).to.contain('cluster_slots_ok:100\r\ncluster_slots_pfail:16284\r\ncluster_slots_fail:0\r\n');
  });

  it('NODES has a line for each member, with flags that follow its state', () => {
    const pong = START_MS - 250;
    const mine = `${MY_ID} 127.0.0.1:8001@17001 myself,master - 0 0 7 connected 0-99\n`;
    const lineOf = (flags: string, link: string) =>
      `${OTHER_ID} 127.0.0.1:8002@17002 ${flags} - 0 ${pong} 7 ${link} 100-16383\n`;
    expect(text(client.run('CLUSTER', 'NODES'))).to.equal(mine + lineOf('master', 'connected'));
    for (const [state, flags, link] of [
      ['suspect', 'master,fail?', 'connected'],
      ['dead', 'master,fail', 'disconnected'],
      ['left', 'master,fail', 'disconnected'],
    ] as const) {
      node.cluster.all[1] = member({ id: OTHER_ID, shardPort: 8002, busPort: 17002, silentMs: 250, state });
      expect(text(client.run('CLUSTER', 'NODES'))).to.equal(mine + lineOf(flags, link));
    }
    node.cluster.map = twoOwnerMap([MY_ID]);
    expect(client.run('CLUSTER', 'NODES')).to.contain(`${pong} 7 disconnected\n`);
    expect(text(client.run('CLUSTER', 'MYID'))).to.equal(MY_ID);
  });

  it('SLOTS gives ranges in order, with the shard ports of their owners', () => {
    const range = (first: number, last: number, port: number, id: string, metadata: string) =>
      `*3\r\n:${first}\r\n:${last}\r\n*4\r\n$9\r\n127.0.0.1\r\n:${port}\r\n$40\r\n${id}\r\n${metadata}\r\n`;
    expect(client.run('CLUSTER', 'SLOTS')).to.equal(
      `*2\r\n${range(0, 99, 8001, MY_ID, '*0')}${range(100, 16383, 8002, OTHER_ID, '*0')}`,
    );
    client.run('HELLO', '3');
    expect(client.run('CLUSTER', 'SLOTS')).to.equal(
      `*2\r\n${range(0, 99, 8001, MY_ID, '%0')}${range(100, 16383, 8002, OTHER_ID, '%0')}`,
    );
    node.cluster.all[1] = member({ id: OTHER_ID, shardPort: 9002 });
    expect(client.run('CLUSTER', 'SLOTS')).to.equal(
      `*2\r\n${range(0, 99, 8001, MY_ID, '%0')}${range(100, 16383, 9002, OTHER_ID, '%0')}`,
    );
    node.cluster.all.pop();
    expect(client.run('CLUSTER', 'SLOTS')).to.equal(`*1\r\n${range(0, 99, 8001, MY_ID, '%0')}`);
    node.cluster.map = twoOwnerMap([]);
    expect(client.run('CLUSTER', 'SLOTS')).to.equal('*0\r\n');
  });

  it('SHARDS gives each member as a shard of one node', () => {
    client.run('HELLO', '3');
    node.cluster.all[1] = member({ id: OTHER_ID, shardPort: 8002, state: 'dead' });
    const shard = (slots: string, id: string, port: number, health: string) =>
      `%2\r\n$5\r\nslots\r\n${slots}$5\r\nnodes\r\n*1\r\n%7\r\n$2\r\nid\r\n$40\r\n${id}\r\n$4\r\nport\r\n:${port}\r\n` +
      '$2\r\nip\r\n$9\r\n127.0.0.1\r\n$8\r\nendpoint\r\n$9\r\n127.0.0.1\r\n$4\r\nrole\r\n$6\r\nmaster\r\n' +
      `$18\r\nreplication-offset\r\n:0\r\n$6\r\nhealth\r\n$${health.length}\r\n${health}\r\n`;
    expect(client.run('CLUSTER', 'SHARDS')).to.equal(
      `*2\r\n${shard('*2\r\n:0\r\n:99\r\n', MY_ID, 8001, 'online')}${shard('*2\r\n:100\r\n:16383\r\n', OTHER_ID, 8002, 'fail')}`,
    );
  });

  describe('with replicas', () => {
    const ports = new Map([
      [MY_ID, 8001],
      [OTHER_ID, 8002],
      [THIRD_ID, 8003],
    ]);

    beforeEach(() => {
      node.cluster.all.push(member({ id: THIRD_ID, shardPort: 8003, busPort: 17003, silentMs: 250 }));
      node.cluster.map = replicatedMap([MY_ID, OTHER_ID, THIRD_ID]);
    });

    const range = (first: number, last: number, ...ids: string[]): string => {
      const nodes = ids.map((id) => `*4\r\n$9\r\n127.0.0.1\r\n:${ports.get(id)}\r\n$40\r\n${id}\r\n*0\r\n`);
      return `*${2 + ids.length}\r\n:${first}\r\n:${last}\r\n${nodes.join('')}`;
    };

    it("SLOTS gives each owner's first range without replicas, then each that has other holders", () => {
      expect(client.run('CLUSTER', 'SLOTS')).to.equal(
        `*3\r\n${range(0, 49, MY_ID)}${range(100, 16383, OTHER_ID)}${range(50, 99, MY_ID, THIRD_ID)}`,
      );
      node.cluster.all.pop();
      expect(client.run('CLUSTER', 'SLOTS')).to.equal(
        `*3\r\n${range(0, 49, MY_ID)}${range(100, 16383, OTHER_ID)}${range(50, 99, MY_ID)}`,
      );
    });

    it('SLOTS says of every slot what the map says, and names each owner as one first', () => {
      const members = node.cluster.all.map(({ id }) => ({ id, weight: 1, zone: '', shards: 1 }));
      const map = buildShardMap(members, 7, undefined, 2);
      node.cluster.map = map;
      const words = client
        .run('CLUSTER', 'SLOTS')
        .matchAll(/^\*(\d)\r\n:(\d+)\r\n:(\d+)|^([0-9a-f]{40})\r/gm);
      const ranges: { first: number; last: number; ids: string[] }[] = [];
      for (const [, , first, last, id] of words) {
        if (id === undefined) ranges.push({ first: Number(first), last: Number(last), ids: [] });
        else ranges.at(-1)?.ids.push(id);
      }
      expect(ranges.slice(0, 3).map(({ ids }) => ids.length)).to.deep.equal([1, 1, 1]);
      expect(new Set(ranges.slice(0, 3).flatMap(({ ids }) => ids))).to.have.property('size', 3);
      const seen = new Uint8Array(SLOT_COUNT);
      for (const [index, { first, last, ids }] of ranges.entries()) {
        for (let slot = first; slot <= last; slot++) {
          const holders = [map.ownerOf(slot), map.replicaOf(slot, 0), map.replicaOf(slot, 1)];
          const expected = holders.slice(0, index < 3 ? 1 : 3).map((holder) => map.shards[holder]?.id);
          expect(ids).to.deep.equal(expected);
          seen[slot] = 1;
        }
      }
      expect(seen.every((times) => times === 1)).to.equal(true);
    });

    it('SHARDS lists with an owner all that hold copies of its slots', () => {
      const shards = text(client.run('CLUSTER', 'SHARDS'));
      const roles = [...shards.matchAll(/\r\n([0-9a-f]{40})\r\n|(master|replica)\r\n|\r\n(nodes)/g)];
      expect(roles.map(([, id, role, word]) => id ?? role ?? word)).to.deep.equal([
        ...['nodes', MY_ID, 'master', OTHER_ID, 'replica', THIRD_ID, 'replica'],
        ...['nodes', OTHER_ID, 'master', MY_ID, 'replica'],
        ...['nodes', THIRD_ID, 'master'],
      ]);
    });

    it('SHARDS has the offsets of this node and of its replicas as INFO has them, and 0 for others', () => {
      const stream = {
        peer: OTHER_ID,
        stream: 1,
        isPlaced: true,
        liveSlots: 50,
        queuedSlots: 0,
        silentMs: 0,
      };
      const streams = [{ ...stream, sentBytes: 500, ackedBytes: 400 }];
      node.replicationStatus = replicationStatus({ sentBytes: 700, streams });
      const shards = text(client.run('CLUSTER', 'SHARDS'));
      const offsets = [...shards.matchAll(/replication-offset\r\n:(\d+)/g)].map(([, offset]) =>
        Number(offset),
      );
      expect(offsets).to.deep.equal([...[700, 600, 0], ...[0, 0], 0]);
      expect(text(client.run('INFO', 'replication'))).to.contain(
        'slave0:ip=127.0.0.1,port=8002,state=online,offset=600,',
      );
    });

    it('NODES shows all as masters, with the slots that they own', () => {
      const pong = START_MS - 250;
      expect(text(client.run('CLUSTER', 'NODES')).split('\n')).to.deep.equal([
        `${MY_ID} 127.0.0.1:8001@17001 myself,master - 0 0 7 connected 0-99`,
        `${OTHER_ID} 127.0.0.1:8002@17002 master - 0 ${pong} 7 connected 100-16383`,
        `${THIRD_ID} 127.0.0.1:8003@17003 master - 0 ${pong} 7 connected`,
        '',
      ]);
    });

    it('REPLICAS and SLAVES list those that hold copies of the slots of a node', () => {
      node.cluster.all[2] = member({
        ...{ id: THIRD_ID, shardPort: 8003, busPort: 17003, silentMs: 250 },
        state: 'suspect',
      });
      const bulk = (line: string): string => `$${line.length}\r\n${line}\r\n`;
      const lineOf = (id: string, port: number, flags: string, master: string, pong: number): string =>
        bulk(`${id} 127.0.0.1:${port}@${port + 9000} ${flags} ${master} 0 ${pong} 7 connected`);
      const pong = START_MS - 250;
      const ofMine = `*2\r\n${lineOf(OTHER_ID, 8002, 'slave', MY_ID, pong)}${lineOf(THIRD_ID, 8003, 'slave,fail?', MY_ID, pong)}`;
      for (const name of ['REPLICAS', 'SLAVES']) {
        expect(client.run('CLUSTER', name, MY_ID)).to.equal(ofMine);
        expect(client.run('CLUSTER', name, OTHER_ID)).to.equal(
          `*1\r\n${lineOf(MY_ID, 8001, 'myself,slave', OTHER_ID, 0)}`,
        );
        expect(client.run('CLUSTER', name, THIRD_ID)).to.equal('*0\r\n');
        expect(client.run('CLUSTER', name, 'abc')).to.equal('-ERR Unknown node abc\r\n');
      }
    });
  });

  it('KEYSLOT, COUNTKEYSINSLOT and GETKEYSINSLOT know the slots of keys', () => {
    expect(client.run('CLUSTER', 'KEYSLOT', 'foo')).to.equal(':12182\r\n');
    client.run('MSET', '{foo}1', 'a', '{foo}2', 'b', 'bar', 'c');
    expect(client.run('CLUSTER', 'COUNTKEYSINSLOT', '12182')).to.equal(':2\r\n');
    expect(client.run('CLUSTER', 'GETKEYSINSLOT', '12182', '10')).to.match(
      /^\*2\r\n\$6\r\n\{foo\}[12]\r\n\$6\r\n\{foo\}[12]\r\n$/,
    );
    expect(client.run('CLUSTER', 'GETKEYSINSLOT', '12182', '1')).to.match(/^\*1\r\n/);
    expect(client.run('CLUSTER', 'GETKEYSINSLOT', '12182', '0')).to.equal('*0\r\n');
    for (const slot of ['-1', '16384']) {
      expect(client.run('CLUSTER', 'COUNTKEYSINSLOT', slot)).to.equal('-ERR Invalid slot\r\n');
      expect(client.run('CLUSTER', 'GETKEYSINSLOT', slot, '1')).to.equal(
        '-ERR Invalid slot or number of keys\r\n',
      );
    }
    expect(client.run('CLUSTER', 'GETKEYSINSLOT', '1', '-1')).to.equal(
      '-ERR Invalid slot or number of keys\r\n',
    );
    expect(client.run('CLUSTER', 'COUNTKEYSINSLOT', 'x')).to.equal(
      '-ERR value is not an integer or out of range\r\n',
    );
  });

  it('MEET joins by the bus port that goes with a client port, or by the one given', () => {
    expect(client.run('CLUSTER', 'MEET', '127.0.0.1', '7002')).to.equal(OK);
    expect(client.run('CLUSTER', 'MEET', '::1', '7002', '9')).to.equal(OK);
    expect(node.cluster.calls).to.deep.equal(['meet 127.0.0.1 17002', 'meet ::1 9']);
    for (const [args, error] of [
      [['host', '7002'], '-ERR Invalid node address specified: host:7002\r\n'],
      [['127.0.0.1', '0'], '-ERR Invalid node address specified: 127.0.0.1:0\r\n'],
      [['127.0.0.1', '60000'], '-ERR Invalid node address specified: 127.0.0.1:60000\r\n'],
      [['127.0.0.1', '7002', '70000'], '-ERR Invalid node address specified: 127.0.0.1:7002\r\n'],
      [['127.0.0.1', 'x'], '-ERR Invalid TCP base port specified: x\r\n'],
      [['127.0.0.1', '7002', 'x'], '-ERR Invalid TCP bus port specified: x\r\n'],
      [
        ['127.0.0.1', '1', '2', '3'],
        "-ERR unknown subcommand or wrong number of arguments for 'MEET'. Try CLUSTER HELP.\r\n",
      ],
    ] as const) {
      expect(client.run('CLUSTER', 'MEET', ...args)).to.equal(error);
    }
    expect(node.cluster.calls).to.have.length(2);
  });

  it('FORGET replies once it is done, with what came of it', async () => {
    expect(await client.runLater('CLUSTER', 'FORGET', OTHER_ID)).to.equal(OK);
    node.cluster.forgetOutcome = 'myself';
    expect(await client.runLater('CLUSTER', 'FORGET', MY_ID)).to.equal(
      "-ERR I tried hard but I can't forget myself...\r\n",
    );
    for (const outcome of ['unknown', 'already'] as const) {
      node.cluster.forgetOutcome = outcome;
      expect(await client.runLater('CLUSTER', 'FORGET', OTHER_ID)).to.equal(
        `-ERR Unknown node ${OTHER_ID}\r\n`,
      );
    }
    expect(client.run('CLUSTER', 'FORGET', 'abc')).to.equal('-ERR Unknown node abc\r\n');
  });

  it('RESET needs a node without keys', async () => {
    client.run('SET', 'a', '1');
    expect(client.run('CLUSTER', 'RESET')).to.equal(
      "-ERR CLUSTER RESET can't be called with master nodes containing keys\r\n",
    );
    client.run('FLUSHALL');
    expect(await client.runLater('CLUSTER', 'RESET')).to.equal(OK);
    expect(await client.runLater('CLUSTER', 'RESET', 'hard')).to.equal(OK);
    expect(await client.runLater('CLUSTER', 'RESET', 'SOFT')).to.equal(OK);
    expect(node.cluster.calls).to.deep.equal(['reset false', 'reset true', 'reset false']);
    expect(client.run('CLUSTER', 'RESET', 'foo')).to.equal('-ERR syntax error\r\n');
    expect(client.run('CLUSTER', 'RESET', 'HARD', 'x')).to.match(
      /^-ERR unknown subcommand or wrong number of arguments/,
    );
  });

  it('LINKS describes the connections among members', () => {
    node.cluster.linkList = [{ direction: 'to', memberId: OTHER_ID, createdAtMs: 5, queuedBytes: 9 }];
    client.run('HELLO', '3');
    expect(client.run('CLUSTER', 'LINKS')).to.equal(
      `*1\r\n%6\r\n$9\r\ndirection\r\n$2\r\nto\r\n$4\r\nnode\r\n$40\r\n${OTHER_ID}\r\n$11\r\ncreate-time\r\n:5\r\n` +
        '$6\r\nevents\r\n$2\r\nrw\r\n$21\r\nsend-buffer-allocated\r\n:9\r\n$16\r\nsend-buffer-used\r\n:9\r\n',
    );
  });
});
