import { expect } from 'chai';
import { ChangeWriter, DELETE } from '../../lib/replication/changes.ts';
import {
  ClaimWriter,
  FRAMES_AT,
  MESSAGE_HEAD_BYTES,
  readAnswer,
  TAKE,
  writeApplyHead,
} from '../../lib/replication/messages.ts';
import type { Replication } from '../../lib/replication/replication.ts';
import { buildShardMap, SLOT_COUNT } from '../../shard/index.ts';
import { IDS, keyOf, LIMITS, NOW_MS, Shards, slotOf } from './shards.ts';

describe('Replication', () => {
  const [a, b, c] = IDS as [string, string, string];

  function settled(): Shards {
    const shards = new Shards();
    shards.place(IDS, 1);
    shards.settle();
    for (const id of IDS) {
      const { copies, ownership } = shards.of(id);
      expect([copies.isComplete, ownership.incomingSlots]).to.deep.equal([true, 0]);
    }
    return shards;
  }

  it('takes changes from shards only that it was told of, and remembers no others', () => {
    const shard = settled().of(a);
    const key = Buffer.from('key');
    const writer = new ChangeWriter(MESSAGE_HEAD_BYTES + FRAMES_AT);
    writer.key(DELETE, slotOf('key'), 1, key, 0, key.length);
    writeApplyHead(writer.buf, 1, 1);
    const send = (from: string) =>
      shard.onMessage(from, writer.buf, MESSAGE_HEAD_BYTES, writer.length, NOW_MS);
    const stranger = 'd'.repeat(40);
    const applied = shard.intakes.appliedKeys;
    expect(send(stranger)).to.equal(undefined);
    const claim = new ClaimWriter(TAKE, 1, 1);
    claim.add(7, 0);
    const answer = shard.onMessage(stranger, claim.buf, MESSAGE_HEAD_BYTES, claim.end, NOW_MS);
    expect(readAnswer(answer as Buffer)).to.deep.equal({ stream: 0, refused: [7] });
    expect(send(stranger), 'after a claim').to.equal(undefined);
    expect(shard.intakes.appliedKeys).to.equal(applied);
    expect(send(b)).to.be.instanceOf(Buffer);
    expect(shard.intakes.appliedKeys).to.equal(applied + 1);
  });

  it('goes on from a clock that is far ahead, tells of it once, and takes none that leaves no room for more', () => {
    const shards = settled();
    const shard = shards.of(a);
    const send = (clock: number): Buffer | undefined => {
      const message = Buffer.alloc(MESSAGE_HEAD_BYTES + FRAMES_AT);
      writeApplyHead(message, 2 ** 31, clock);
      return shard.onMessage(b, message, MESSAGE_HEAD_BYTES, message.length, NOW_MS);
    };
    const ahead = (ms: number): number => (NOW_MS + ms - Date.UTC(2020, 0, 1)) * 4096;
    expect(send(ahead(30_000))).to.be.instanceOf(Buffer);
    expect(shards.ahead).to.deep.equal([]);
    for (const ms of [70_000, 80_000]) expect(send(ahead(ms))).to.be.instanceOf(Buffer);
    expect(shards.ahead).to.deep.equal([b]);
    expect(send(Number.MAX_SAFE_INTEGER)).to.equal(undefined);
    shard.beginWrite(NOW_MS);
    expect(shard.keyspace.writeVersion).to.equal(ahead(80_000) + 1);
  });

  it('knows how many copies a new map wants before it follows it in all slots', () => {
    const shards = new Shards();
    const wanted = (): number[] => IDS.map((id) => shards.of(id).copies.wantedSlots);
    shards.place([], 1);
    expect(wanted()).to.deep.equal([0, 0, 0]);
    shards.place(IDS, 2);
    expect(IDS.map((id) => shards.of(id).copies.placedSlots)).to.deep.equal([0, 0, 0]);
    const before = wanted();
    expect(before.reduce((sum, slots) => sum + slots, 0)).to.equal(SLOT_COUNT);
    shards.settle();
    expect(wanted()).to.deep.equal(before);
  });

  it('counts on what it has sent when a stream ends', () => {
    const { followers } = settled().of(a);
    const sent = followers.sentBytes;
    expect(sent).to.be.above(0);
    for (const stream of [...followers.all()]) stream.end();
    expect([...followers.all()]).to.have.length(0);
    expect(followers.sentBytes).to.equal(sent);
  });

  it('answers for what a dead shard owned with the copies that are there, without asking anybody', () => {
    const shards = settled();
    shards.place([a, b], 2);
    const owned = [a, b].map((id) => shards.of(id).ownership);
    expect(owned.map(({ incomingSlots }) => incomingSlots)).to.deep.equal([0, 0]);
    expect((owned[0]?.heldSlots ?? 0) + (owned[1]?.heldSlots ?? 0)).to.equal(SLOT_COUNT);
  });

  it('does the same when the shard was started anew, and does not wait for what it cannot have', () => {
    const shards = settled();
    shards.place([a, b], 2, { [c]: 'another' });
    for (const id of [a, b]) expect(shards.of(id).ownership.incomingSlots, id).to.equal(0);
  });

  it('copies anew from a shard that was started anew', () => {
    const shards = settled();
    shards.followed.clear();
    shards.place(IDS, 2, { [c]: 'another' });
    expect(shards.of(a).copies.isComplete).to.equal(false);
    shards.settle();
    expect(shards.of(a).copies.isComplete).to.equal(true);
    expect([...shards.followed]).to.include.members([`${a} ${c}`, `${b} ${c}`]);
  });

  /** The others held b for dead, and the key was written there meanwhile, which now is a's. */
  function writtenOnBothSides(key: string): Shards {
    const shards = new Shards();
    // The others know of b, which they do not let serve; it goes on by itself.
    shards.tell(a, [a, c], 1, [b, c]);
    shards.tell(b, [b, c], 1, [c]);
    shards.write(b, key);
    for (const id of [a, b])
      shards.tell(
        id,
        IDS,
        3,
        IDS.filter((other) => other !== id),
      );
    shards.of(b).onOusted();
    return shards;
  }

  it('gives the owner what was written here while the others held this shard for dead, though nobody asks', () => {
    const key = keyOf(IDS, a, b, [b, c], b);
    const shards = writtenOnBothSides(key);
    shards.settle();
    expect(shards.of(a).ownership.isServed(slotOf(key))).to.equal(true);
    expect([shards.has(a, key), shards.has(b, key)]).to.deep.equal([true, true]);
  });

  it('gives it again when it was lost with the connection', () => {
    const key = keyOf(IDS, a, b, [b, c], b);
    const shards = writtenOnBothSides(key);
    shards.losing = b;
    shards.settle();
    expect(shards.has(a, key)).to.equal(false);
    shards.losing = '';
    shards.of(b).tick(NOW_MS);
    shards.settle();
    expect(shards.has(a, key)).to.equal(true);
  });

  it('gives up on one that gives nothing, but not for the time in which it stood still itself', () => {
    const shards = settled();
    const shard = shards.of(a);
    const isPatientFor = (ms: number): boolean => {
      for (const endMs = shards.clockMs + ms; shards.clockMs < endMs; shards.clockMs += 100)
        shard.tick(NOW_MS);
      return shards.givenUp.length === 0;
    };
    expect(isPatientFor(100)).to.equal(true);
    shards.silent = c;
    shards.tell(a, [a, b], 2, [b, c]);
    shards.settle();
    expect(shard.ownership.incomingSlots).to.be.above(0);
    shards.clockMs += 3 * LIMITS.handoffTimeoutMs;
    expect(isPatientFor(0.9 * LIMITS.handoffTimeoutMs)).to.equal(true);
    expect(isPatientFor(0.3 * LIMITS.handoffTimeoutMs)).to.equal(false);
    expect(shards.givenUp).to.deep.equal([`${a} ${c}`]);
  });

  for (const count of [1, 2]) {
    it(`serves on, when its member was alone with ${count === 1 ? 'one shard' : 'two'}, only with what those know who come`, () => {
      const shard = new Shards().of(a);
      for (const ids of [[a], [a, b]]) {
        const members = ids.map((id) => ({ id, weight: 1, zone: '', shards: count }));
        const map = buildShardMap(members, ids.length, undefined, 1);
        const others = map.shards.map(({ id }) => id).filter((id) => id !== a);
        shard.onMap(map, { selfId: a, wanted: map, live: new Map(others.map((id) => [id, 'p'])) });
        expect(shard.ownership.heldSlots, `${ids}`).to.equal(ids.length === 1 ? map.slotCount(0) : 0);
      }
    });
  }

  describe('has a write wait for its replica', () => {
    const key = keyOf(IDS, a, b, [a, c], a);

    /** A write at a, for b; how it ends is in `outcomes`. */
    function waiting(shards: Shards, outcomes: boolean[]): Replication {
      shards.silent = b;
      const shard = shards.of(a);
      shard.tick(NOW_MS);
      shards.write(a, key);
      expect(shard.followers.awaitAcks(1, (isHeld) => outcomes.push(isHeld))).to.equal(true);
      shard.followers.flush();
      return shard;
    }

    it('until that is known to be gone', () => {
      const [shards, outcomes] = [settled(), [] as boolean[]];
      waiting(shards, outcomes);
      expect(outcomes).to.deep.equal([]);
      shards.place([a, c], 2);
      expect(outcomes).to.deep.equal([true]);
    });

    it('for so long at most, and nobody knows then whether it is held', () => {
      const [shards, outcomes] = [settled(), [] as boolean[]];
      const shard = waiting(shards, outcomes);
      shards.settle();
      shard.tick(NOW_MS);
      expect(outcomes).to.deep.equal([]);
      for (let waitedMs = 0; waitedMs <= LIMITS.proxyTimeoutMs; waitedMs += 2500) {
        shards.settle();
        shard.tick(NOW_MS);
      }
      expect(outcomes).to.deep.equal([false]);
    });

    it('but does not blame it for the time in which nobody looked here', () => {
      const [shards, outcomes] = [settled(), [] as boolean[]];
      const shard = waiting(shards, outcomes);
      for (let ms = 0; ms < 3 * LIMITS.proxyTimeoutMs; ms += 2500) shards.settle();
      shard.tick(NOW_MS);
      expect(outcomes).to.deep.equal([]);
    });

    it('and does not acknowledge it when others have taken over', () => {
      const [shards, outcomes] = [settled(), [] as boolean[]];
      const shard = waiting(shards, outcomes);
      shard.followers.setFenced(true);
      shard.onLinkDown(b);
      expect(outcomes).to.deep.equal([]);
      shard.onOusted();
      shard.followers.setFenced(false);
      expect(outcomes).to.deep.equal([false]);
    });
  });

  it('finds a copy that lacks a key, makes it anew and counts that', () => {
    const shards = settled();
    const key = keyOf(IDS, a, b, [b, c], b);
    shards.write(a, key);
    shards.settle();
    const copy = shards.of(b).keyspace;
    copy.clearSlot(slotOf(key));
    expect(shards.has(b, key)).to.equal(false);
    while (shards.of(a).followers.checks < shards.of(a).ownership.heldSlots)
      shards.of(a).followers.check(NOW_MS);
    shards.settle();
    expect(shards.has(b, key)).to.equal(true);
    expect(IDS.map((id) => shards.of(id).copies.repairs)).to.deep.equal([0, 1, 0]);
  });
});
