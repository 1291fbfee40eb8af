/** A node and two other members, made anew before each spec of the block that calls this, and ended after it. */
import { expect } from 'chai';
import { FakePeer } from './fake-peer.ts';
import { Rig } from './rig.ts';

/** `use` is given them before each spec. */
export function withTwoPeers(use: (rig: Rig, a: FakePeer, b: FakePeer) => void): void {
  let rig: Rig;
  let peers: FakePeer[] = [];

  beforeEach(async () => {
    rig = new Rig();
    const a = await FakePeer.listen('b'.repeat(40));
    const b = await FakePeer.listen('c'.repeat(40));
    peers = [a, b];
    use(rig, a, b);
  });

  afterEach(() => {
    rig.close();
    for (const peer of peers) peer.close();
    expect(rig.defects).to.deep.equal([]);
  });
}
