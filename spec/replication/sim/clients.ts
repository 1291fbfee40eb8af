/** Clients that read and write keys at any shard, whose commands go where that one's routes say. */
import { NO_ENTRY, NO_EXPIRY } from '../../../lib/store/keyspace.ts';
import type { Checks } from './checks.ts';
import { slotOf, textOf } from './history.ts';
import { type Shard, START_MS } from './shard.ts';
import type { World } from './world.ts';

const RETRY_MS = 15;
const OP_LIMIT_MS = 5000;

/** A FLUSHALL, and what is asked of each owner by one map. */
interface Flush {
  readonly sinceMs: number;
  readonly limitMs: number;
}

interface FlushPart extends Flush {
  readonly placement: number;
  readonly epoch: number;
}

interface Operation {
  readonly key: string;
  readonly slot: number;
  readonly kind: string;
  readonly floor: number;
  readonly sinceMs: number;
  readonly limitMs: number;
  readonly side: number;
  readonly cut: boolean;
  finish(): void;
}

export class Clients {
  private readonly world: World;
  private readonly checks: Checks;

  constructor(world: World, checks: Checks) {
    this.world = world;
    this.checks = checks;
  }

  write(): void {
    const { random } = this.world;
    for (let client = 0; client < 4; client++) {
      const step = (): void => {
        if (!this.world.isWriting) return;
        const done = (): void => this.world.later(random.fraction() * 40, step);
        if (random.chance(0.004)) this.flushAll(done);
        else if (random.chance(0.03)) this.evict(this.randomKey(), done);
        else this.command(this.randomKey(), done);
      };
      this.world.later(random.fraction() * 20, step);
    }
  }

  private randomKey(): string {
    const tag = this.world.random.below(this.world.tags.length);
    return `${this.world.tags[tag]}k${this.world.random.below(this.world.keysPerTag[tag] as number)}`;
  }

  private command(key: string, done: () => void): void {
    const { random } = this.world;
    const drawn = random.below(20);
    let kind = 'get';
    if (drawn < 8) kind = key.endsWith('1') || drawn < 2 ? 'setex' : 'set';
    else if (drawn < 10) kind = 'del';
    const up = this.world.serving;
    if (up.length === 0) {
      done();
      return;
    }
    const at = this.world.pickShard(this.world.pick(up));
    // What was acknowledged before the command began must be seen.
    const floor = this.world.history.floorOf(key, this.world.sideOf(at.id));
    const limitMs = this.world.schedule.nowMs + OP_LIMIT_MS;
    let isDone = false;
    const finish = (): void => {
      if (isDone) return;
      isDone = true;
      done();
    };
    this.world.later(OP_LIMIT_MS + 500, finish);
    this.route(
      {
        key,
        slot: slotOf(key),
        kind,
        floor,
        sinceMs: this.world.schedule.nowMs,
        limitMs,
        finish,
        side: this.world.sideOf(at.id),
        cut: this.world.isCut,
      },
      at,
    );
  }

  /** At the member that the client is connected to, which alone forwards the command. */
  private route(op: Operation, at: Shard): void {
    if (this.isOver(op, at)) return;
    const target = at.routeOf(op.slot);
    const { epoch } = at.core.ownership.map;
    if (target === at.id) this.execute(op, at);
    else if (target === undefined || !this.send(op, at, target, epoch)) {
      this.retry(at, () => this.route(op, at));
    }
  }

  /** Sends it to that shard as by the map of that epoch; returns false if there is no link. */
  private send(op: Operation, at: Shard, target: string, epoch: number): boolean {
    const other = this.world.shards.find(({ id }) => id === target);
    if (other === undefined || at.links.get(target)?.isReady !== true) return false;
    this.travel(at, other, () => this.receive(op, at, other, epoch));
    return true;
  }

  private receive(op: Operation, from: Shard, at: Shard, sentEpoch: number): void {
    if (this.isOver(op, at)) return;
    const owner = at.routeOf(op.slot);
    const { epoch } = at.core.ownership.map;
    if (owner === at.id) this.execute(op, at);
    else if (at.isWaiting(op.slot) || sentEpoch > epoch)
      this.retry(at, () => this.receive(op, from, at, sentEpoch));
    else this.travel(at, from, () => this.onRefused(op, from, sentEpoch, owner, epoch));
  }

  /** Somebody else owns it by the map of that epoch. */
  private onRefused(
    op: Operation,
    at: Shard,
    sentEpoch: number,
    owner: string | undefined,
    epoch: number,
  ): void {
    if (this.isOver(op, at)) return;
    const mine = at.core.ownership.map.epoch;
    if (mine > sentEpoch) this.route(op, at);
    else {
      const isFirst = sentEpoch === mine && epoch > mine;
      if (!isFirst || owner === undefined || !this.send(op, at, owner, epoch)) this.awaitMap(op, at, mine);
    }
  }

  private awaitMap(op: Operation, at: Shard, epoch: number): void {
    this.retry(at, () => {
      if (at.core.ownership.map.epoch > epoch) this.route(op, at);
      else if (!this.isOver(op, at)) this.awaitMap(op, at, epoch);
    });
  }

  private isOver(op: Operation, at: Shard): boolean {
    return !at.isUp || this.world.schedule.nowMs > op.limitMs;
  }

  private retry(at: Shard, work: () => void): void {
    this.world.later(RETRY_MS * this.world.random.fraction(), () => at.enter(work));
  }

  private travel(from: Shard, to: Shard, work: () => void): void {
    this.world.later(0.1 + this.world.random.fraction() * 4, () => {
      if (!this.world.network.isCut(from.id, to.id)) to.enter(work);
    });
  }

  private execute(op: Operation, at: Shard): void {
    const { key, slot, kind } = op;
    const { core, keyspace, wallMs } = at;
    const side = this.world.sideOf(at.id);
    if (this.world.isTraced)
      this.world.note(`${at.name} slot ${slot} executes ${kind} ${key} fl ${op.floor}`);
    this.checks.checkOwner(slot);
    const bytes = Buffer.from(key);
    if (kind === 'get') {
      const isComparable = op.cut === this.world.isCut && op.side === side;
      const floor = isComparable ? op.floor : 0;
      this.checks.look(at, key, bytes, floor, op.sinceMs);
      op.finish();
      return;
    }
    core.beginWrite(wallMs);
    const version = keyspace.writeVersion;
    // So it may be in the same ms on the other side of a cut; nothing is promised then.
    if (this.world.history.of(key).changes.has(version)) {
      op.finish();
      return;
    }
    const found = keyspace.peek(bytes, 0, bytes.length, wallMs);
    const base = found === NO_ENTRY ? 0 : keyspace.versionOf(found);
    let isWritten = true;
    if (kind === 'del') {
      if (found === NO_ENTRY) isWritten = false;
      else keyspace.delete(found);
    } else {
      const expiresAtMs =
        kind === 'setex' ? START_MS + Math.floor(this.world.schedule.nowMs) + 1500 : NO_EXPIRY;
      const value = Buffer.from(
        textOf(key, version, 10 + this.world.random.below(this.world.random.chance(0.1) ? 400 : 60)),
      );
      keyspace.set(bytes, 0, bytes.length, value, 0, value.length, expiresAtMs, wallMs);
      if (expiresAtMs !== NO_EXPIRY) {
        this.world.history.execute(key, version, false, expiresAtMs, this.world.schedule.nowMs, side, base);
      }
    }
    if (!isWritten) {
      op.finish();
      return;
    }
    if (kind !== 'setex')
      this.world.history.execute(
        key,
        version,
        kind === 'del',
        Number.POSITIVE_INFINITY,
        this.world.schedule.nowMs,
        side,
        base,
      );
    core.onWrite(slot, bytes, 0, bytes.length);
    const cut = this.world.isCut;
    const acknowledge = (isHeld: boolean): void => {
      if (!at.isUp || at.isPaused) return;
      if (isHeld && cut === this.world.isCut)
        this.world.history.acknowledge(key, version, cut ? [side] : [0, 1]);
      op.finish();
    };
    if (!core.awaitAcks(acknowledge)) acknowledge(true);
    if (this.world.random.chance(0.7)) core.followers.flush();
  }

  /** A shard evicts a key to keep its memory limit. */
  private evict(key: string, done: () => void): void {
    this.world.later(1, done);
    const shard = this.world.pick(this.world.shards);
    shard.enter(() => {
      const { core, keyspace, wallMs, name } = shard;
      const bytes = Buffer.from(key);
      const ref = keyspace.peek(bytes, 0, bytes.length, wallMs);
      const mayEvict = this.world.replicasEvict || core.ownership.isServed(slotOf(key));
      if (ref === NO_ENTRY || !mayEvict) return;
      const version = keyspace.versionOf(ref);
      if (this.world.isTraced) this.world.note(`${name} slot ${slotOf(key)} evicts ${key}`);
      this.world.history.evict(key, version, wallMs);
      keyspace.onEvict?.(ref);
      keyspace.applyDrop(bytes, 0, bytes.length, version, wallMs);
    });
  }

  /** As lib/cluster/write-everywhere.ts does it: all owners by one placement of slots, or by that of the next map. */
  flushAll(done: () => void): void {
    this.world.later(20, done);
    const up = this.world.serving;
    if (up.length === 0) return;
    const at = this.world.pickShard(this.world.pick(up));
    this.world.note(`${at.name} is sent FLUSHALL`);
    const sinceMs = this.world.schedule.nowMs;
    at.enter(() => this.flushRound({ sinceMs, limitMs: sinceMs + OP_LIMIT_MS }, at));
  }

  private flushRound(flush: Flush, at: Shard): void {
    const { shards, placement, epoch } = at.core.ownership.map;
    let missing = shards.length;
    let isRefused = false;
    const over = (isDone: boolean): void => {
      isRefused ||= !isDone;
      if (--missing > 0) return;
      if (isRefused) this.flushAgain(flush, at, epoch);
      else {
        this.world.note(`FLUSHALL since ${flush.sinceMs.toFixed(1)} is answered`);
        this.world.history.noteFlush(flush.sinceMs, this.world.schedule.nowMs);
      }
    };
    for (const { id } of shards) this.flushPart({ ...flush, placement, epoch }, at, id, over);
  }

  private flushAgain(flush: Flush, at: Shard, epoch: number): void {
    if (!at.isUp || this.world.schedule.nowMs > flush.limitMs) return;
    if (at.core.ownership.map.epoch > epoch) this.flushRound(flush, at);
    else this.retry(at, () => this.flushAgain(flush, at, epoch));
  }

  private flushPart(part: FlushPart, at: Shard, id: string, over: (isDone: boolean) => void): void {
    if (!at.isUp || this.world.schedule.nowMs > part.limitMs) return;
    const other = this.world.shards.find((one) => one.id === id);
    if (id === at.id) this.flushThere(part, at, over);
    else if (at.core.ownership.map.indexOf(id) < 0) over(false);
    else if (other === undefined || at.links.get(id)?.isReady !== true)
      this.retry(at, () => this.flushPart(part, at, id, over));
    else {
      const answer = (isDone: boolean): void => this.travel(other, at, () => over(isDone));
      this.travel(at, other, () => this.flushThere(part, other, answer));
    }
  }

  private flushThere(part: FlushPart, shard: Shard, over: (isDone: boolean) => void): void {
    if (!shard.isUp || this.world.schedule.nowMs > part.limitMs) return;
    const { map, isWhole } = shard.core.ownership;
    const isPlaced = map.placement === part.placement;
    if (isPlaced && isWhole && !shard.isFenced) this.flushAt(shard, over);
    else if (isPlaced || part.epoch > map.epoch) this.retry(shard, () => this.flushThere(part, shard, over));
    else over(false);
  }

  private flushAt(shard: Shard, over: (isDone: boolean) => void): void {
    const { core, keyspace, wallMs } = shard;
    this.world.note(`${shard.name} executes FLUSHALL`);
    this.world.history.lastFlushMs = this.world.schedule.nowMs;
    core.beginWrite(wallMs);
    keyspace.clear();
    core.onFlush(wallMs);
    const side = this.world.sideOf(shard.id);
    const flushed: [key: string, version: number][] = [];
    for (const key of this.world.history.allKeys()) {
      const slot = slotOf(key);
      const version = keyspace.floorOf(slot);
      this.world.history.excuse(key);
      if (!core.ownership.isServed(slot) || shard.isFenced) continue;
      this.world.history.execute(key, version, true, 0, this.world.schedule.nowMs, side, version);
      flushed.push([key, version]);
    }
    const cut = this.world.isCut;
    const acknowledge = (isHeld: boolean): void => {
      if (!isHeld || !shard.isUp || shard.isPaused || cut !== this.world.isCut) return;
      for (const [key, version] of flushed)
        this.world.history.acknowledge(key, version, cut ? [side] : [0, 1]);
      over(true);
    };
    if (!core.awaitAcks(acknowledge)) acknowledge(true);
  }
}
