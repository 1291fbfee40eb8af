/** What happens to the members of a simulated cluster: they join, leave, are killed, started anew, stopped for a while, as a whole or a thread of them, and cut off from each other. */
import type { Clients } from './clients.ts';
import { slotOf } from './history.ts';
import { Lifecycle, SLOWEST_MS, TTL_MS } from './lifecycle.ts';
import type { Member } from './membership.ts';
import type { Shard } from './shard.ts';
import type { World } from './world.ts';

const MAX_MEMBERS = 5;

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
  'restart at once': 1,
  'many at once': 1,
  'flush while slots move': 1,
} as const;

export type FaultKind = keyof typeof WEIGHTS;

export const FAULT_KINDS = Object.keys(WEIGHTS) as FaultKind[];

export class Faults {
  private readonly acts: Readonly<Record<FaultKind, () => void>> = {
    join: () => this.life.join(),
    leave: () => this.life.leave(),
    kill: () => this.life.kill(false),
    restart: () => this.life.kill(true),
    stop: () => this.stop(),
    stall: () => this.stall(),
    cut: () => this.cut(),
    'break links': () => this.breakLinks(),
    'kill while one joins': () => this.killWhileJoining(),
    'two at once': () => this.twoAtOnce(),
    'kill the new owner': () => this.killNewOwner(),
    'kill while one leaves': () => this.killWhileLeaving(),
    'stop one link': () => this.stopOneLink(),
    'slow links': () => this.slowLinks(),
    'set clocks': () => this.setClocks(),
    'restart again and again': () => this.restartAgainAndAgain(),
    'restart at once': () => this.restartAtOnce(),
    'many at once': () => this.manyAtOnce(),
    'flush while slots move': () => this.flushWhileMoving(),
  };
  private readonly world: World;
  private readonly life: Lifecycle;
  private readonly clients: Clients;
  private readonly settle: () => void;
  private readonly kinds: readonly FaultKind[];

  /** `settle` waits until all is well again. */
  constructor(world: World, clients: Clients, settle: () => void, only: FaultKind | undefined) {
    this.world = world;
    this.life = new Lifecycle(world);
    this.clients = clients;
    this.settle = settle;
    this.kinds = FAULT_KINDS.filter((kind) => only === undefined || kind === only).flatMap((kind) =>
      new Array<FaultKind>(WEIGHTS[kind]).fill(kind),
    );
  }

  /** Something goes wrong; links break where what was drawn cannot be. */
  happen(): void {
    const kind = this.world.random.pick(this.kinds);
    this.acts[this.canHappen(kind) ? kind : 'break links']();
  }

  private canHappen(kind: FaultKind): boolean {
    const { minAcks } = this.world;
    const count = this.world.serving.length;
    if (kind === 'join' || kind === 'two at once' || kind === 'many at once') return count < MAX_MEMBERS;
    if (kind === 'flush while slots move') return count < MAX_MEMBERS;
    if (kind === 'leave') return count > 2;
    if (kind === 'kill while one joins') return count > 1 && count < MAX_MEMBERS && minAcks > 0;
    if (kind === 'kill the new owner') return count < MAX_MEMBERS && minAcks > 0;
    if (kind === 'kill while one leaves') return count > 2 && minAcks > 0;
    return kind === 'break links' || count > 1;
  }

  private killWhileJoining(): void {
    const { random } = this.world;
    this.life.join();
    this.world.pass(random.below(600));
    this.life.kill(random.chance(0.3));
  }

  private twoAtOnce(): void {
    const { random } = this.world;
    this.life.join();
    this.world.pass(random.below(300));
    if (random.chance(0.5)) this.breakLinks();
    else if (this.world.serving.length > 2) this.life.leave();
    else this.life.join();
  }

  private killNewOwner(): void {
    const { random } = this.world;
    const joiner = this.life.join();
    while (joiner.myself.phase === 'joining') this.world.pass(2);
    this.world.pass(random.below(60));
    this.life.killMember(joiner, random.chance(0.3));
  }

  /** One is killed while another leaves, or as soon as that has left. */
  private killWhileLeaving(): void {
    const { random, schedule } = this.world;
    const leaver = this.life.leave();
    const untilMs = random.chance(0.5) ? schedule.nowMs + random.below(150) : Number.POSITIVE_INFINITY;
    while (leaver.myself.phase !== 'left' && schedule.nowMs < untilMs) this.world.pass(1);
    const others = this.world.up.filter(({ myself }) => myself.phase !== 'left');
    this.life.killMember(this.world.pick(others), random.chance(0.3));
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
      this.life.forgiveUnsent();
      this.life.declareDead(member, this.world.up);
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
      this.life.forgiveUnsent();
      world.later(TTL_MS, () => {
        this.life.forgiveUnsent();
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

  private cut(): void {
    const { random, members } = this.world;
    this.world.sides.clear();
    for (const { id } of members) this.world.sides.set(id, random.below(2));
    this.world.isCut = true;
    this.world.history.isWhole = false;
    const { map } = (this.world.up[0] as Member).first.core.ownership;
    const held = map.shards.map((_, index) => map.heldBy(index));
    for (const key of this.world.history.allKeys()) {
      const slot = slotOf(key);
      const holders = map.shards
        .filter((_, index) => held[index]?.[slot] === 1)
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
      this.life.declareDead(member, others);
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
      const joiner = this.life.join();
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
    if (random.chance(0.5) && this.world.serving.length < MAX_MEMBERS) this.life.join();
    else if (this.canHappen('kill')) this.life.kill(random.chance(0.3));
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
    if (this.canHappen('kill')) this.life.kill(random.chance(0.3));
  }

  /** A process that crashes whenever it has begun. */
  private restartAgainAndAgain(): void {
    const { random } = this.world;
    let member = this.world.pick(this.world.serving);
    for (let starts = 1 + random.below(4); starts > 0; starts--) {
      this.world.note(`${member.name} is killed and started anew`);
      this.life.end(member);
      this.life.forgiveUnsent();
      if (random.chance(0.7)) this.life.declareDead(member, this.world.up);
      this.world.pass(random.below(300));
      member = this.life.join(member.id);
      this.world.pass(random.below(800));
    }
  }

  /** Started anew within some ms, several times: perhaps before anybody has noticed. */
  private restartAtOnce(): void {
    const { random } = this.world;
    let member = this.world.pick(this.world.serving);
    for (let starts = 1 + random.below(4); starts > 0; starts--) {
      this.world.note(`${member.name} is killed and started anew at once`);
      this.life.end(member);
      this.life.forgiveUnsent();
      if (random.chance(0.3)) this.life.declareDead(member, this.world.up);
      this.world.pass(random.below(random.chance(0.5) ? 5 : 60));
      member = this.life.join(member.id);
      const next = random.below(3);
      if (next === 2) this.settle();
      else this.world.pass(random.below(next === 0 ? 10 : 200));
    }
  }

  /** Up to three join, up to two leave. */
  private manyAtOnce(): void {
    const { random } = this.world;
    for (let joins = 1 + random.below(3); joins > 0; joins--) this.life.join();
    this.world.pass(random.below(500));
    for (const least of [3, 4]) {
      if (this.world.serving.length >= least && random.chance(0.8)) this.life.leave();
      this.world.pass(random.below(30));
    }
    if (random.chance(0.4)) this.breakLinks();
    this.world.pass(random.below(1500));
  }

  /** All is deleted again and again while slots go to one that joins, and some to the next, or away from one that leaves. */
  private flushWhileMoving(): void {
    const { random } = this.world;
    if (this.world.serving.length > 2 && random.chance(0.5)) this.life.leave();
    else {
      const joiner = this.life.join();
      while (joiner.isUp && joiner.myself.phase === 'joining') this.world.pass(2);
      if (random.chance(0.4)) this.life.join();
    }
    const everyMs = 10 + random.below(60);
    for (let flushes = random.below(15); flushes >= 0; flushes--) {
      this.clients.flushAll(() => {});
      this.world.pass(random.fraction() * everyMs);
    }
    this.world.pass(random.below(1000));
  }
}
