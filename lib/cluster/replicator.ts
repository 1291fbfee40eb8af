/**
 * Drives a shard's replication: takes its messages to the other shards over the peer links, gives it its turns, and tells
 * the router who answers for which slot.
 *
 * A message is the command `PEER COPY message`, answered with a bulk string. Messages have links of their own: on one that carries
 * clients' commands they would be answered behind writes that wait for the answers of others.
 */
import { setImmediate } from 'node:timers';
import { buildShardMap, type ShardMap } from '../../shard/index.ts';
import { WakingClock } from '../base/waking-clock.ts';
import type { Stats } from '../observe/stats.ts';
import { MESSAGE_HEAD_BYTES } from '../replication/messages.ts';
import { Replication } from '../replication/replication.ts';
import type { ReplicationLimits, Surroundings } from '../replication/replication-host.ts';
import { bodyStart } from '../resp/reply-reader.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { CopyPace } from './copy-pace.ts';
import type { Forwarded } from './forwarded.ts';
import type { ReplySink } from './origin.ts';
import type { PeerLink, PeerLinkListener } from './peer-link.ts';
import { PeerLinks, type RouteMember } from './peer-links.ts';

/** What one turn of the event loop may spend on it. */
const SLICE_MS = 0.4;
const HEAD = Buffer.from('*3\r\n$4\r\nPEER\r\n$4\r\nCOPY\r\n$');
const LINE_END = Buffer.from('\r\n');
const BULK = 0x24;
const TENTHS_MS = 100;
const GIVEN_UP = 'a member did not hand slots over in time: serving without it';
const CLOCK_AHEAD =
  "the clock of a member's writes is far ahead of this one's: the wall clock is or was wrong on one of them";

export interface ReplicatorParts {
  readonly keyspace: Keyspace;
  selfId(): string;
  /** A message that was not answered for so long is lost. */
  answerLimitMs(): number;
  /** A connection to that shard was refused or has ended. */
  onLinkReset(peer: string): void;
  limits(): ReplicationLimits & { readonly copyShare: number };
  readonly stats: Stats;
  /** A message of another shard was taken, in so many ms; `isForLater`: clients wait for others, as it brings parts of slots, not only changes. */
  onTaken(ms: number, isForLater: boolean): void;
  /** Commands that waited may go on. */
  onRoutes(): void;
  /** For the log. */
  onWarning(fields: Readonly<Record<string, unknown>>, text: string): void;
}

export class Replicator implements PeerLinkListener {
  readonly core: Replication;
  readonly stats: Stats;
  private readonly links = new PeerLinks(this);
  private readonly parts: ReplicatorParts;
  private isScheduled = false;
  private areRoutesNew = false;
  private tickedMs = Number.NEGATIVE_INFINITY;
  private readonly clock = new WakingClock();
  private readonly pace: CopyPace;
  private paceTimer: NodeJS.Timeout | undefined;
  private messages = 0;
  /** Called whenever something may have come to its end. */
  private readonly watchers = new Set<() => void>();

  constructor(parts: ReplicatorParts) {
    this.parts = parts;
    this.stats = parts.stats;
    this.pace = new CopyPace(() => parts.limits().copyShare);
    const host = {
      keyspace: parts.keyspace,
      limits: () => parts.limits(),
      clockMs: () => performance.now(),
      ask: this.ask,
      canAsk: (peer: string) => this.links.get(peer)?.ready === true,
      onRoutes: () => {
        this.areRoutesNew = true;
        this.schedule();
      },
      onPending: () => this.schedule(),
      onGiveUp: (peer: string, slots: number) => parts.onWarning({ peer, slots }, GIVEN_UP),
      onClockAhead: (peer: string, aheadMs: number) =>
        parts.onWarning({ peer, aheadMs: Math.round(aheadMs) }, CLOCK_AHEAD),
    };
    // Later than any number that an earlier process of this shard has come to.
    this.core = new Replication(host, buildShardMap([], 0), Math.floor(Date.now() / TENTHS_MS) % 2 ** 31);
  }

  /** Takes a new map and the shards that there are now, this one excepted; the router is to take them after this. */
  place(map: ShardMap, surroundings: Surroundings, members: readonly RouteMember[]): void {
    const ended = this.links.update(members, this.parts.selfId());
    this.core.onMap(map, surroundings);
    this.links.end(ended);
    this.schedule();
  }

  close(): void {
    clearTimeout(this.paceTimer);
    this.links.closeAll();
  }

  onLinkReady(link: PeerLink): void {
    this.core.onLinkReady(link.address.memberId);
    this.schedule();
  }

  onLinkDown(link: PeerLink): void {
    this.links.onDown(link);
    link.drain(lose);
    this.core.onLinkDown(link.address.memberId);
    this.schedule();
  }

  onLinkReset(link: PeerLink): void {
    this.parts.onLinkReset(link.address.memberId);
  }

  onRefused(): void {
    // Nothing is sent here that only an owner answers.
  }

  onRepliesRead(): void {
    this.schedule();
  }

  onOusted(): void {
    this.core.onOusted();
    this.schedule();
  }

  /** Nothing is answered until it is clear whether others have taken over. */
  setFenced(isFenced: boolean): void {
    this.core.followers.setFenced(isFenced);
  }

  /** Others may own by now what this shard owns. */
  giveUpWaits(): void {
    this.core.followers.giveUpWaits();
  }

  /** Answers a message from another shard; undefined if it is none. */
  onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined {
    this.messages++;
    const beganMs = performance.now();
    const { intakes } = this.core;
    const answer = this.core.onMessage(from, buf, start, end, nowMs);
    const tookMs = performance.now() - beganMs;
    if (intakes.bringsSlots) this.pace.spend(tookMs);
    this.parts.onTaken(tookMs, intakes.bringsSlots && !this.pace.isQuiet(beganMs));
    this.schedule();
    return answer;
  }

  /** Sends what is to be sent, links included. */
  flush(): void {
    this.core.followers.flush();
    for (const link of this.links.list()) link.flush();
  }

  /** To be called some times a second. */
  tick(nowMs: number): void {
    // Writes first: what waits for a silent member is not told that this one is lost. As of the tick before, as answers that came in
    // while this shard stood still are still to be read.
    this.core.tick(nowMs);
    // A connection that is silent is not to be trusted again: writes would wait for it anew.
    this.links.expire(this.tickedMs - this.parts.answerLimitMs(), lose, true);
    this.tickedMs = performance.now();
    this.clock.tick(this.tickedMs);
    this.links.renewSilent(this.clock.nowMs, 2 * this.parts.answerLimitMs());
    this.schedule();
  }

  /** Resolves when all copies that this shard is to have are here, or when none have come for `patienceMs`; false then. */
  caughtUp(patienceMs: number): Promise<boolean> {
    const { copies, intakes } = this.core;
    return this.until(
      () => copies.isComplete,
      () => intakes.appliedBytes + copies.liveSlots,
      patienceMs,
    );
  }

  /**
   * Resolves when others hold all slots and have all that was written, or when nobody is left to take them; or when nothing of that has gone
   * on for `patienceMs`; false then.
   */
  drained(isAnyoneJoining: () => boolean, patienceMs: number): Promise<boolean> {
    const { ownership, followers } = this.core;
    const isGone = (): boolean =>
      ownership.heldSlots === 0 && followers.queuedSlots === 0 && followers.unackedBytes === 0;
    return this.until(
      () => isGone() || (ownership.map.shards.length === 0 && !isAnyoneJoining()),
      () => ownership.heldSlots + followers.ackedBytes,
      patienceMs,
    );
  }

  /** Resolves when `isDone` holds, or when `progress` has not changed for `patienceMs`; false then. */
  private async until(isDone: () => boolean, progress: () => number, patienceMs: number): Promise<boolean> {
    let latest = progress();
    let sinceMs = performance.now();
    while (!isDone()) {
      if (performance.now() - sinceMs >= patienceMs) return false;
      await this.change();
      if (progress() === latest) continue;
      latest = progress();
      sinceMs = performance.now();
    }
    return true;
  }

  /** Resolves at the end of the next turn in which something was done. */
  private change(): Promise<void> {
    return new Promise((resolve) => this.watchers.add(resolve));
  }

  /** Lets commands that waited for a route go on, if routes have changed. To be called before commands that come later are routed. */
  followRoutes(): void {
    if (!this.areRoutesNew) return;
    this.areRoutesNew = false;
    this.parts.onRoutes();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(this.slice);
  }

  private readonly slice = (): void => {
    this.isScheduled = false;
    const beganMs = performance.now();
    const mayCopy = this.pace.mayCopy(beganMs, this.stats.commandsProcessed - this.messages);
    const isDone = this.core.work(Date.now(), () => performance.now() - beganMs >= SLICE_MS, mayCopy);
    this.flush();
    this.pace.spend(performance.now() - beganMs);
    this.followRoutes();
    if (!isDone) this.schedule();
    else if (!mayCopy && this.core.followers.queuedSlots > 0) this.copyLater();
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  };

  private copyLater(): void {
    this.paceTimer ??= setTimeout(() => {
      this.paceTimer = undefined;
      this.schedule();
    }, this.pace.waitMs);
  }

  private readonly ask = (
    peer: string,
    buf: Buffer,
    start: number,
    end: number,
    onReply: (reply?: Buffer) => void,
  ): boolean => {
    const link = this.links.get(peer);
    if (!link?.ready) return false;
    const size = Buffer.from(`${end - start}\r\n`);
    const from = start - size.length - HEAD.length;
    HEAD.copy(buf, from);
    size.copy(buf, from + HEAD.length);
    LINE_END.copy(buf, end);
    const answered = (reply: Buffer | undefined): void => {
      onReply(reply);
      this.schedule();
    };
    const entry = link.appendMessage(buf, from, end + LINE_END.length, performance.now());
    entry.sink = new Answer(answered);
    entry.command = undefined;
    return true;
  };
}

if (HEAD.length + '4294967295\r\n'.length > MESSAGE_HEAD_BYTES)
  throw new Error('no room for the head of a message');

/** Nobody answers any more. */
function lose({ sink, tag, buf }: Forwarded): void {
  sink?.onReply(tag, buf, 0, 0);
}

/** Takes the reply to a message. */
class Answer implements ReplySink {
  private readonly onAnswer: (reply: Buffer | undefined) => void;

  constructor(onAnswer: (reply: Buffer | undefined) => void) {
    this.onAnswer = onAnswer;
  }

  onReply(_tag: number, buf: Buffer, start: number, end: number): void {
    if (start === end || buf[start] !== BULK) this.onAnswer(undefined);
    else this.onAnswer(buf.subarray(bodyStart(buf, start, end), end - LINE_END.length));
  }
}
