/**
 * One line of the member list: the newest record of a member, and what this member itself knows of it.
 */
import type { Accusation, Status } from './messages.ts';
import { ringPositions } from './rings.ts';
import type { MemberInfo, MemberRecord } from './types.ts';

/** Somebody says that a member is dead, and it has not been accepted yet. */
export interface OpenAccusation {
  readonly accusation: Accusation;
  readonly receivedMs: number;
  /** Not accepted before this time, so that the member and its observers have time to contradict. */
  notBeforeMs: number;
}

/** A round of questions to the other observers of a silent member. */
export interface SilenceCheck {
  readonly seq: number;
  readonly sentMs: number;
  /** Instances of the observers that have not heard it either. */
  readonly agreeing: Set<string>;
}

export class Member {
  /** Replaced as a whole, only by MemberTable, which keeps hashes, indexes and rings in step. */
  record: MemberRecord;
  readonly isMyself: boolean;
  readonly ringPositions: Uint32Array;
  /** Instance that this one replaced, while both may still be talking; '' if none. */
  previousInstance = '';

  /** Last first-hand sign of life. */
  heardMs = Number.NEGATIVE_INFINITY;
  /** When it was first heard after a silence of 2 hf or more. */
  backMs = Number.NEGATIVE_INFINITY;
  /** Last sign of life, first-hand or vouched for by another observer; never before `heardMs`. */
  vouchedMs = Number.NEGATIVE_INFINITY;
  /** When it last heard this member, as it showed by an answer or said in a ping. */
  answeredMs = Number.NEGATIVE_INFINITY;
  /** The same, first-hand or vouched for by another observer. */
  hearsMs = Number.NEGATIVE_INFINITY;
  /**
   * From when on silence counts against the member although nothing was heard: it was learned of, its observer was
   * inherited, or this member itself had been stalled until then.
   */
  graceMs: number;
  /** Since when it has been in its state, for a dead or left member. */
  sinceMs: number;

  lastPingedMs = Number.NEGATIVE_INFINITY;
  check: SilenceCheck | undefined = undefined;
  accusation: OpenAccusation | undefined = undefined;
  /** What its newest ping or ack said of its view and health. */
  told: Status | undefined = undefined;
  /** Highest incarnation for which a SUSPECT from elsewhere was taken up; each is taken up once. */
  suspectedIncarnation = -1;
  /** When it was last told that it is held for dead, or has been replaced. */
  lastToldMs = Number.NEGATIVE_INFINITY;
  /** The last sync that was started with it: when, over which difference, and how long not to repeat it. */
  lastSyncMs = Number.NEGATIVE_INFINITY;
  lastSyncDifference = '';
  syncPauseMs = 0;

  constructor(record: MemberRecord, isMyself: boolean, nowMs: number) {
    this.record = record;
    this.isMyself = isMyself;
    this.ringPositions = ringPositions(record.id);
    this.graceMs = nowMs;
    this.sinceMs = nowMs;
  }

  get isLive(): boolean {
    return this.record.state === 'alive' || this.record.state === 'suspect';
  }

  /** How long this member's own silence clock has run, in ms. */
  silenceMs(nowMs: number): number {
    return nowMs - Math.max(this.vouchedMs, this.graceMs);
  }

  /** For how long it has not shown that it hears anybody, in ms. */
  unansweredMs(nowMs: number): number {
    return nowMs - Math.max(this.hearsMs, this.graceMs);
  }

  /** The time that this member itself was stalled counts against nobody. */
  excuse(lostMs: number, nowMs: number): void {
    const hearsMs = nowMs - this.unansweredMs(nowMs) + lostMs;
    this.graceMs = Math.min(nowMs, nowMs - this.silenceMs(nowMs) + lostMs);
    this.hearsMs = Math.min(nowMs, hearsMs);
    if (this.accusation) this.accusation.notBeforeMs += lostMs;
  }

  /** Age of the last sign of life, in ms; Infinity if there was none. */
  evidenceAgeMs(nowMs: number): number {
    return this.isMyself ? 0 : Math.max(0, nowMs - this.vouchedMs);
  }

  info(nowMs: number): MemberInfo {
    return {
      ...this.record,
      silentMs: this.evidenceAgeMs(nowMs),
      isMyself: this.isMyself,
      health: this.told?.health ?? 0,
      serveStallMs: this.told?.serveStallMs ?? 0,
      viewHash: this.told?.viewHash ?? '',
    };
  }
}

/** Which of two instances of one member is the newer one: positive if that of `a` is. */
export function compareInstances(a: MemberRecord, b: MemberRecord): number {
  if (a.generation !== b.generation) return a.generation - b.generation;
  if (a.instance === b.instance) return 0;
  return a.instance > b.instance ? 1 : -1;
}
