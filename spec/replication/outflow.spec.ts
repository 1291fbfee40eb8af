import { expect } from 'chai';
import { AckGate, AckWait } from '../../lib/replication/acks.ts';
import { FOLLOWED } from '../../lib/replication/messages.ts';
import { Outflow, type OutflowHost } from '../../lib/replication/outflow.ts';
import { NOW_MS, newKeyspace, put } from './arbitraries.ts';
import { describeMessage } from './sim/describe.ts';

const SLOT = 12_539;

class Peer {
  readonly keyspace = newKeyspace();
  readonly said: string[] = [];
  readonly replies: ((reply?: Buffer) => void)[] = [];
  isReachable = true;
  endDigest = -1;
  isHandedTo = true;
  isHeld = true;
  hasEnded = false;
  /** Slots that were given, and may not have arrived. */
  readonly lost: number[] = [];
  readonly stream: Outflow;

  constructor(limitBytes: number = 1e6, windowBytes: number = 1e6) {
    const host: OutflowHost = {
      keyspace: this.keyspace,
      windowBytes,
      limitBytes,
      latestVersion: 9,
      clockMs: () => 0,
      isIncoming: () => false,
      isHeld: () => this.isHeld,
      isHandedTo: () => this.isHandedTo,
      ask: (_peer, buf, start, end, onReply) => {
        if (!this.isReachable) return false;
        const frames = describeMessage(buf.subarray(start, end), undefined);
        for (const [, text] of frames) {
          if (text.startsWith('END')) this.endDigest = Number(text.split(' ')[2]);
        }
        for (const [, text] of frames) this.said.push(text.split(' ').slice(0, 2).join(' ').trim());
        this.replies.push(onReply);
        return true;
      },
      canAsk: () => this.isReachable,
      onPending: () => {},
      onLive: () => {},
      onGave: () => {},
      onGiveLost: (slot) => this.lost.push(slot),
      onEnd: () => {
        this.hasEnded = true;
      },
    };
    this.stream = new Outflow('peer', 1, host);
  }

  put(key: string, version: number): void {
    put(this.keyspace, { key: Buffer.from(key), value: Buffer.from('v'), version, expiresAtMs: -1 });
  }

  work(): void {
    this.stream.work(NOW_MS, () => false, true);
    this.stream.flush();
  }
}

describe('a stream to another shard', () => {
  it('sends a slot whole that differs, with its deletions', () => {
    const peer = new Peer();
    peer.put('key', 5);
    peer.keyspace.applyDelete(Buffer.from('foo'), 0, 3, 7, NOW_MS);
    peer.stream.want(SLOT, 1, false);
    peer.work();
    expect(peer.said).to.deep.equal(['BEGIN', 'PUT key', 'END']);
    peer.stream.want(12_182, 1, false);
    peer.work();
    expect(peer.said.slice(3)).to.deep.equal(['BEGIN', 'DELETE foo', 'END']);
  });

  it('does not compare with one who has nothing, and tells at the end what is here now, however long it took', () => {
    const peer = new Peer();
    for (let i = 0; i < 500; i++) peer.put(`{key}${i}`, 5 + i);
    peer.stream.want(SLOT, 0, false);
    peer.stream.work(NOW_MS, () => true, true);
    peer.stream.flush();
    expect(peer.said.length).to.be.within(100, 400);
    // Behind the place that it has come to, or before.
    for (let i = 0; i < 500; i++) peer.put(`{key}${i}`, 1000 + i);
    peer.work();
    expect(peer.said.filter((text) => text.startsWith('PUT'))).to.have.length(500);
    expect(peer.endDigest).to.equal(peer.keyspace.digestOf(SLOT, NOW_MS));
    const another = new Peer();
    another.put('key', 5);
    another.stream.want(SLOT, 0, false);
    another.work();
    expect(another.endDigest).to.equal(another.keyspace.digestOf(SLOT, NOW_MS));
  });

  it('sends large values a batch at a time, and none when the stream has ended meanwhile', () => {
    const value = Buffer.alloc(30_000);
    const fill = (peer: Peer): void => {
      for (let i = 0; i < 100; i++) {
        put(peer.keyspace, { key: Buffer.from(`{key}${i}`), value, version: 5, expiresAtMs: -1 });
      }
      peer.stream.want(SLOT, 0, false);
      peer.work();
    };
    const peer = new Peer(1e7, 1e7);
    fill(peer);
    // To the end of a page of the index.
    expect(peer.replies.length).to.be.within(1, 6);
    for (let answered = 0; peer.stream.queuedSlots > 0; peer.work()) {
      for (; answered < peer.replies.length; answered++) peer.replies[answered]?.(Buffer.alloc(4));
    }
    expect(peer.replies.length).to.be.within(34, 40);
    expect(peer.endDigest).to.equal(peer.keyspace.digestOf(SLOT, NOW_MS));
    const slow = new Peer(100_000);
    fill(slow);
    expect(slow.hasEnded).to.equal(true);
    expect(slow.stream.isLive(SLOT)).to.equal(false);
    expect(slow.said).to.not.include('END');
  });

  it('tells the deletions of a slot that is the same', () => {
    const peer = new Peer();
    peer.keyspace.applyDelete(Buffer.from('foo'), 0, 3, 7, NOW_MS);
    peer.stream.want(12_182, 0, false);
    peer.work();
    expect(peer.said).to.deep.equal(['DELETE foo', 'SAME']);
  });

  it('gives a slot that is followed at once, and says whether it was held', () => {
    const peer = new Peer();
    peer.stream.follow(SLOT);
    peer.stream.want(SLOT, FOLLOWED, true);
    peer.isHandedTo = false;
    peer.stream.want(SLOT, 0, true);
    peer.work();
    expect(peer.said).to.deep.equal(['GIVEN', 'SAME', 'COPIED']);
  });

  it('follows a slot that was asked for as a copy while it was to be given', () => {
    for (const ask of [
      (peer: Peer) => peer.stream.want(SLOT, 0, false),
      (peer: Peer) => peer.stream.follow(SLOT),
    ]) {
      const peer = new Peer();
      peer.stream.want(SLOT, 0, true);
      ask(peer);
      peer.stream.work(NOW_MS, () => false, true);
      expect(peer.stream.isGiving(SLOT)).to.equal(false);
      expect(peer.stream.isLive(SLOT)).to.equal(true);
    }
    const given = new Peer();
    given.stream.want(SLOT, 0, false);
    given.stream.want(SLOT, 0, true);
    given.stream.work(NOW_MS, () => false, true);
    expect(given.stream.isLive(SLOT)).to.equal(false);
  });

  it('does not follow a slot that others write to by now, and says so', () => {
    const peer = new Peer();
    peer.put('key', 5);
    peer.stream.want(SLOT, 1, false);
    peer.isHeld = false;
    peer.work();
    expect(peer.said).to.deep.equal(['STOP']);
    expect([peer.stream.isLive(SLOT), peer.stream.queuedSlots]).to.deep.equal([false, 0]);
    peer.stream.want(SLOT, 1, true);
    peer.stream.want(SLOT, 1, false);
    peer.work();
    expect(peer.said.slice(1)).to.deep.equal(['BEGIN', 'PUT key', 'END', 'GIVEN', 'STOP']);
    expect(peer.stream.isLive(SLOT)).to.equal(false);
  });

  it('says so when no more changes of a slot follow', () => {
    const peer = new Peer();
    peer.stream.follow(SLOT);
    peer.stream.forget(SLOT);
    peer.stream.forget(SLOT);
    peer.work();
    expect(peer.said).to.deep.equal(['STOP']);
    expect(peer.stream.isLive(SLOT)).to.equal(false);
  });

  it('sends later what cannot be sent now', () => {
    const peer = new Peer();
    peer.isReachable = false;
    peer.stream.floor(SLOT, 3);
    peer.work();
    expect(peer.said).to.deep.equal([]);
    peer.isReachable = true;
    peer.stream.work(NOW_MS, () => false, true);
    expect(peer.said).to.deep.equal(['FLOOR']);
  });

  it('ends waits with the answer to their batch', () => {
    const peer = new Peer();
    let held = 0;
    peer.stream.floor(SLOT, 3);
    peer.stream.awaitAck(new AckWait(1, 1, 0, new AckGate(), () => held++));
    peer.stream.flush();
    expect(held).to.equal(0);
    peer.replies[0]?.(Buffer.alloc(4));
    expect(held).to.equal(1);
    expect(peer.stream.unackedBytes).to.equal(0);
  });

  it('tells of slots that were given, and not answered when it ends', () => {
    const peer = new Peer();
    peer.stream.want(12_182, 0, true);
    peer.work();
    peer.stream.want(SLOT, 0, true);
    peer.work();
    peer.replies[0]?.(Buffer.alloc(4));
    peer.stream.end();
    expect(peer.lost).to.deep.equal([SLOT]);
  });

  it('ends with its connection, and beyond its limit', () => {
    const lost = new Peer();
    lost.stream.floor(SLOT, 3);
    lost.stream.flush();
    lost.replies[0]?.(undefined);
    expect(lost.hasEnded).to.equal(true);
    const slow = new Peer(100);
    for (let n = 0; n < 20 && !slow.hasEnded; n++) {
      slow.stream.floor(SLOT, n);
      slow.stream.flush();
    }
    expect(slow.hasEnded).to.equal(true);
    expect(slow.replies.length).to.be.within(3, 10);
  });

  it('gets a value through that alone is larger than the limit, with changes behind it', () => {
    const peer = new Peer(1000, 1000);
    const change = (): void => {
      peer.stream.floor(SLOT, 3);
      peer.stream.flush();
    };
    const value = Buffer.alloc(50_000);
    put(peer.keyspace, { key: Buffer.from('key'), value, version: 5, expiresAtMs: -1 });
    peer.stream.want(SLOT, 0, false);
    peer.work();
    for (let n = 0; n < 9; n++) change();
    expect(peer.said.slice(0, 3)).to.deep.equal(['BEGIN', 'PUT key', 'END']);
    expect(peer.hasEnded).to.equal(false);
    peer.replies[0]?.(Buffer.alloc(4));
    change();
    expect(peer.hasEnded).to.equal(false);
    for (let n = 0; n < 40; n++) change();
    expect(peer.hasEnded).to.equal(true);
  });

  it('that has ended is waited for by nobody', () => {
    const peer = new Peer();
    let done = 0;
    peer.stream.floor(SLOT, 3);
    peer.stream.end();
    peer.stream.awaitAck(new AckWait(1, 1, 0, new AckGate(), () => done++));
    expect(done).to.equal(1);
  });

  it('ends when a write has waited for too long, whose outcome is unknown then', () => {
    const peer = new Peer();
    const outcomes: boolean[] = [];
    for (const sinceMs of [10, 20]) {
      peer.stream.floor(SLOT, sinceMs);
      peer.stream.awaitAck(new AckWait(1, 1, sinceMs, new AckGate(), (isHeld) => outcomes.push(isHeld)));
      peer.stream.flush();
    }
    peer.stream.expire(10);
    expect([outcomes, peer.hasEnded]).to.deep.equal([[], false]);
    peer.stream.expire(11);
    expect([outcomes, peer.hasEnded]).to.deep.equal([[false, false], true]);
  });

  it('follows no slot while the other side cannot be reached, as writes would wait for it', () => {
    const peer = new Peer();
    peer.put('key', 5);
    peer.isReachable = false;
    peer.stream.want(SLOT, 1, false);
    peer.stream.follow(12_182);
    peer.work();
    expect([peer.stream.isLive(SLOT), peer.stream.isLive(12_182)]).to.deep.equal([false, false]);
    peer.isReachable = true;
    peer.work();
    expect(peer.stream.isLive(SLOT)).to.equal(true);
  });
});
