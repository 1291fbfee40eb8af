/**
 * Tells how far a member has come that takes slots over before it serves, or hands them over before it leaves: in the log, and
 * to whoever listens to the node. Once when it begins, every REPORT_PERIOD_MS while it goes on, and at its end.
 */
import type { ShardFigures } from './figures.ts';
import type { Logger } from './logger.ts';

const REPORT_PERIOD_MS = 2000;
const MB = 1_000_000;

/** `in`: slots come to a member that joins; `out`: those of one that leaves go. */
export type HandoffDirection = 'in' | 'out';

export interface HandoffEvent {
  readonly direction: HandoffDirection;
  /**
   * `given-up`: nothing moved for `handoff-timeout`, and what is left is not waited for; or nobody is there any more to take it or to give
   * it.
   */
  readonly state: 'begun' | 'under-way' | 'done' | 'given-up';
  /** Slots that are still to come or to go. */
  readonly slotsLeft: number;
  /** What has come or gone so far. */
  readonly keys: number;
  readonly bytes: number;
  readonly seconds: number;
  /** All of that for people. */
  readonly text: string;
}

export interface HandoffReporterParts {
  readonly logger: Logger;
  /** Those of the whole member. */
  figures(): Promise<ShardFigures>;
  emit(event: HandoffEvent): void;
}

interface Progress {
  readonly slotsLeft: number;
  /** Slots that others have which this member is to have. */
  readonly slotsWanted: number;
  /** `in`: that have come; `out`: that are here. */
  readonly keys: number;
  readonly bytes: number;
}

export class HandoffReporter {
  private readonly parts: HandoffReporterParts;

  constructor(parts: HandoffReporterParts) {
    this.parts = parts;
  }

  /**
   * Reports on `work` until it ends: with false for each shard for which it was given up, or with undefined if this member leaves meanwhile,
   * of which nothing more is told.
   */
  async follow(
    direction: HandoffDirection,
    work: () => Promise<readonly boolean[] | undefined>,
  ): Promise<void> {
    const startedMs = performance.now();
    const first = await this.progress(direction);
    const report = async (stateOf: (now: Progress) => HandoffEvent['state']): Promise<void> => {
      const now = await this.progress(direction);
      const { slotsLeft, keys, bytes } = now;
      const seconds = (performance.now() - startedMs) / 1000;
      const done = { slotsLeft, keys: Math.abs(keys - first.keys), bytes: bytes - first.bytes, seconds };
      const event = { direction, state: stateOf(now), ...done };
      // Slots without keys are no loss, as where all members of a new cluster stop.
      const isLoss = event.state === 'given-up' && (direction === 'in' || keys > 0);
      this.tell(event, isLoss ? 'warn' : 'info');
    };
    const { slotsLeft } = first;
    this.tell({ direction, state: 'begun', slotsLeft, keys: 0, bytes: 0, seconds: 0 }, 'info');
    const timer = setInterval(() => {
      // A shard that is gone ends the node; there is nothing to be told of it here.
      report(() => 'under-way').catch(() => {});
    }, REPORT_PERIOD_MS);
    const outcomes = await work().finally(() => clearInterval(timer));
    if (outcomes === undefined) return;
    const isDone = outcomes.every(Boolean);
    await report(({ slotsLeft, slotsWanted }) => {
      const areAllGone = direction === 'in' && slotsWanted === 0 && first.slotsLeft > 0;
      return isDone && slotsLeft === 0 && !areAllGone ? 'done' : 'given-up';
    });
  }

  private async progress(direction: HandoffDirection): Promise<Progress> {
    const { keyspace, replication } = await this.parts.figures();
    const { wantedSlots, copiedSlots, receivedKeys, receivedBytes, sentBytes } = replication;
    if (direction === 'in') {
      return {
        ...{ slotsLeft: wantedSlots - copiedSlots, slotsWanted: wantedSlots },
        ...{ keys: receivedKeys, bytes: receivedBytes },
      };
    }
    const queuedSlots = replication.streams.reduce((sum, stream) => sum + stream.queuedSlots, 0);
    const slotsLeft = replication.heldSlots + queuedSlots;
    return { slotsLeft, slotsWanted: 0, keys: keyspace.size, bytes: sentBytes };
  }

  private tell(event: Omit<HandoffEvent, 'text'>, level: 'info' | 'warn'): void {
    const text = textOf(event);
    const { direction, state, slotsLeft, keys, bytes, seconds } = event;
    const fields = { event: 'handoff', direction, state, slotsLeft, keys, bytes, seconds: round(seconds) };
    this.parts.logger[level](fields, text);
    this.parts.emit({ ...event, text });
  }
}

const WORDS = {
  in: { doing: 'copying the slots to serve', done: 'has copied the slots to serve', left: 'to come' },
  out: { doing: 'handing its slots over', done: 'has handed its slots over', left: 'to go' },
} as const;

/** `handing its slots over: 2310 slots to go; 120000 keys, 34.2 MB in 0.7 s (48.9 MB/s)` */
function textOf({ direction, state, slotsLeft, keys, bytes, seconds }: Omit<HandoffEvent, 'text'>): string {
  const { doing, done, left } = WORDS[direction];
  const slots = `${slotsLeft} slots ${left}`;
  if (state === 'begun') return `${doing}: ${slots}`;
  const speed = seconds > 0 ? bytes / MB / seconds : 0;
  const amount = `${keys} keys, ${round(bytes / MB)} MB in ${round(seconds)} s (${round(speed)} MB/s)`;
  if (state === 'under-way') return `${doing}: ${slots}; ${amount}`;
  if (state === 'done') return `${done}: ${amount}`;
  return slotsLeft > 0
    ? `waits no longer: ${slots}; ${amount}`
    : `those who had its slots are gone: ${amount}`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
