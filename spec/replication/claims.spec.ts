import { expect } from 'chai';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import { Claims } from '../../lib/replication/claims.ts';
import { FOLLOW, FOLLOWED, readClaim, TAKE, writeAnswer } from '../../lib/replication/messages.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';

const PEER = 3;

class Asker {
  nowMs = 0;
  /** What the peer was asked for, message by message. */
  readonly asked: { type: number; slots: number[]; followed: number }[] = [];
  refused: number[] = [];
  isLinkReady = true;
  readonly claims = new Claims({
    keyspace: new Keyspace({ hashSeed: 1 }),
    epoch: 7,
    clockMs: () => this.nowMs,
    idOf: String,
    isWanted: () => true,
    ask: (_peer, buf, start, end, onReply) => {
      if (!this.isLinkReady) return false;
      const message = { type: buf[start] as number, slots: [] as number[], followed: 0 };
      readClaim(buf, start, end, (slot, digest) => {
        message.slots.push(slot);
        if (digest === FOLLOWED) message.followed++;
      });
      this.asked.push(message);
      onReply(writeAnswer(1, this.refused.splice(0)));
      return true;
    },
    onStream: () => {},
  });

  /** Works until `ms` from now, once a ms; returns how many slots were asked for. */
  run(ms: number): number {
    const before = this.count;
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; this.nowMs++)
      this.claims.work(0, () => false);
    return this.count - before;
  }

  get count(): number {
    return this.asked.reduce((sum, { slots }) => sum + slots.length, 0);
  }
}

describe('claims', () => {
  it('follow few slots right after a new map, then more and more, each once', () => {
    const asker = new Asker();
    asker.claims.onMap(true);
    for (let slot = 0; slot < SLOT_COUNT; slot++) asker.claims.add(FOLLOW, slot, PEER, false);
    expect(asker.run(50)).to.be.within(1, 100);
    expect(asker.run(150)).to.be.within(400, 1000);
    asker.run(1000);
    const slots = asker.asked.flatMap((message) => message.slots);
    expect([slots.length, new Set(slots).size]).to.deep.equal([SLOT_COUNT, SLOT_COUNT]);
    expect(Math.max(...asker.asked.map((message) => message.slots.length))).to.be.at.most(512);
  });

  it('follow all slots as fast as they are granted while nobody waits for this shard', () => {
    const asker = new Asker();
    asker.claims.onMap(false);
    for (let slot = 0; slot < SLOT_COUNT; slot++) asker.claims.add(FOLLOW, slot, PEER, false);
    expect(asker.run(SLOT_COUNT / 512)).to.equal(SLOT_COUNT);
  });

  it('take first the slots that somebody waits for, and few at a time', () => {
    const asker = new Asker();
    asker.claims.onMap(true);
    for (let slot = 0; slot < 1000; slot++) asker.claims.add(TAKE, slot, PEER, slot === 901);
    asker.run(1);
    for (const slot of [900, 901, 900, 5, 2000]) asker.claims.hurry(slot, PEER);
    asker.run(1);
    expect(asker.asked[1]).to.include({ type: TAKE, followed: 1 });
    expect(asker.asked[1]?.slots.slice(0, 3)).to.deep.equal([900, 901, asker.asked[0]?.slots.length]);
    asker.run(100);
    const slots = asker.asked.flatMap((message) => message.slots);
    expect([slots.length, new Set(slots).size]).to.deep.equal([1000, 1000]);
    expect(Math.max(...asker.asked.map((message) => message.slots.length))).to.equal(128);
  });

  it('take slots at once, and before any is followed', () => {
    const asker = new Asker();
    asker.claims.onMap(true);
    for (let slot = 0; slot < 100; slot++) asker.claims.add(FOLLOW, slot, PEER, false);
    for (let slot = 0; slot < 1000; slot++) asker.claims.add(TAKE, slot, PEER, slot < 10);
    asker.run(2);
    expect(asker.asked.map(({ type, slots }) => [type, slots.length])).to.deep.equal([
      [TAKE, 128],
      [TAKE, 128],
    ]);
    expect(asker.asked[0]?.followed).to.equal(10);
  });

  it('are made again when they were refused or not sent, later, and behind those that were not made yet', () => {
    const asker = new Asker();
    asker.isLinkReady = false;
    asker.claims.add(TAKE, 5, PEER, true);
    asker.run(1);
    expect(asker.count).to.equal(0);
    asker.isLinkReady = true;
    asker.refused = [5];
    expect(asker.run(40)).to.equal(0);
    expect(asker.run(20)).to.equal(1);
    expect(asker.asked[0]).to.deep.equal({ type: TAKE, slots: [5], followed: 1 });
    asker.claims.add(TAKE, 9, PEER, false);
    asker.run(60);
    expect(asker.asked[1]?.slots).to.deep.equal([9, 5]);
  });

  it('are not made of a shard that is gone, nor of copies that are not wanted any more', () => {
    const asker = new Asker();
    asker.claims.add(TAKE, 1, PEER, false);
    asker.claims.dropPeer(PEER);
    asker.claims.add(FOLLOW, 2, PEER, false);
    asker.claims.add(FOLLOW, 3, PEER, false);
    asker.claims.dropFollow(2, PEER);
    asker.run(10);
    expect(asker.asked.flatMap(({ slots }) => slots)).to.deep.equal([3]);
  });
});
