/**
 * Finds out whether all members see the same members: asks every shard of each live one over its peer link for the hash of its view,
 * and compares it with the one here. Equal views make equal shard maps. A member agrees when all its shards do.
 *
 * The gossip layer's own `converged` is for members without shards: it asks gossip threads, whose views shards may still have to follow, and
 * does not say who differs.
 *
 * Everybody who waits shares one round of questions; nobody is asked while nobody waits. A member that cannot be
 * reached, or that has not answered in time, does not agree.
 */
import type { ViewMember, ViewSnapshot } from '../../gossip/index.ts';
import { shardId } from '../../shard/index.ts';
import type { ViewAgreement } from '../commands/context.ts';
import type { Forwarder } from './forwarder.ts';
import { askShards } from './questions.ts';

/** Time between two rounds while nobody comes; with many members it is one ms for each. */
const PAUSE_MS = 50;
/** Or so long after somebody's time is up: one round is enough for all who came at about the same time, and timers may be early. */
const LAST_PAUSE_MS = 5;
const QUESTION = ['PEER', 'VIEW'];

export interface ConvergenceParts {
  readonly forwarder: Pick<Forwarder, 'linkTo' | 'tell'>;
  memberId(): string;
  /** Id of this shard. */
  myId(): string;
  view(): ViewSnapshot;
}

interface Waiter {
  /** Monotonic time at which it is told what there is. */
  readonly deadlineMs: number;
  answer(agreement: ViewAgreement): void;
}

export class Convergence {
  private readonly parts: ConvergenceParts;
  private readonly waiters = new Set<Waiter>();
  private isAsking = false;
  private pause: NodeJS.Timeout | undefined;

  constructor(parts: ConvergenceParts) {
    this.parts = parts;
  }

  /** Resolves when all agree, or after the first round that ends later than `timeoutMs` from now. */
  wait(timeoutMs: number): Promise<ViewAgreement> {
    return new Promise((resolve) => {
      this.waiters.add({ deadlineMs: performance.now() + timeoutMs, answer: resolve });
      void this.ask();
    });
  }

  /** Answers everybody who waits with what is known now: that nobody but this member agrees. */
  stop(): void {
    clearTimeout(this.pause);
    const { members } = this.parts.view();
    const others = members.map(({ id }) => id).filter((id) => id !== this.parts.memberId());
    this.settle([...this.waiters], { agreeing: 1, dissenting: others }, Number.POSITIVE_INFINITY);
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    clearTimeout(this.pause);
    // Who comes meanwhile waits for the next round: what it wants to know about may have happened after this one began.
    const waiters = [...this.waiters];
    const agreement = await this.round();
    this.isAsking = false;
    this.settle(waiters, agreement, performance.now());
    if (this.waiters.size === 0) return;
    const pauseMs = Math.max(PAUSE_MS, this.parts.view().members.length);
    const lastPauseMs = this.untilNextDeadlineMs() + LAST_PAUSE_MS;
    this.pause = setTimeout(() => void this.ask(), Math.min(pauseMs, lastPauseMs));
    this.pause.unref();
  }

  private untilNextDeadlineMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { deadlineMs } of this.waiters) nextMs = Math.min(nextMs, deadlineMs);
    return Math.max(0, nextMs - performance.now());
  }

  private settle(waiters: readonly Waiter[], agreement: ViewAgreement, nowMs: number): void {
    for (const waiter of waiters) {
      if (agreement.dissenting.length > 0 && nowMs < waiter.deadlineMs) continue;
      this.waiters.delete(waiter);
      waiter.answer(agreement);
    }
  }

  /** Asks every shard of each live member once. */
  private async round(): Promise<ViewAgreement> {
    const { forwarder, view } = this.parts;
    const myId = this.parts.myId();
    const asked = view()
      .members.flatMap(shardsOf)
      .filter(({ id }) => id !== myId);
    const answers = await askShards(
      forwarder,
      asked.map(({ id }) => id),
      QUESTION,
    );
    const { hash, members } = view();
    const memberId = this.parts.memberId();
    // A member that has left or was forgotten agrees with nobody.
    if (!members.some(({ id }) => id === memberId)) return { agreeing: 0, dissenting: [memberId] };
    const all = new Set([memberId, ...asked.map((shard) => shard.memberId)]);
    const dissenting = new Set(asked.filter((_, i) => answers[i] !== hash).map((shard) => shard.memberId));
    return { agreeing: all.size - dissenting.size, dissenting: [...dissenting] };
  }
}

interface AskedShard {
  readonly id: string;
  readonly memberId: string;
}

function shardsOf({ id: memberId, shards }: ViewMember): AskedShard[] {
  return Array.from({ length: shards }, (_, index) => ({ id: shardId(memberId, index), memberId }));
}
