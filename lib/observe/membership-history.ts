/**
 * What happened to members, as this node learned of it: each event as the JSON that subscribers and CLUSTER EVENTS get,
 * the last KEPT_EVENTS of them, and how long members that failed had been silent when that was noticed.
 */

/** What a membership event says, as far as it is told on. */
export interface NotedEvent {
  readonly type: string;
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly clientPort: number;
    readonly instance: string;
    readonly incarnation: number;
  };
  readonly reason: string;
  /** By name who observed it; nobody if it is left out. */
  readonly observers?: readonly string[];
  readonly silentMs: number;
  /** Wall clock in ms since 1970. */
  readonly atMs: number;
}

/** How a failure was found out, for the event `failed`. */
export interface FoundFailure {
  /** `silence`; `refused`: its process was found to be gone; or `deaf`: it did not hear the others. */
  readonly cause: string;
  /** From its last sign of life to its removal. */
  readonly latencyMs: number;
  /** Names of the observer that reached the verdict, and of one that agreed; '' if none did. This node is `MYSELF`. */
  readonly reporter: string;
  readonly witness: string;
}

/** A noted event as all shards of the member tell it on. Plain data. */
export interface ToldEvent {
  /** JSON. */
  readonly text: string;
  /** Of a member that failed: its silence in ms before that was noticed. */
  readonly detectionMs: number | undefined;
}

/** Where an event was noticed. */
export interface Witness {
  readonly id: string;
  readonly name: string;
  /** Epoch of its view once the event was part of it. */
  readonly epoch: number;
}

/** Silence in ms, before it was noticed, of the members that failed: of the last one, the median and the most. */
export interface DetectionTimes {
  readonly count: number;
  readonly lastMs: number;
  readonly medianMs: number;
  readonly mostMs: number;
}

/** What the gossip layer calls this node among observers. */
const MYSELF = 'this member';
const KEPT_EVENTS = 256;
const KEPT_DETECTIONS = 1024;

export class MembershipHistory {
  private readonly events: string[] = [];
  /** Silence of the last members that failed, the oldest first. */
  private readonly detections: number[] = [];
  private failures = 0;

  note({ text, detectionMs }: ToldEvent): void {
    keep(this.events, text, KEPT_EVENTS);
    if (detectionMs === undefined) return;
    this.failures++;
    keep(this.detections, detectionMs, KEPT_DETECTIONS);
  }

  /** The last `count` events, the oldest first. */
  latest(count: number): readonly string[] {
    return count === 0 ? [] : this.events.slice(-count);
  }

  /** Zeros as long as nobody has failed. Median and most are of the last KEPT_DETECTIONS. */
  detectionTimes(): DetectionTimes {
    const sorted = this.detections.toSorted((a, b) => a - b);
    return {
      count: this.failures,
      lastMs: this.detections.at(-1) ?? 0,
      medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
      mostMs: sorted.at(-1) ?? 0,
    };
  }
}

/** What is told on of an event; `failure` says how it was found out, if a member has failed. */
export function toldEvent(
  { type, member, reason, silentMs: toldMs, atMs, observers: told = [] }: NotedEvent,
  noticedBy: Witness,
  failure?: FoundFailure,
): ToldEvent {
  const exactMs = failure?.latencyMs ?? toldMs;
  const silentMs = Number.isFinite(exactMs) ? Math.round(exactMs) : null;
  const { id, name, host, clientPort, instance, incarnation } = member;
  const found = failure === undefined ? told : [failure.reporter, failure.witness];
  const observers = found.filter((one) => one !== '').map((one) => (one === MYSELF ? noticedBy.name : one));
  const text = JSON.stringify({
    type,
    id,
    name,
    address: host.includes(':') ? `[${host}]:${clientPort}` : `${host}:${clientPort}`,
    instance,
    incarnation,
    reason,
    ...(failure && { cause: failure.cause }),
    ...(observers.length > 0 && { observers }),
    silentMs,
    epoch: noticedBy.epoch,
    time: new Date(atMs).toISOString(),
    node: noticedBy.id,
  });
  return { text, detectionMs: type === 'failed' && silentMs !== null ? silentMs : undefined };
}

function keep<Item>(list: Item[], item: Item, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}
