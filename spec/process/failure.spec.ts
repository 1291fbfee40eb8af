import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { hashSlot } from '../../shard/index.ts';
import { bulk, eventually, RawClient } from '../cluster/harness.ts';

const TTL_MS = 2000;
/** What a loaded machine may add to a bound of the protocol. */
const GRACE_MS = 500;

const slotOf = (key: string): number => hashSlot(Buffer.from(key), 0, key.length);

describe('three processes, one of which fails', function () {
  this.timeout(30_000);
  let nodes: NodeProcess[];
  let client: RawClient;

  before(async () => {
    const first = await NodeProcess.start();
    nodes = [first, await NodeProcess.start('--join', first.joinAddress)];
    client = await RawClient.connect(first.port);
  });

  /** The third is another one for each case: the one that fails. */
  beforeEach(async () => {
    const [first] = nodes as [NodeProcess];
    nodes.push(await NodeProcess.start('--join', first.joinAddress));
    await Promise.all(nodes.map((node) => knowsOwners(node, 3)));
  });

  afterEach(async () => {
    for (const failed of nodes.splice(2)) await failed.kill();
    await Promise.all(nodes.map((node) => knowsOwners(node, 2)));
  });

  after(async () => {
    client.close();
    await Promise.all(nodes.map((node) => node.kill()));
  });

  it('kill -9: the others list it as failed within ttl, own its slots, and forget it when told', async () => {
    const [first, second, victim] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    const killedAtMs = Date.now();
    await victim.kill();
    for (const survivor of [first, second]) {
      const failed = await survivor.event('failed', victim.id, killedAtMs, TTL_MS + GRACE_MS);
      expect(failed.time - killedAtMs).to.be.at.most(TTL_MS + GRACE_MS);
      await knowsOwners(survivor, 2);
      expect(await nodesLine(survivor, victim.id)).to.match(/ master,fail - /);
    }
    for (let i = 0; i < 50; i++) expect(await client.call('SET', `key:${i}`, 'x')).to.equal('+OK\r\n');

    const forgottenAtMs = Date.now();
    expect(await client.call('CLUSTER', 'FORGET', victim.id)).to.equal('+OK\r\n');
    for (const survivor of [first, second]) {
      await survivor.event('forgotten', victim.id, forgottenAtMs, 200 + GRACE_MS);
      expect(await nodesLine(survivor, victim.id)).to.equal(undefined);
    }
  });

  it('a stopped owner: reads wait and are answered by the new one, writes under way have an unknown outcome', async () => {
    const [first, , victim] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    const key = await keyOwnedBy(first, victim.id);
    expect(await client.call('SET', key, 'copied')).to.equal('+OK\r\n');
    victim.signal('SIGSTOP');
    const replies = await client.pipeline(['GET', key], ['SET', key, 'a'], ['PING'], ['GET', key]);
    expect(replies[0]).to.equal(bulk('copied'));
    expect(replies[1]).to.match(/^-OUTCOMEUNKNOWN /);
    expect(replies[2]).to.equal('+PONG\r\n');
    expect(replies[3]).to.equal(bulk('copied'));
    expect(await client.pipeline(['SET', key, 'b'], ['GET', key])).to.deep.equal(['+OK\r\n', bulk('b')]);
  });

  it('an owner that wakes up after it was declared dead gives what was written meanwhile', async () => {
    const [first, , sleeper] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    const key = await keyOwnedBy(first, sleeper.id);
    expect(await client.call('SET', key, 'old')).to.equal('+OK\r\n');
    const stoppedAtMs = Date.now();
    sleeper.signal('SIGSTOP');
    await first.event('failed', sleeper.id, stoppedAtMs, TTL_MS + GRACE_MS);
    expect(await client.pipeline(['SET', key, 'new'], ['GET', key])).to.deep.equal(['+OK\r\n', bulk('new')]);
    sleeper.signal('SIGCONT');
    await first.event('recovered', sleeper.id, stoppedAtMs, TTL_MS);
    await knowsOwners(first, 3);
    expect(await client.call('GET', key)).to.equal(bulk('new'));
    await sleeper.event('ousted', sleeper.id, stoppedAtMs, TTL_MS);
  });

  it('SIGTERM: it says goodbye, clients of the others see no error, and it ends with 0 within 5 s', async () => {
    const [first, second, leaver] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    const toldAtMs = Date.now();
    let working = true;
    const bad: string[] = [];
    const work = (async () => {
      for (let i = 0; working; i++) {
        const replies = await client.pipeline(['SET', `key:${i}`, 'x'], ['EXISTS', `key:${i - 1}`]);
        bad.push(...replies.filter((reply) => reply.startsWith('-')));
      }
    })();
    leaver.signal('SIGTERM');
    expect(await leaver.exited).to.deep.equal({ code: 0, signal: null });
    expect(Date.now() - toldAtMs).to.be.below(5000);
    for (const survivor of [first, second]) {
      await survivor.event('left', leaver.id, toldAtMs, 1000);
      await knowsOwners(survivor, 2);
    }
    working = false;
    await work;
    expect(bad).to.deep.equal([]);
  });

  /** Resolves when the node's map has that many owners. */
  async function knowsOwners(node: NodeProcess, count: number): Promise<void> {
    await eventually(
      async () => node.log.findLast((line) => line.event === 'map')?.owners === count,
      TTL_MS + 3000,
    );
  }

  async function nodesLine(node: NodeProcess, id: string): Promise<string | undefined> {
    const asking = await RawClient.connect(node.port);
    const reply = await asking.call('CLUSTER', 'NODES');
    asking.close();
    return reply.split('\n').find((line) => line.startsWith(id));
  }

  /** A key in a slot that CLUSTER NODES of `asked` gives to the member. */
  async function keyOwnedBy(asked: NodeProcess, id: string): Promise<string> {
    const ranges = ((await nodesLine(asked, id)) ?? '')
      .trim()
      .split(' ')
      .slice(8)
      .map((range) => range.split('-').map(Number));
    expect(ranges).not.to.have.length(0);
    for (let i = 0; i < 16384; i++) {
      const slot = slotOf(`key:${i}`);
      if (ranges.some(([from = 0, to = from]) => slot >= from && slot <= to)) return `key:${i}`;
    }
    throw new Error(`no key found for the slots of ${id}`);
  }
});
