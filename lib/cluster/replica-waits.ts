/**
 * Waits until replicas hold what was written (WAIT): asks the owners again and again how far each of their streams of changes
 * has come, and compares.
 *
 * An owner answers at once, so that nobody's commands wait behind the question. The first answer says how much it had written to
 * each stream; once the other side of a stream holds that much, its replicas hold it. The question follows whatever this shard has
 * sent to the owner before. Everybody who waits shares the rounds; nobody is asked while nobody waits.
 *
 * The count is a lower bound: for each owner, of the copies that every slot is to have those that are behind are taken off, and where
 * copies are missing it is 0. An owner that is gone has taken its answer with it: 0, for good.
 */
import type { ReplicaQuestion, ReplicationStatus } from '../commands/context.ts';
import { areSlotsFollowed } from '../observe/replication-status.ts';

/** Pauses between rounds double from one to the other. */
const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;
/** The longest that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ReplicaWaitsParts {
  /** Id of this shard. */
  selfId(): string;
  /** Ids of the shards that own slots now. */
  owners(): readonly string[];
  /** What each of these shards tells, in their order; undefined for one that does not. */
  ask(shards: readonly string[]): Promise<readonly (ReplicationStatus | undefined)[]>;
}

/** How far each stream of an owner, by its number, has to come. */
type Targets = Map<number, number>;

interface Waiter {
  readonly question: ReplicaQuestion;
  /** By the id of the owner. */
  readonly targets: ReadonlyMap<string, Targets>;
  held: number;
  readonly timer: NodeJS.Timeout | undefined;
  answer(held: number): void;
}

export class ReplicaWaits {
  private readonly parts: ReplicaWaitsParts;
  private readonly waiters = new Set<Waiter>();
  private isAsking = false;
  private pauseMs = SHORTEST_PAUSE_MS;
  private pause: NodeJS.Timeout | undefined;

  constructor(parts: ReplicaWaitsParts) {
    this.parts = parts;
  }

  /** Resolves to the number of replicas that hold what was written, once they are enough or the time is over. */
  wait(question: ReplicaQuestion): Promise<number> {
    const owners = question.everyOwner ? this.parts.owners() : [this.parts.selfId()];
    return new Promise((answer) => {
      const targets = new Map(owners.map((id) => [id, new Map()]));
      const limitMs = Math.min(question.timeoutMs, LONGEST_TIMER_MS);
      const timer = limitMs > 0 ? setTimeout(() => this.settle(waiter), limitMs) : undefined;
      const waiter: Waiter = { question, targets, held: 0, timer, answer };
      this.waiters.add(waiter);
      this.pauseMs = SHORTEST_PAUSE_MS;
      void this.round();
    });
  }

  /** Answers everybody who waits with what is known now. */
  stop(): void {
    clearTimeout(this.pause);
    for (const waiter of [...this.waiters]) this.settle(waiter);
  }

  private async round(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    clearTimeout(this.pause);
    // Who comes meanwhile waits for the next round: what it wants to know about may have been written after this one began.
    const waiters = [...this.waiters];
    const owners = [...new Set(waiters.flatMap(({ targets }) => [...targets.keys()]))];
    const answers = await this.parts.ask(owners);
    this.isAsking = false;
    const statuses = new Map(owners.map((id, at) => [id, answers[at]]));
    for (const waiter of waiters) if (this.waiters.has(waiter)) this.look(waiter, statuses);
    if (this.waiters.size === 0) return;
    this.pause = setTimeout(() => void this.round(), this.pauseMs);
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }

  private look(waiter: Waiter, statuses: ReadonlyMap<string, ReplicationStatus | undefined>): void {
    const { question, targets } = waiter;
    const owners = this.parts.owners();
    const isLost = targets.size === 0 || [...targets.keys()].some((id) => !owners.includes(id));
    waiter.held = isLost ? 0 : leastHeld(targets, statuses);
    if (isLost || waiter.held >= question.enough || !question.isWanted()) this.settle(waiter);
  }

  private settle(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    if (this.waiters.delete(waiter)) waiter.answer(waiter.held);
  }
}

function leastHeld(
  targets: ReadonlyMap<string, Targets>,
  statuses: ReadonlyMap<string, ReplicationStatus | undefined>,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [id, streams] of targets) {
    const status = statuses.get(id);
    least = Math.min(least, status === undefined ? 0 : heldOf(status, streams));
  }
  return least;
}

/**
 * How many replicas hold what the owner had written when its streams were first seen. A stream that is new since then brings
 * its replica to where the owner is now, so that it must come as far as it was sent now.
 */
function heldOf(status: ReplicationStatus, targets: Targets): number {
  let behind = 0;
  for (const { stream, isPlaced, sentBytes, ackedBytes } of status.streams) {
    if (!isPlaced) continue;
    const target = targets.get(stream) ?? sentBytes;
    targets.set(stream, target);
    if (ackedBytes < target) behind++;
  }
  return areSlotsFollowed(status) ? Math.max(0, status.replicas - behind) : 0;
}
