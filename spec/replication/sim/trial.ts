/**
 * A random history of a simulated cluster: members join, leave, are killed, started anew, stopped for a while and cut off from
 * each other, and clients read and write meanwhile. All of it follows from the seed.
 */
import { Random } from '../../../lib/base/random.ts';
import { isHolder } from '../../../lib/replication/copies.ts';
import { NO_ENTRY, NO_EXPIRY } from '../../../lib/store/keyspace.ts';
import type { ShardMap } from '../../../shard/index.ts';
import { Schedule } from '../../sim/schedule.ts';
import { describeMessage } from './describe.ts';
import { History, slotOf, textOf } from './history.ts';
import { Member, type Phase } from './membership.ts';
import type { NetworkHost } from './network.ts';
import { Process, START_MS } from './process.ts';
import { SparseMap } from './sparse-map.ts';

const MAX_MEMBERS = 5;
const HANDOFF_TIMEOUT_MS = 10_000;
const TTL_MS = 600;
const RETRY_MS = 15;
const OP_LIMIT_MS = 5000;
const MAX_HOPS = 2;
/** After the last fault: what is given up after the handoff timeout is over by then, and one round of comparisons. */
const SETTLE_MS = 20_000;

export class Trial {
  readonly log: string[] = [];
  /** Whether messages are logged. */
  isTraced = false;
  readonly schedule = new Schedule();
  readonly random: Random;
  readonly minAcks: number;
  readonly replicas: number;
  private readonly history = new History();
  private readonly members: Member[] = [];
  /** Which side of a cut each member is on. */
  private readonly sides = new Map<string, number>();
  private isCut = false;
  private instances = 0;
  private names = 0;
  private readonly tags: string[];
  private readonly slots: number[];
  private readonly keysPerTag: number[];
  private readonly makeMap: (ids: readonly string[], epoch: number) => ShardMap;
  private readonly network: NetworkHost;
  private readonly windowBytes: number;
  private readonly limitBytes: number;
  private isWriting = true;

  constructor(seed: number) {
    this.random = new Random(seed);
    const { random, schedule } = this;
    this.minAcks = random.chance(0.6) ? 1 : 0;
    this.replicas = random.chance(0.8) ? 1 : 2;
    this.tags = Array.from({ length: 6 + random.below(10) }, (_, i) => `{t${i}-${random.below(1000)}}`);
    this.slots = [...new Set(this.tags.map((tag) => slotOf(`${tag}k0`)))];
    this.keysPerTag = this.tags.map(() => (random.chance(0.2) ? 200 : 3));
    this.windowBytes = random.chance(0.3) ? 300 : 4 * 1024 * 1024;
    this.limitBytes = random.chance(0.15) ? 3000 : 64 * 1024 * 1024;
    this.makeMap = SparseMap.maker(this.slots, this.replicas);
    this.network = {
      schedule,
      random,
      find: (id) => this.members.find((member) => member.id === id && member.process.isUp)?.process,
      isCut: (a, b) => this.isCut && this.sideOf(a) !== this.sideOf(b),
    };
  }

  /** Throws an Error that tells what went wrong. */
  run(): void {
    this.begin(2 + this.random.below(3));
    this.write();
    this.watch();
    this.pass(300);
    const faults = 1 + this.random.below(3);
    for (let fault = 0; fault < faults; fault++) {
      this.settle();
      this.trouble();
      this.pass(this.random.below(3000));
    }
    this.settle();
    this.isWriting = false;
    this.pass(6000);
    this.checkQuiet();
    this.pass(13_000);
    this.checkPlaces();
  }

  private begin(count: number): void {
    for (let n = 0; n < count; n++) this.start(this.newName(), 'serving');
    for (const a of this.members) {
      for (const b of this.members) {
        for (const [id, record] of b.records) a.records.set(id, record);
      }
    }
    for (const member of this.members) member.update();
  }

  private newName(): string {
    return (++this.names).toString(16).padStart(2, '0').repeat(20);
  }

  private start(id: string, phase: Phase): Member {
    const { random } = this;
    const process = new Process(this.network, {
      id,
      instance: ++this.instances,
      clockOffsetMs: random.chance(0.5) ? 0 : (random.fraction() - 0.5) * 8000,
      minAcks: this.minAcks,
      handoffTimeoutMs: HANDOFF_TIMEOUT_MS,
      windowBytes: this.windowBytes,
      limitBytes: this.limitBytes,
      emptyMap: this.makeMap([], 0),
      slots: this.slots,
      onGiveUp: (peer) => {
        this.note(`${id.slice(0, 2)} gives up on ${peer.slice(0, 2)}`);
      },
      onMessage: (from, message, answer) => {
        if (!this.isTraced) return;
        for (const [slot, text] of describeMessage(message, answer)) {
          this.note(`${from.slice(0, 2)}>${id.slice(0, 2)} slot ${slot} ${text}`);
        }
      },
    });
    const member: Member = new Member(this.network, process, phase, () => this.members, this.makeMap);
    member.onPlace = (map) => {
      if (!this.isTraced) return;
      const names = map.shards.map((shard) => shard.id.slice(0, 2));
      for (const slot of this.slots) {
        const holders = [
          map.ownerOf(slot),
          ...this.slots.slice(0, this.replicas).map((_, n) => map.replicaOf(slot, n)),
        ];
        this.note(`${id.slice(0, 2)} slot ${slot} map ${map.epoch} ${holders.map((one) => names[one])}`);
      }
    };
    this.members.push(member);
    return member;
  }

  private get up(): Member[] {
    return this.members.filter(({ process }) => process.isUp);
  }

  private get serving(): Member[] {
    return this.up.filter(({ myself, process }) => myself.phase === 'serving' && !process.isPaused);
  }

  // Faults.

  private trouble(): void {
    const { random } = this;
    const count = this.serving.length;
    const kind = random.below(10);
    if (kind <= 1 && count < MAX_MEMBERS) this.join();
    else if (kind === 2 && count > 2) this.leave();
    else if (kind === 3 && count > 1) this.kill(false);
    else if (kind === 4 && count > 1) this.kill(true);
    else if (kind === 5 && count > 1) this.stop();
    else if (kind === 6 && count > 1) this.cut();
    else if (kind === 7) this.breakLinks();
    else if (kind === 8 && count > 1 && count < MAX_MEMBERS && this.minAcks > 0) {
      this.join();
      this.pass(random.below(600));
      this.kill(random.chance(0.3));
    } else if (kind === 9 && count < MAX_MEMBERS) {
      this.join();
      this.pass(random.below(300));
      if (random.chance(0.5)) this.breakLinks();
      else if (this.serving.length > 2) this.leave();
      else this.join();
    } else this.breakLinks();
  }

  private pick(members: readonly Member[]): Member {
    return members[this.random.below(members.length)] as Member;
  }

  private join(id: string = this.newName()): void {
    this.note(`${id.slice(0, 2)} joins`);
    const member = this.start(id, 'joining');
    const sinceMs = this.schedule.nowMs;
    const check = (): void => {
      if (!member.process.isUp) return;
      this.later(10, () => member.process.enter(check));
      const { core } = member.process;
      const isFound = core.ownership.map.shards.length > 0;
      const isOver = this.schedule.nowMs - sinceMs > HANDOFF_TIMEOUT_MS;
      if (member.myself.phase !== 'joining') return;
      if (isFound && (core.copies.isComplete || isOver)) {
        this.note(`${id.slice(0, 2)} serves`);
        member.setPhase('serving');
      }
    };
    this.later(10, check);
  }

  private leave(): void {
    const member = this.pick(this.serving);
    this.note(`${member.id.slice(0, 2)} leaves`);
    member.setPhase('leaving');
    const sinceMs = this.schedule.nowMs;
    const check = (): void => {
      const { core } = member.process;
      const isOver = this.schedule.nowMs - sinceMs > 2 * HANDOFF_TIMEOUT_MS;
      const isDone = core.ownership.heldSlots === 0 && core.unackedBytes === 0;
      if (!isDone && !isOver) {
        this.later(10, () => member.process.enter(check));
        return;
      }
      if (isOver && !isDone) this.fail(`${member.id.slice(0, 2)} still holds slots, so it cannot leave`);
      this.note(`${member.id.slice(0, 2)} left`);
      member.setPhase('left');
      for (const other of this.up) if (other !== member) member.exchange(other);
      this.later(500, () => this.end(member));
    };
    this.later(10 + this.random.below(50), () => member.process.enter(check));
  }

  private end(member: Member): void {
    member.process.kill();
    for (const other of this.up) other.process.links.get(member.id)?.break();
  }

  private kill(isRestarted: boolean): void {
    const candidates = this.up.filter(({ process }) => !process.isPaused);
    if (candidates.length < 2) return;
    const member = this.pick(candidates);
    this.note(`${member.id.slice(0, 2)} is killed${isRestarted ? ' and started anew' : ''}`);
    this.end(member);
    if (this.minAcks === 0) this.history.forgive(this.schedule.nowMs - 500);
    if (isRestarted) this.later(20 + this.random.below(1500), () => this.join(member.id));
    this.declareDead(member, this.up);
  }

  private declareDead(member: Member, by: readonly Member[]): void {
    const { instance } = member.process;
    for (const other of by) {
      if (other === member) continue;
      this.later(TTL_MS * (0.3 + 0.7 * this.random.fraction()), () =>
        other.process.enter(() => other.declareDead(member.id, instance)),
      );
    }
  }

  private stop(): void {
    const member = this.pick(this.serving);
    const forMs = this.random.chance(0.3) ? this.random.below(150) : TTL_MS + 50 + this.random.below(6000);
    this.note(`${member.id.slice(0, 2)} is stopped for ${forMs} ms`);
    member.process.pause();
    const isLong = forMs > TTL_MS;
    if (isLong) this.declareDead(member, this.up);
    this.later(forMs, () => {
      this.note(`${member.id.slice(0, 2)} goes on`);
      if (isLong) member.process.isFenced = true;
      member.process.resume();
    });
    this.pass(forMs);
  }

  private cut(): void {
    const { random, members } = this;
    this.sides.clear();
    for (const { id } of members) this.sides.set(id, random.below(2));
    this.isCut = true;
    const { map } = (this.up[0] as Member).process.core.ownership;
    for (const key of this.history.allKeys()) {
      const slot = slotOf(key);
      const holders = map.shards
        .filter((_, index) => isHolder(map, slot, index))
        .map(({ id }) => this.sides.get(id));
      for (const side of [0, 1]) if (!holders.includes(side)) this.history.loseSight(key, side);
    }
    this.note(`cut: ${members.map(({ id }) => `${id.slice(0, 2)}:${this.sideOf(id)}`).join(' ')}`);
    for (const member of this.up) {
      const others = this.up.filter(({ id }) => this.sideOf(id) !== this.sideOf(member.id));
      this.declareDead(member, others);
    }
    this.pass(TTL_MS + random.below(4000));
    this.history.isMerging = true;
    this.isCut = false;
    this.note('healed');
    this.settle();
    this.history.merge();
  }

  private breakLinks(): void {
    const links = this.up.flatMap(({ process }) => [...process.links.values()]);
    this.note('links break');
    for (const link of links) if (this.random.chance(0.4)) link.break();
  }

  private sideOf(id: string): number {
    return this.isCut ? (this.sides.get(id) ?? 0) : 0;
  }

  // Time.

  private later(ms: number, work: () => void): void {
    this.schedule.at(this.schedule.nowMs + ms, work);
  }

  private pass(ms: number): void {
    this.schedule.run(this.schedule.nowMs + ms);
  }

  /** Waits until everybody sees the same members, and has what it is to have. */
  private settle(): void {
    const { schedule } = this;
    const untilMs = schedule.nowMs + SETTLE_MS + HANDOFF_TIMEOUT_MS;
    while (schedule.nowMs < untilMs) {
      this.pass(100);
      if (this.isSettled()) {
        this.pass(150);
        if (this.isSettled()) return;
      }
    }
    this.fail(`nothing settles: ${this.describe()}`);
  }

  private isSettled(): boolean {
    const { up } = this;
    const hash = up[0]?.viewHash;
    return up.every((member) => {
      const { process, myself } = member;
      const { ownership, copies } = process.core;
      return (
        !process.isPaused &&
        !process.isFenced &&
        myself.phase === 'serving' &&
        member.viewHash === hash &&
        member.epoch === up[0]?.epoch &&
        copies.isComplete &&
        ownership.incomingSlots === 0 &&
        this.slots.every((slot) => !ownership.isOwned(slot) || ownership.isServed(slot)) &&
        ownership.map.shards.length === up.length
      );
    });
  }

  // Clients.

  private write(): void {
    const { random } = this;
    for (let client = 0; client < 4; client++) {
      const step = (): void => {
        if (!this.isWriting) return;
        const done = (): void => this.later(random.fraction() * 40, step);
        if (random.chance(0.004)) this.flushAll(done);
        else this.command(this.randomKey(), done);
      };
      this.later(random.fraction() * 20, step);
    }
  }

  private randomKey(): string {
    const tag = this.random.below(this.tags.length);
    return `${this.tags[tag]}k${this.random.below(this.keysPerTag[tag] as number)}`;
  }

  private command(key: string, done: () => void): void {
    const { random } = this;
    const drawn = random.below(20);
    let kind = 'get';
    // Expiry leaves no tombstone: an older value that does not expire could come back from a member that was away.
    if (drawn < 8) kind = key.endsWith('1') ? 'setex' : 'set';
    else if (drawn < 10) kind = 'del';
    const up = this.serving;
    if (up.length === 0) {
      done();
      return;
    }
    const at = this.pick(up);
    // What was acknowledged before the command began must be seen.
    const floor = this.history.floorOf(key, this.sideOf(at.id));
    const limitMs = this.schedule.nowMs + OP_LIMIT_MS;
    let isDone = false;
    const finish = (): void => {
      if (isDone) return;
      isDone = true;
      done();
    };
    this.later(OP_LIMIT_MS + 500, finish);
    this.route(
      { key, slot: slotOf(key), kind, floor, limitMs, finish, side: this.sideOf(at.id), cut: this.isCut },
      at,
      0,
      0,
    );
  }

  private route(op: Operation, at: Member, hops: number, epoch: number): void {
    const { process } = at;
    if (!process.isUp || this.schedule.nowMs > op.limitMs) return;
    const target = process.routeOf(op.slot);
    if (target === at.id) {
      if (this.isTraced)
        this.note(`${at.id.slice(0, 2)} slot ${op.slot} executes ${op.kind} ${op.key} fl ${op.floor}`);
      this.execute(op, at);
      return;
    }
    const { epoch: mine } = process.core.ownership.map;
    const link = target === undefined ? undefined : process.links.get(target);
    if (target === undefined || hops >= MAX_HOPS || epoch > mine || link?.isReady !== true) {
      this.later(RETRY_MS * this.random.fraction(), () =>
        process.enter(() => this.route(op, at, hops, epoch)),
      );
      return;
    }
    const other = this.members.find(({ id, process: one }) => id === target && one.isUp);
    this.later(0.1 + this.random.fraction() * 4, () => {
      if (this.network.isCut(at.id, target)) return;
      other?.process.enter(() => this.route(op, other, hops + 1, mine));
    });
  }

  private execute(op: Operation, at: Member): void {
    const { key, slot, kind } = op;
    const { process } = at;
    const { core, keyspace, wallMs } = process;
    const side = this.sideOf(at.id);
    this.checkOwner(slot);
    const bytes = Buffer.from(key);
    if (kind === 'get') {
      const isComparable = op.cut === this.isCut && op.side === side;
      const floor = isComparable ? op.floor : 0;
      this.look(at, key, bytes, floor);
      op.finish();
      return;
    }
    core.beginWrite(wallMs);
    const version = keyspace.writeVersion;
    let isWritten = true;
    if (kind === 'del') {
      const ref = keyspace.peek(bytes, 0, bytes.length, wallMs);
      if (ref === NO_ENTRY) isWritten = false;
      else keyspace.delete(ref);
    } else {
      const expiresAtMs = kind === 'setex' ? START_MS + Math.floor(this.schedule.nowMs) + 1500 : NO_EXPIRY;
      const value = Buffer.from(
        textOf(key, version, 10 + this.random.below(this.random.chance(0.1) ? 400 : 60)),
      );
      keyspace.set(bytes, 0, bytes.length, value, 0, value.length, expiresAtMs, wallMs);
      if (expiresAtMs !== NO_EXPIRY) {
        this.history.execute(key, version, false, expiresAtMs, this.schedule.nowMs, side);
      }
    }
    if (!isWritten) {
      op.finish();
      return;
    }
    if (kind !== 'setex')
      this.history.execute(key, version, kind === 'del', Number.POSITIVE_INFINITY, this.schedule.nowMs, side);
    core.onWrite(slot, bytes, 0, bytes.length, wallMs);
    const cut = this.isCut;
    const acknowledge = (): void => {
      if (!process.isUp || process.isPaused) return;
      if (cut === this.isCut) this.history.acknowledge(key, version, cut ? [side] : [0, 1]);
      op.finish();
    };
    if (!core.awaitAcks(acknowledge)) acknowledge();
    if (this.random.chance(0.7)) core.flush();
  }

  /** Reads a key where it is held. */
  private look(at: Member, key: string, bytes: Buffer, floor: number): void {
    const { keyspace, wallMs, id } = at.process;
    const ref = keyspace.peek(bytes, 0, bytes.length, wallMs);
    const where = id.slice(0, 2);
    const voidVersion = keyspace.floorOf(slotOf(key));
    if (ref === NO_ENTRY && voidVersion >= floor) return;
    if (ref === NO_ENTRY) {
      this.history.checkMissing(key, floor, wallMs + 10_000, where);
      return;
    }
    const version = keyspace.versionOf(ref);
    if (version <= voidVersion && !this.history.isMerging)
      this.fail(`${where}: ${key} (slot ${slotOf(key)}) was undone by FLUSHALL`);
    const value = Buffer.alloc(keyspace.valueLength(ref));
    keyspace.copyValue(ref, value, 0, 0, value.length);
    this.history.checkFound(key, version, value.toString(), floor, where);
  }

  private flushAll(done: () => void): void {
    this.note('FLUSHALL');
    const { nowMs } = this.schedule;
    for (const { process } of this.up) {
      this.later(this.random.fraction() * 5, () => process.enter(() => this.flushAt(process)));
    }
    this.later(this.schedule.nowMs - nowMs + 20, done);
  }

  private flushAt(process: Process): void {
    const { core, keyspace, wallMs } = process;
    core.beginWrite(wallMs);
    keyspace.clear();
    core.onFlush(wallMs);
    const side = this.sideOf(process.id);
    const flushed: [key: string, version: number][] = [];
    for (const key of this.history.allKeys()) {
      const slot = slotOf(key);
      const version = keyspace.floorOf(slot);
      this.history.excuse(key);
      if (!core.ownership.isServed(slot) || process.isFenced) continue;
      this.history.execute(key, version, true, 0, this.schedule.nowMs, side);
      flushed.push([key, version]);
    }
    const cut = this.isCut;
    const acknowledge = (): void => {
      if (!process.isUp || process.isPaused || cut !== this.isCut) return;
      for (const [key, version] of flushed) this.history.acknowledge(key, version, cut ? [side] : [0, 1]);
    };
    if (!core.awaitAcks(acknowledge)) acknowledge();
  }

  // Checks.

  private watch(): void {
    const look = (): void => {
      for (const slot of this.slots) this.checkOwner(slot);
      for (const { process } of this.up) {
        const { unackedBytes } = process.core;
        const bound = this.members.length * (this.limitBytes + 128 * 1024);
        if (unackedBytes > bound) this.fail(`${unackedBytes} bytes are under way, more than ${bound}`);
      }
      this.later(3, look);
    };
    look();
  }

  /** At most one serves a slot on one side of the network. */
  private checkOwner(slot: number): void {
    if (this.history.isMerging) return;
    for (const side of [0, 1]) {
      const owners = this.up.filter(({ id, process }) => this.sideOf(id) === side && process.serves(slot));
      if (owners.length <= 1) continue;
      this.fail(`slot ${slot} is served by ${owners.map(({ id }) => id.slice(0, 2)).join(' and ')}`);
    }
  }

  /** Owner and replicas hold the same, and nothing older than what was acknowledged. */
  private checkQuiet(): void {
    const { up } = this;
    const map = (up[0] as Member).process.core.ownership.map;
    let visible = 0;
    let owned = 0;
    for (const { process } of up) {
      visible += process.keyspace.visibleSize;
      // A comparison may be under way.
      if (process.core.unackedBytes > 4096) this.fail(`${process.core.unackedBytes} bytes are not answered`);
      if (process.core.queuedSlots > 0) this.fail('slots are still to be sent');
    }
    for (const slot of this.slots) {
      const owner = this.find(map.shards[map.ownerOf(slot)]?.id);
      owned += owner.process.keyspace.slotSize(slot);
      for (let n = 0; n < map.replicas; n++) {
        const replica = map.replicaOf(slot, n);
        if (replica < 0) continue;
        const copy = this.find(map.shards[replica]?.id);
        const nowMs = START_MS + this.schedule.nowMs + 10_000;
        if (copy.process.keyspace.digestOf(slot, nowMs) !== owner.process.keyspace.digestOf(slot, nowMs)) {
          this.fail(`slot ${slot}: ${copy.id.slice(0, 2)} has another content than ${owner.id.slice(0, 2)}`);
        }
      }
    }
    if (visible !== owned) this.fail(`DBSIZE is ${visible}, there are ${owned} keys`);
    for (const key of this.history.allKeys()) {
      const owner = this.find(map.shards[map.ownerOf(slotOf(key))]?.id);
      this.look(owner, key, Buffer.from(key), this.history.floorOf(key, 0));
    }
  }

  /** What nobody needs is gone. */
  private checkPlaces(): void {
    for (const { process, id } of this.up) {
      for (const slot of this.slots) {
        if (process.keyspace.slotSize(slot) > 0 && !process.core.isNeeded(slot)) {
          this.fail(`${id.slice(0, 2)} still has keys of slot ${slot}`);
        }
      }
    }
  }

  private find(id: string | undefined): Member {
    const member = this.up.find((one) => one.id === id);
    return member ?? this.fail(`${id} is not there`);
  }

  private describe(): string {
    return this.up
      .map(({ id, epoch, viewHash, process, myself }) => {
        const { ownership, copies } = process.core;
        const awaited = [...ownership.awaited()].map(([slot, sources]) => `${slot}<${sources}`).join(' ');
        return `${id.slice(0, 2)} ${myself.phase} epoch ${epoch} view ${viewHash.replaceAll(/(..){20} /g, '$1 ')} awaits [${awaited}] copies ${copies.liveSlots}/${copies.wantedSlots} fenced ${process.isFenced}`;
      })
      .join('; ');
  }

  private note(text: string): void {
    this.log.push(`${this.schedule.nowMs.toFixed(1)} ${text}`);
  }

  private fail(message: string): never {
    throw new Error(`at ${this.schedule.nowMs.toFixed(1)} ms: ${message}`);
  }
}

interface Operation {
  readonly key: string;
  readonly slot: number;
  readonly kind: string;
  readonly floor: number;
  readonly limitMs: number;
  readonly side: number;
  readonly cut: boolean;
  finish(): void;
}
