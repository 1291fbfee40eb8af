import { expect } from 'chai';
import type { ViewSnapshot } from '../../gossip/index.ts';
import { Convergence } from '../../lib/cluster/convergence.ts';
import type { Forwarder } from '../../lib/cluster/forwarder.ts';
import type { ReplySink } from '../../lib/cluster/origin.ts';
import { shardId } from '../../shard/index.ts';
import { eventually } from './harness.ts';

const MINE = '1'.repeat(16);
const OTHER = '2'.repeat(16);
const IDS = ['me', 'a', 'b'];

/** Members that answer with what `hashes` says: a hash, nothing (the link is gone), or never. */
class FakeLinks {
  readonly hashes = new Map<string, string | 'gone' | 'never'>([
    ['a', MINE],
    ['b', MINE],
  ]);
  questions = 0;

  linkTo(id: string): { ready: boolean; id: string } | undefined {
    return this.hashes.has(id) ? { ready: true, id } : undefined;
  }

  tell(link: { id: string }, _request: unknown, _protocol: number, sink: ReplySink, tag: number) {
    this.questions++;
    const hash = this.hashes.get(link.id);
    if (hash === 'never') return;
    const reply = Buffer.from(hash === 'gone' ? '' : `$16\r\n${hash}\r\n`);
    setImmediate(() => sink.onReply(tag, reply, 0, reply.length));
  }
}

function viewOf(members: readonly { id: string; shards: number }[]): ViewSnapshot {
  return { epoch: 1, hash: MINE, members: members as unknown as ViewSnapshot['members'] };
}

describe('Convergence', () => {
  let links: FakeLinks;
  let view: ViewSnapshot;
  let convergence: Convergence;

  beforeEach(() => {
    links = new FakeLinks();
    view = viewOf(IDS.map((id) => ({ id, shards: 1 })));
    const forwarder = links as unknown as Forwarder;
    convergence = new Convergence({ forwarder, memberId: () => 'me', myId: () => 'me', view: () => view });
  });

  it('answers at once when all agree', async () => {
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 3, dissenting: [] });
    expect(links.questions).to.equal(2);
  });

  it('names those that see other members, have no link, or do not answer', async () => {
    links.hashes.set('a', OTHER);
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 2, dissenting: ['a'] });
    links.hashes.set('a', 'gone');
    links.hashes.delete('b');
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 1, dissenting: ['a', 'b'] });
    links.hashes.set('a', 'never').set('b', MINE);
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 2, dissenting: ['a'] });
  });

  it('asks each shard of a member, its own too: the member agrees when all of them do', async () => {
    const second = shardId('a', 1);
    links.hashes.set(shardId('me', 1), MINE).set(second, OTHER);
    view = viewOf(IDS.map((id) => ({ id, shards: id === 'b' ? 1 : 2 })));
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 2, dissenting: ['a'] });
    expect(links.questions).to.equal(4);
    links.hashes.set(second, MINE);
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 3, dissenting: [] });
    links.hashes.delete(shardId('me', 1));
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 2, dissenting: ['me'] });
  });

  it('waits until all agree, and no longer than its timeout', async () => {
    links.hashes.set('a', OTHER);
    const patient = convergence.wait(10_000);
    const startedMs = performance.now();
    expect((await convergence.wait(120)).dissenting).to.deep.equal(['a']);
    expect(performance.now() - startedMs).to.be.within(110, 1000);
    links.hashes.set('a', MINE);
    expect(await patient).to.deep.equal({ agreeing: 3, dissenting: [] });
  });

  it('asks once for all who wait, and nobody while nobody waits', async () => {
    links.hashes.set('a', OTHER);
    const startedMs = performance.now();
    const all = Array.from({ length: 100 }, (_, n) => convergence.wait(60 + (n % 4)));
    await Promise.all(all);
    // For the first, for the others, every 50 ms, and at the end: a machine that stands still in between makes it longer.
    const rounds = 3 + Math.floor((performance.now() - startedMs) / 50);
    expect(links.questions).to.be.at.most(2 * rounds);
    const { questions } = links;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(links.questions).to.equal(questions);
  });

  it('a member that is not in its own view agrees with nobody', async () => {
    view = { ...view, members: [] };
    expect(await convergence.wait(0)).to.deep.equal({ agreeing: 0, dissenting: ['me'] });
  });

  it('tells all who wait when it is stopped', async () => {
    links.hashes.set('a', OTHER);
    const waiting = convergence.wait(10_000);
    await eventually(() => links.questions === 4);
    convergence.stop();
    expect(await waiting).to.deep.equal({ agreeing: 1, dissenting: ['a', 'b'] });
  });
});
