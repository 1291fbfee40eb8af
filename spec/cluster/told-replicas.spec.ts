import { expect } from 'chai';
import type { MemberInfo } from '../../gossip/index.ts';
import { differingMembers, metadataOf } from '../../lib/cluster/told-replicas.ts';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { createLogger } from '../../lib/observe/logger.ts';
import { agree, busOf, eventually, RawClient, stopAll } from './harness.ts';

describe('replicas that differ between members', () => {
  let nodes: HearsayNode[];

  beforeEach(() => {
    nodes = [];
  });

  afterEach(() => stopAll(nodes));

  /** Starts a node; returns what it logs about replicas, its lines of JSON read. */
  async function start(name: string, replicas: number): Promise<Record<string, unknown>[]> {
    const logged: Record<string, unknown>[] = [];
    const write = (line: string): void => {
      if (line.includes('"replicas-')) logged.push(JSON.parse(line) as Record<string, unknown>);
    };
    const logger = createLogger(
      { logLevel: 'info', logFormat: 'json' },
      { to: { write }, isTerminal: false },
    );
    const join = nodes.slice(0, 1).map(busOf);
    const node = createNode({ port: 0, name, replicas, hfMs: 50, ttlMs: 500, join }, logger);
    nodes.push(node);
    await node.start();
    await agree(nodes);
    return logged;
  }

  it('are told once on both sides, and CLUSTER INFO counts them until they are gone', async () => {
    const first = await start('one', 1);
    const second = await start('two', 1);
    const third = await start('three', 2);
    const clients = await Promise.all(nodes.map((node) => RawClient.connect(node.address().clientPort)));
    const counts = async (): Promise<string[]> => {
      const infos = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO')));
      return infos.map((info) => /cluster_replicas_differing:(\d+)/.exec(info)?.[1] ?? '');
    };
    expect(await counts()).to.deep.equal(['1', '1', '2']);
    const idOf = (at: number): string => (nodes[at] as HearsayNode).id;
    for (const log of [first, second]) {
      expect(log).to.have.lengthOf(1);
      expect(log[0]).to.deep.include({
        event: 'replicas-differ',
        replicas: 1,
        differing: [{ id: idOf(2), name: 'three', replicas: 2 }],
      });
    }
    const last = third.at(-1)?.differing as { id: string }[];
    expect(last.map(({ id }) => id)).to.deep.equal([idOf(0), idOf(1)].sort());
    await (nodes.pop() as HearsayNode).stop();
    await agree(nodes);
    clients.pop();
    expect(await counts()).to.deep.equal(['0', '0']);
    await eventually(() => [first, second].every((log) => log.at(-1)?.event === 'replicas-agree'));
  });

  it('members that tell nothing of the kind, and those that are gone, do not count', () => {
    const metadata = ['', '{', '7', 'null', '[]', '{"replicas":"2"}', '{"replicas":1}'].map((text) =>
      new TextEncoder().encode(text),
    );
    const member = { id: 'a', name: 'one', state: 'alive', isMyself: false };
    const members = metadata.map((bytes) => ({ ...member, metadata: bytes }) as MemberInfo);
    expect(differingMembers(1, members)).to.deep.equal([]);
    const gone = { ...member, metadata: metadataOf(2), state: 'dead' } as MemberInfo;
    expect(differingMembers(1, [gone])).to.deep.equal([]);
    expect(differingMembers(1, [{ ...gone, state: 'suspect' }])).to.deep.equal([
      { id: 'a', name: 'one', replicas: 2 },
    ]);
  });
});
