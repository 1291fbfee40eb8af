/** What is told of keys that move between real nodes. */
import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import type { HandoffEvent } from '../../lib/observe/handoff-reporter.ts';
import { agree, bulk, busOf, eventually, RawClient, startCluster, stopAll } from './harness.ts';

const keys = Array.from({ length: 500 }, (_, i) => `key:${i}`);

describe('a handoff', function () {
  this.timeout(20_000);
  let nodes: [HearsayNode, ...HearsayNode[]];
  let client: RawClient;

  before(async () => {
    nodes = await startCluster(2, { replicas: 1 });
    client = await RawClient.connect(nodes[0].address().clientPort);
    await client.pipeline(...keys.map((key) => ['SET', key, key]));
  });

  after(async () => {
    client.close();
    await stopAll(nodes);
  });

  async function everyKeyIsThere(): Promise<void> {
    expect(await client.pipeline(...keys.map((key) => ['GET', key]))).to.deep.equal(keys.map(bulk));
  }

  const rebalance = (...words: string[]): Promise<string> => client.call('CLUSTER', 'REBALANCE', ...words);

  it('is told of by the node that joins and then leaves, and loses nothing', async () => {
    const events: HandoffEvent[] = [];
    const third = createNode({ port: 0, logLevel: 'silent', replicas: 1, join: [busOf(nodes[0])] });
    third.on('handoff', (event) => events.push(event));
    await third.start();
    await agree([...nodes, third]);
    expect(events.map(({ direction, state }) => `${direction} ${state}`)).to.deep.equal([
      'in begun',
      'in done',
    ]);
    expect(events[0]?.slotsLeft).to.be.above(5000);
    expect(events[1]).to.include({ slotsLeft: 0 });
    expect(events[1]?.keys).to.be.above(keys.length / 4);
    await everyKeyIsThere();
    await eventually(async () => !/complete\r\n\$2\r\nno/.test(await rebalance('ALL')));
    events.length = 0;
    await third.stop();
    await agree(nodes);
    expect(events.map(({ direction, state }) => `${direction} ${state}`)).to.deep.equal([
      'out begun',
      'out done',
    ]);
    expect(events[1]).to.include({ slotsLeft: 0 });
    expect(events[1]?.keys).to.be.above(keys.length / 5);
    await everyKeyIsThere();
    await eventually(async () => /complete\r\n\$3\r\nyes/.test(await rebalance()));
  });
});

/** Leaves those that are given to themselves while another copies from them. */
describe('members that leave while another joins', function () {
  this.timeout(20_000);
  const value = 'v'.repeat(2000);
  const many = Array.from({ length: 10_000 }, (_, i) => `key:${i}`);

  for (const count of [1, 2]) {
    it(`hand over to it first, if they are all that serve: ${count} of them`, async () => {
      const old = await startCluster(count, { replicas: 1 });
      const writer = await RawClient.connect(old[0].address().clientPort);
      await writer.pipeline(...many.map((key) => ['SET', key, value]));
      writer.close();
      const heir = createNode({ port: 0, logLevel: 'silent', replicas: 1, join: [busOf(old[0])] });
      const starting = heir.start();
      const seesIt = (node: HearsayNode): boolean => node.members().some(({ id }) => id === heir.id);
      await eventually(() => old.every(seesIt));
      await Promise.all([stopAll(old), starting]);
      await eventually(() => String(heir.owners()) === heir.id);
      const reader = await RawClient.connect(heir.address().clientPort);
      expect(await reader.call('DBSIZE')).to.equal(`:${many.length}\r\n`);
      reader.close();
      await heir.stop();
    });
  }
});
