/**
 * Joins membership to placement and routing: each view of the gossip layer becomes a shard map, and the CLUSTER
 * commands ask here. Membership reaches the shard map as plain data; neither knows of the other.
 */
import { EventEmitter } from 'node:events';
import type { Membership, ViewMember, ViewSnapshot } from '../../gossip/index.ts';
import { buildShardMap, type RendezvousMap, type ShardMap } from '../../shard/index.ts';
import type {
  Ban,
  ClusterMember,
  ClusterServices,
  ForgetOutcome,
  LinkInfo,
  MemberHealth,
  Standing,
  ViewAgreement,
} from '../commands/context.ts';
import type { Connections } from '../server/connections.ts';
import { Convergence } from './convergence.ts';
import type { Router } from './router.ts';
import type { SlotCleaner } from './slot-cleaner.ts';

/** How long a member's own change of phase may take to come back to it as a view. */
const SERVING_PATIENCE_MS = 1000;
const FOREVER_MS = Number.POSITIVE_INFINITY;
const NO_HEALTH: MemberHealth = {
  score: 0,
  lagMs: 0,
  serveStallMs: 0,
  isIsolated: false,
  agreeingCount: 0,
};
const NO_VIEW: ViewSnapshot = { epoch: 0, hash: '0'.repeat(16), members: [] };

export interface ClusterParts {
  readonly router: Router;
  readonly cleaner: SlotCleaner;
  readonly connections: Connections;
  selfId(): string;
  /** Whether slots are served only while more than half of the known members are seen. */
  needsMajority(): boolean;
  /** CLUSTER RESET: drops all keys and starts over as a cluster of one. */
  reset(hard: boolean): Promise<void>;
}

export interface ClusterEvents {
  /** A shard map that places slots otherwise than the one before. */
  map: [RendezvousMap];
  /** It waits for other members, of which that many are needed and seen, itself included. */
  waiting: [{ readonly needed: number; readonly seen: number }];
  /** It has begun, or ceased, to see no majority and so to serve nothing. */
  cutOff: [isCutOff: boolean, standing: Standing];
}

export class Cluster extends EventEmitter<ClusterEvents> implements ClusterServices {
  private readonly parts: ClusterParts;
  private membership: Membership | undefined;
  private isLeaving = false;
  private needed = 0;
  private isCutOffNow = false;
  private giveUpWaiting = (): void => {};
  private latest = buildShardMap([], 0);
  private readonly convergence: Convergence;

  constructor(parts: ClusterParts) {
    super();
    this.parts = parts;
    this.convergence = new Convergence({
      forwarder: parts.router.forwarder,
      myId: () => this.myId,
      view: () => this.view,
    });
  }

  /**
   * From now on follows this membership, which has not been started yet. With `minMembers` above 1 this member serves only when
   * it sees as many, or one that serves.
   */
  attach(membership: Membership, minMembers: number): void {
    this.membership = membership;
    this.isLeaving = false;
    this.needed = minMembers > 1 ? minMembers : 0;
    membership.on('event', () => {
      if (this.membership === membership) this.reconsider();
    });
    membership.on('view', (view) => {
      if (this.membership === membership && !this.isLeaving) this.useMap(view.members, view.epoch);
    });
  }

  /**
   * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
   * after `patienceMs` alone; if it needs more members, whenever it sees them. Resolves early if it leaves meanwhile.
   */
  async joined(patienceMs: number): Promise<void> {
    const { membership } = this;
    if (membership === undefined) return;
    if (this.needed > 0) await this.viewWhere(membership, (view) => this.hasEnough(view), FOREVER_MS);
    else if (patienceMs > 0) await this.viewWhere(membership, (view) => view.members.length > 1, patienceMs);
    if (this.isLeaving || !membership.isRunning) return;
    if (this.needed > 0 || patienceMs > 0) membership.setPhase('serving');
    this.needed = 0;
    const isServing = (member: ViewMember): boolean => member.id === this.myId && member.phase === 'serving';
    await this.viewWhere(membership, (view) => view.members.some(isServing), SERVING_PATIENCE_MS);
  }

  private hasEnough({ members }: ViewSnapshot): boolean {
    const isEnough =
      members.length >= this.needed ||
      members.some(({ id, phase }) => id !== this.myId && phase === 'serving');
    if (!isEnough) this.emit('waiting', { needed: this.needed, seen: members.length });
    return isEnough;
  }

  /** Resolves with the first view, now or later, for which `matches` holds, after `patienceMs`, or when this member leaves. */
  private async viewWhere(
    membership: Membership,
    matches: (view: ViewSnapshot) => boolean,
    patienceMs: number,
  ): Promise<void> {
    if (this.isLeaving || matches(membership.view())) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        membership.off('view', onView);
        this.giveUpWaiting = () => {};
        resolve();
      };
      const onView = (view: ViewSnapshot): void => {
        if (matches(view)) finish();
      };
      const timer = patienceMs === FOREVER_MS ? undefined : setTimeout(finish, patienceMs);
      membership.on('view', onView);
      this.giveUpWaiting = finish;
    });
  }

  get myId(): string {
    return this.parts.selfId();
  }

  get map(): ShardMap {
    return this.latest;
  }

  get viewHash(): string {
    return this.view.hash;
  }

  private get view(): ViewSnapshot {
    return this.membership?.view() ?? NO_VIEW;
  }

  converged(timeoutMs: number): Promise<ViewAgreement> {
    return this.convergence.wait(timeoutMs);
  }

  get ok(): boolean {
    return this.map.members.length > 0 && this.bannedMs === 0 && !this.isCutOffNow;
  }

  get membersNeeded(): number {
    return this.needed;
  }

  get standing(): Standing {
    const members = this.members();
    const live = members.filter(({ state }) => state === 'alive' || state === 'suspect');
    // Where a live member is, no other can come back: a node without a data folder has a new id after each crash.
    const taken = new Set(live.map(({ host, busPort }) => `${host} ${busPort}`));
    const gone = members.filter(
      ({ state, host, busPort }) => state === 'dead' && !taken.has(`${host} ${busPort}`),
    );
    const known = live.length + gone.length;
    return { live: live.length, known, hasMajority: 2 * live.length > known };
  }

  get health(): MemberHealth {
    const status = this.membership?.status();
    if (status === undefined) return NO_HEALTH;
    const { health: score, lagMs, serveStallMs, isIsolated, agreeingCount } = status;
    return { score, lagMs, serveStallMs, isIsolated, agreeingCount };
  }

  /** Looks again at what depends on who is known, or on an option. */
  reconsider(): void {
    if (this.isLeaving || this.isCutOff() === this.isCutOffNow) return;
    this.useMap(this.view.members, this.view.epoch);
  }

  private isCutOff(): boolean {
    return this.parts.needsMajority() && (!this.standing.hasMajority || this.health.isIsolated);
  }

  get bannedMs(): number {
    return this.bans().find((ban) => ban.id === this.myId)?.remainingMs ?? 0;
  }

  members(): readonly ClusterMember[] {
    return this.membership?.members() ?? [];
  }

  bans(): readonly Ban[] {
    return this.membership?.bans() ?? [];
  }

  links(): readonly LinkInfo[] {
    const links: LinkInfo[] = [];
    for (const link of this.parts.router.forwarder.linkList()) {
      const { createdAtMs, queuedBytes } = link;
      links.push({ direction: 'to', memberId: link.address.memberId, createdAtMs, queuedBytes });
    }
    for (const peer of this.parts.connections.peers()) {
      const { connectedAtMs, outputBytes } = peer;
      links.push({
        direction: 'from',
        memberId: peer.peerId,
        createdAtMs: connectedAtMs,
        queuedBytes: outputBytes,
      });
    }
    return links;
  }

  messageCounts(): ReturnType<ClusterServices['messageCounts']> {
    return this.membership?.messageCounts() ?? { sent: {}, received: {} };
  }

  meet(host: string, busPort: number): void {
    this.membership?.meet(host, busPort);
  }

  async forget(id: string): Promise<ForgetOutcome> {
    return (await this.membership?.forget(id)) ?? 'unknown';
  }

  reset(hard: boolean): Promise<void> {
    return this.parts.reset(hard);
  }

  /**
   * Says goodbye. Resolves when the others know; from then on the map is theirs alone, so that commands which still
   * arrive here are passed on to whoever owns their keys now.
   */
  async leave(): Promise<void> {
    const { membership } = this;
    if (!membership?.isRunning) return;
    const before = membership.view();
    this.isLeaving = true;
    this.giveUpWaiting();
    this.convergence.stop();
    await membership.leave();
    // The own view is empty from now on; of the members of the last one, some may have left at the same time.
    const gone = new Set(
      this.members()
        .filter(isGone)
        .map((member) => member.id),
    );
    const others = before.members.filter((member) => member.id !== this.myId && !gone.has(member.id));
    this.useMap(others, membership.view().epoch);
  }

  /** The serving members of the view, and nothing else, make the map; links go to everybody who can be reached. */
  private useMap(members: readonly ViewMember[], epoch: number): void {
    const serving = members.filter((member) => member.phase === 'serving');
    const before = this.latest;
    const map = buildShardMap(serving, epoch, before);
    this.latest = map;
    this.parts.cleaner.onMap(map, map.indexOf(this.myId));
    const others = this.members().filter(isReachable);
    const wasCutOff = this.isCutOffNow;
    this.isCutOffNow = !this.isLeaving && this.isCutOff();
    const isOut = this.isLeaving || this.needed > 0 || this.members().some(isMyselfGone);
    this.parts.router.awaitsOwners = !this.isCutOffNow && (map.members.length > 0 || !isOut);
    this.parts.router.setMap(
      // Cut off it trusts no owner, itself included: nobody owns anything then.
      this.isCutOffNow ? buildShardMap([], epoch) : map,
      others.map(({ id, host, shardPort, state }) => ({ id, host, shardPort, leaving: state === 'left' })),
    );
    if (!isSamePlacement(before, map)) this.emit('map', map);
    if (wasCutOff !== this.isCutOffNow && !this.isLeaving)
      this.emit('cutOff', this.isCutOffNow, this.standing);
  }
}

/** Whether that is this member itself, which the others have forgotten or which had to stop: nobody will own its slots. */
function isMyselfGone({ isMyself, state }: ClusterMember): boolean {
  return isMyself && state === 'left';
}

/** Whether commands can be answered there: not by the dead, nor by one whose data thread hangs. */
function isReachable({ isMyself, state, phase }: ClusterMember): boolean {
  return !isMyself && state !== 'dead' && phase !== 'stalled';
}

function isGone({ state }: ClusterMember): boolean {
  return state === 'left' || state === 'dead';
}

function isSamePlacement(a: ShardMap, b: ShardMap): boolean {
  if (a.members.length !== b.members.length) return false;
  return a.members.every(({ id, weight }, i) => b.members[i]?.id === id && b.members[i]?.weight === weight);
}
