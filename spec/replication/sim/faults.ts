/** What happens to the members of a simulated cluster: they join, leave, are killed, started anew, stopped for a while, as a whole or a thread of them, and cut off from each other. */
import { missingCopies, ReplicationMeter } from '../../../lib/observe/replication-status.ts';
import { isHolder } from '../../../lib/replication/copies.ts';
import { slotOf } from './history.ts';
import type { Member } from './membership.ts';
import type { Shard } from './shard.ts';
import { HANDOFF_TIMEOUT_MS, type World } from './world.ts';

const MAX_MEMBERS = 5;
const TTL_MS = 600;
const SLOWEST_MS = 800;
/** What was written in the last moments may not have arrived, by slow links later than by others. */
const UNSENT_MS = 500 + SLOWEST_MS;

/** Faults and how often each is drawn. */
const WEIGHTS = {
  join: 2,
  leave: 1,
  kill: 1,
  restart: 1,
  stop: 1,
  stall: 1,
  cut: 1,
  'break links': 2,
  'kill while one joins': 1,
  'two at once': 1,
  'kill the new owner': 1,
  'kill while one leaves': 2,
  'stop one link': 1,
  'slow links': 1,
  'set clocks': 1,
  'restart again and again': 1,
} as const;

export type FaultKind = keyof typeof WEIGHTS;

export const FAULT_KINDS = Object.keys(WEIGHTS) as FaultKind[];

export class Faults {
  private readonly world: World;
  private readonly settle: () => void;
  private readonly kinds: readonly FaultKind[];

  /** `settle` waits until all is well again. */
  constructor(world: World, settle: () => void, only: FaultKind | undefined) {
    this.world = world;
    this.settle = settle;
    this.kinds = FAULT_KINDS.filter((kind) => only === undefined || kind === only).flatMap((kind) =>
      new Array<FaultKind>(WEIGHTS[kind]).fill(kind),
    );
  }

  /** Something goes wrong; links break where what was drawn cannot be. */
  happen(): void {
    const { random } = this.world;
    const kind = random.pick(this.kinds);
    const act = this.canHappen(kind) ? kind : 'break links';
    if (act === 'join') this.join();
    else if (act === 'leave') this.leave();
    else if (act === 'kill') this.kill(false);
    else if (act === 'restart') this.kill(true);
    else if (act === 'stop') this.stop();
    else if (act === 'stall') this.stall();
    else if (act === 'cut') this.cut();
    else if (act === 'break links') this.breakLinks();
    else if (act === 'kill while one joins') this.killWhileJoining();
    else if (act === 'two at once') this.twoAtOnce();
    else if (act === 'kill the new owner') this.killNewOwner();
    else if (act === 'stop one link') this.stopOneLink();
    else if (act === 'slow links') this.slowLinks();
    else if (act === 'set clocks') this.setClocks();
    else if (act === 'restart again and again') this.restartAgainAndAgain();
    else this.killWhileLeaving();
  }

  private canHappen(kind: FaultKind): boolean {
    const { minAcks } = this.world;
    const count = this.world.serving.length;
    if (kind === 'join' || kind === 'two at once') return count < MAX_MEMBERS;
    if (kind === 'leave') return count > 2;
    if (kind === 'kill while one joins') return count > 1 && count < MAX_MEMBERS && minAcks > 0;
    if (kind === 'kill the new owner') return count < MAX_MEMBERS && minAcks > 0;
    if (kind === 'kill while one leaves') return count > 2 && minAcks > 0;
    return kind === 'break links' || count > 1;
  }

  private killWhileJoining(): void {
    const { random } = this.world;
    this.join();
    this.world.pass(random.below(600));
    this.kill(random.chance(0.3));
  }

  private twoAtOnce(): void {
    const { random } = this.world;
    this.join();
    this.world.pass(random.below(300));
    if (random.chance(0.5)) this.breakLinks();
    else if (this.world.serving.length > 2) this.leave();
    else this.join();
  }

  private killNewOwner(): void {
    const { random } = this.world;
    const joiner = this.join();
    while (joiner.myself.phase === 'joining') this.world.pass(2);
    this.world.pass(random.below(60));
    this.killMember(joiner, random.chance(0.3));
  }

  /** One is killed while another leaves, or as soon as that has left. */
  private killWhileLeaving(): void {
    const { random, schedule } = this.world;
    const leaver = this.leave();
    const untilMs = random.chance(0.5) ? schedule.nowMs + random.below(150) : Number.POSITIVE_INFINITY;
    while (leaver.myself.phase !== 'left' && schedule.nowMs < untilMs) this.world.pass(1);
    const others = this.world.up.filter(({ myself }) => myself.phase !== 'left');
    this.killMember(this.world.pick(others), random.chance(0.3));
  }

  private join(id: string = this.world.newName()): Member {
    const member = this.world.start(id, 'joining');
    this.world.note(`${member.name} joins`);
    const sinceMs = this.world.schedule.nowMs;
    const missing = new Set(member.shards);
    const check = (): void => {
      if (!member.isUp) return;
      this.world.later(10, () => member.first.enter(check));
      for (const shard of member.shards) if (shard.isCaughtUp) missing.delete(shard);
      const isFound = member.first.core.ownership.map.shards.length > 0;
      const isOver = this.world.schedule.nowMs - sinceMs > HANDOFF_TIMEOUT_MS;
      if (member.myself.phase !== 'joining') return;
      if (isFound && (missing.size === 0 || isOver)) {
        this.world.note(`${member.name} serves`);
        member.setPhase('serving');
      }
    };
    this.world.later(10, check);
    return member;
  }

  private leave(): Member {
    const member = this.world.pick(this.world.serving);
    this.world.note(`${member.name} leaves`);
    member.setPhase('leaving');
    const sinceMs = this.world.schedule.nowMs;
    const check = (): void => {
      const isOver = this.world.schedule.nowMs - sinceMs > 2 * HANDOFF_TIMEOUT_MS;
      const isDone = member.shards.every(({ isDrained }) => isDrained) && this.areCopied(member);
      if (!isDone && !isOver) {
        this.world.later(10, () => member.first.enter(check));
        return;
      }
      if (isOver && !isDone) this.world.fail(`${member.name} still holds slots, so it cannot leave`);
      this.world.note(`${member.name} left`);
      member.setPhase('left');
      for (const other of this.world.up) if (other !== member) member.exchange(other);
      this.world.later(500, () => this.end(member));
    };
    this.world.later(10 + this.world.random.below(50), () => member.first.enter(check));
    return member;
  }

  /** Whether the members that serve have all their copies without that one's. */
  private areCopied(leaver: Member): boolean {
    const serving = leaver.first.core.ownership.map.shards.map(({ id }) => id);
    const others = this.world.shards.filter(({ id, isPaused }) => serving.includes(id) && !isPaused);
    const without = leaver.shards.map(({ id }) => id);
    const missing = others.map(({ core }) => missingCopies(new ReplicationMeter(core).status(), without));
    return others.length === serving.length && missing.every((slots) => slots === 0);
  }

  private end(member: Member): void {
    member.kill();
    for (const { links } of this.world.shards) for (const { id } of member.shards) links.get(id)?.break();
  }

  private kill(isRestarted: boolean): void {
    const candidates = this.world.up.filter(({ isPaused }) => !isPaused);
    if (candidates.length < 2) return;
    this.killMember(this.world.pick(candidates), isRestarted);
  }

  private killMember(member: Member, isRestarted: boolean): void {
    this.world.note(`${member.name} is killed${isRestarted ? ' and started anew' : ''}`);
    this.end(member);
    this.forgiveUnsent();
    if (isRestarted) this.world.later(20 + this.world.random.below(1500), () => this.join(member.id));
    this.declareDead(member, this.world.up);
  }

  private declareDead(member: Member, by: readonly Member[]): void {
    const { instance } = member;
    for (const other of by) {
      if (other === member) continue;
      this.world.later(TTL_MS * (0.3 + 0.7 * this.world.random.fraction()), () =>
        other.enter(() => other.declareDead(member.id, instance)),
      );
    }
  }

  private stop(): void {
    const member = this.world.pick(this.world.serving);
    const forMs = this.pauseMs();
    // What it has sent last may be answered late, or not be sent at all.
    if (this.world.random.chance(0.5)) {
      this.slow(this.world.pick(member.shards), 1000, SLOWEST_MS);
      this.world.pass(this.world.random.below(400));
    }
    this.passUntilWritten(member);
    this.world.note(`${member.name} is stopped for ${forMs} ms`);
    member.pause();
    const isLong = forMs > TTL_MS;
    if (isLong) {
      // What it has not sent yet others read without until it goes on.
      this.forgiveUnsent();
      this.declareDead(member, this.world.up);
    }
    this.world.later(forMs, () => {
      this.world.note(`${member.name} goes on`);
      // Each shard looks at the clock and asks first what has become of it.
      if (isLong) for (const shard of member.shards) shard.isFenced = true;
      member.resume();
    });
    this.world.pass(forMs);
  }

  /** Until it has executed a write that it has not sent yet, or for some time. */
  private passUntilWritten({ shards }: Member): void {
    const { schedule } = this.world;
    const untilMs = schedule.nowMs + 300;
    while (schedule.nowMs < untilMs && !shards.some(({ core }) => core.followers.hasPending))
      this.world.pass(0.1);
  }

  /** One thread of a member stands still, while its gossip thread goes on. */
  private stall(): void {
    const { world } = this;
    const member = world.pick(world.serving);
    const shard = world.pick(member.shards);
    const forMs = this.pauseMs();
    const isLong = forMs > TTL_MS;
    world.note(`${shard.name} stands still for ${forMs} ms`);
    shard.pause();
    if (isLong) {
      this.forgiveUnsent();
      world.later(TTL_MS, () => {
        this.forgiveUnsent();
        member.stall();
      });
    }
    world.later(forMs, () => {
      world.note(`${shard.name} goes on`);
      if (isLong) member.fence(shard);
      shard.resume();
      if (isLong) member.serveAgain();
    });
    world.pass(forMs);
  }

  private pauseMs(): number {
    const { random } = this.world;
    return random.chance(0.3) ? random.below(150) : TTL_MS + 50 + random.below(6000);
  }

  /** Where nobody waits for replicas, what was written last may be lost. */
  private forgiveUnsent(): void {
    if (this.world.minAcks === 0) this.world.history.forgive(this.world.schedule.nowMs - UNSENT_MS);
  }

  private cut(): void {
    const { random, members } = this.world;
    this.world.sides.clear();
    for (const { id } of members) this.world.sides.set(id, random.below(2));
    this.world.isCut = true;
    this.world.history.isWhole = false;
    const { map } = (this.world.up[0] as Member).first.core.ownership;
    for (const key of this.world.history.allKeys()) {
      const slot = slotOf(key);
      const holders = map.shards
        .filter((_, index) => isHolder(map, slot, index))
        .map(({ memberId }) => this.world.sides.get(memberId));
      // What was acknowledged is at the owner and at some replicas: perhaps at none of a side's.
      const most = holders.length - Math.max(1, this.world.minAcks) - 1;
      for (const side of [0, 1]) {
        const here = holders.filter((one) => one === side).length;
        if (here === 0 || here <= most) this.world.history.loseSight(key, side);
      }
    }
    this.world.note(`cut: ${members.map(({ id, name }) => `${name}:${this.world.sideOf(id)}`).join(' ')}`);
    for (const member of this.world.up) {
      const others = this.world.up.filter(({ id }) => this.world.sideOf(id) !== this.world.sideOf(member.id));
      this.declareDead(member, others);
    }
    this.world.pass(TTL_MS + random.below(4000));
    this.world.history.isMerging = true;
    this.world.isCut = false;
    this.world.note('healed');
    // What the sides give each other may be lost on its way.
    const breaks = random.below(9);
    for (let n = 0; n < breaks; n++) this.world.later(random.below(400), () => this.breakLinks());
    this.settle();
    this.world.history.merge();
  }

  private breakLinks(): void {
    this.world.note('links break');
    for (const { id, links } of this.world.shards) {
      for (const [peer, link] of links) {
        if (this.world.areOneMember(id, peer)) continue;
        if (this.world.random.chance(0.4)) link.break();
      }
    }
  }

  /** One shard does not get through to another one, which gets through to it; it may have just joined. */
  private stopOneLink(): void {
    const { random } = this.world;
    let members = this.world.up;
    if (random.chance(0.6) && this.world.serving.length < MAX_MEMBERS) {
      const joiner = this.join();
      members = [joiner];
      if (random.chance(0.5)) while (joiner.myself.phase === 'joining') this.world.pass(2);
      else this.world.pass(100 + random.below(500));
    }
    const from = this.world.pick(members.flatMap(({ shards }) => shards));
    const others = [...from.links].filter(([peer]) => !this.world.areOneMember(from.id, peer));
    if (others.length === 0) return;
    const [peer, link] = this.world.pick(others);
    const forMs = random.below(25_000);
    this.world.note(`${from.name}>${this.world.nameOf(peer)} stands still for ${forMs} ms`);
    link.stop(forMs);
    if (random.chance(0.5)) link.break();
    this.world.pass(forMs);
  }

  /** Everything to a shard, and from it, takes long. */
  private slowLinks(): void {
    const { random } = this.world;
    const slow = this.world.pick(this.world.shards);
    const [forMs, delayMs] = [random.below(8000), 20 + random.below(SLOWEST_MS)];
    this.slow(slow, forMs, delayMs);
    this.world.pass(random.below(1000));
    if (random.chance(0.5) && this.world.serving.length < MAX_MEMBERS) this.join();
    else if (this.canHappen('kill')) this.kill(random.chance(0.3));
  }

  private slow(slow: Shard, forMs: number, delayMs: number): void {
    this.world.note(`${slow.name} is slow for ${forMs} ms: ${delayMs} ms`);
    for (const { id, links } of this.world.shards) {
      for (const [peer, link] of links) {
        if (this.world.areOneMember(id, peer)) continue;
        if (id === slow.id || peer === slow.id) link.slow(forMs, delayMs);
      }
    }
  }

  /** Wall clocks are set, forward or back. */
  private setClocks(): void {
    const { random } = this.world;
    for (const { shards } of this.world.up) {
      const offsetMs = (random.fraction() - 0.5) * 8000;
      if (random.chance(0.5)) for (const shard of shards) shard.setClock(offsetMs);
    }
    this.world.note('clocks are set');
    this.world.pass(random.below(500));
    if (this.canHappen('kill')) this.kill(random.chance(0.3));
  }

  /** A process that crashes whenever it has begun. */
  private restartAgainAndAgain(): void {
    const { random } = this.world;
    let member = this.world.pick(this.world.serving);
    for (let starts = 1 + random.below(4); starts > 0; starts--) {
      this.world.note(`${member.name} is killed and started anew`);
      this.end(member);
      this.forgiveUnsent();
      if (random.chance(0.7)) this.declareDead(member, this.world.up);
      this.world.pass(random.below(300));
      member = this.join(member.id);
      this.world.pass(random.below(800));
    }
  }
}
