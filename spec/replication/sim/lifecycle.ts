/** Members of a simulated cluster come and go: they join, leave, are killed and started anew, and others declare them dead. */
import { missingCopies, ReplicationMeter } from '../../../lib/observe/replication-status.ts';
import type { Member } from './membership.ts';
import { HANDOFF_TIMEOUT_MS, type World } from './world.ts';

export const TTL_MS = 600;
/** The slowest of all links. */
export const SLOWEST_MS = 800;
/** What was written in the last moments may not have arrived, by slow links later than by others. */
const UNSENT_MS = 500 + SLOWEST_MS;

export class Lifecycle {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  join(id: string = this.world.newName()): Member {
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

  leave(): Member {
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

  end(member: Member): void {
    member.kill();
    for (const { links } of this.world.shards) for (const { id } of member.shards) links.get(id)?.break();
  }

  kill(isRestarted: boolean): void {
    const candidates = this.world.up.filter(({ isPaused }) => !isPaused);
    if (candidates.length < 2) return;
    this.killMember(this.world.pick(candidates), isRestarted);
  }

  killMember(member: Member, isRestarted: boolean): void {
    this.world.note(`${member.name} is killed${isRestarted ? ' and started anew' : ''}`);
    this.end(member);
    this.forgiveUnsent();
    if (isRestarted) this.world.later(20 + this.world.random.below(1500), () => this.join(member.id));
    this.declareDead(member, this.world.up);
  }

  declareDead(member: Member, by: readonly Member[]): void {
    const { instance } = member;
    for (const other of by) {
      if (other === member) continue;
      this.world.later(TTL_MS * (0.3 + 0.7 * this.world.random.fraction()), () =>
        other.enter(() => other.declareDead(member.id, instance)),
      );
    }
  }

  /** Where nobody waits for replicas, what was written last may be lost. */
  forgiveUnsent(): void {
    if (this.world.minAcks === 0) this.world.history.forgive(this.world.schedule.nowMs - UNSENT_MS);
  }

  /** Whether the members that serve have all their copies without that one's. */
  private areCopied(leaver: Member): boolean {
    const serving = leaver.first.core.ownership.map.shards.map(({ id }) => id);
    const others = this.world.shards.filter(({ id, isPaused }) => serving.includes(id) && !isPaused);
    const without = leaver.shards.map(({ id }) => id);
    const missing = others.map(({ core }) => missingCopies(new ReplicationMeter(core).status(), without));
    return others.length === serving.length && missing.every((slots) => slots === 0);
  }
}
