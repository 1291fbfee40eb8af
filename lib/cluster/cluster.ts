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
  ViewAgreement,
} from '../commands/context.ts';
import type { Connections } from '../server/connections.ts';
import { Convergence } from './convergence.ts';
import type { Router } from './router.ts';
import type { SlotCleaner } from './slot-cleaner.ts';

/** How long a member's own change of phase may take to come back to it as a view. */
const SERVING_PATIENCE_MS = 1000;
const NO_VIEW: ViewSnapshot = { epoch: 0, hash: '0'.repeat(16), members: [] };

export interface ClusterParts {
  readonly router: Router;
  readonly cleaner: SlotCleaner;
  readonly connections: Connections;
  selfId(): string;
  /** CLUSTER RESET: drops all keys and starts over as a cluster of one. */
  reset(hard: boolean): Promise<void>;
}

/** Emits `map` with each shard map that places slots otherwise than the one before. */
export class Cluster extends EventEmitter<{ map: [RendezvousMap] }> implements ClusterServices {
  private readonly parts: ClusterParts;
  private membership: Membership | undefined;
  private isLeaving = false;
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

  /** From now on follows this membership, which has not been started yet. */
  attach(membership: Membership): void {
    this.membership = membership;
    this.isLeaving = false;
    membership.on('view', (view) => {
      if (this.membership === membership && !this.isLeaving) this.useMap(view.members, view.epoch);
    });
  }

  /**
   * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
   * after `patienceMs` alone. Resolves early if it leaves meanwhile.
   */
  async joined(patienceMs: number): Promise<void> {
    const { membership } = this;
    if (membership === undefined) return;
    if (patienceMs > 0) {
      await this.viewWhere(membership, (view) => view.members.length > 1, patienceMs);
      if (this.isLeaving || !membership.isRunning) return;
      membership.setPhase('serving');
    }
    const isServing = (member: ViewMember): boolean => member.id === this.myId && member.phase === 'serving';
    await this.viewWhere(membership, (view) => view.members.some(isServing), SERVING_PATIENCE_MS);
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
      const timer = setTimeout(finish, patienceMs);
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
    return this.map.members.length > 0 && this.bannedMs === 0;
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
    const others = this.members().filter((member) => !member.isMyself && member.state !== 'dead');
    const isOut = this.isLeaving || this.members().some(isMyselfGone);
    this.parts.router.awaitsOwners = map.members.length > 0 || !isOut;
    this.parts.router.setMap(
      map,
      others.map(({ id, host, shardPort, state }) => ({ id, host, shardPort, leaving: state === 'left' })),
    );
    if (!isSamePlacement(before, map)) this.emit('map', map);
  }
}

/** Whether that is this member itself, which the others have forgotten or which had to stop: nobody will own its slots. */
function isMyselfGone({ isMyself, state }: ClusterMember): boolean {
  return isMyself && state === 'left';
}

function isGone({ state }: ClusterMember): boolean {
  return state === 'left' || state === 'dead';
}

function isSamePlacement(a: ShardMap, b: ShardMap): boolean {
  if (a.members.length !== b.members.length) return false;
  return a.members.every(({ id, weight }, i) => b.members[i]?.id === id && b.members[i]?.weight === weight);
}
