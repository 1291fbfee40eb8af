/**
 * Joins membership to placement and routing, for one shard: what the member's presence says of the live members
 * becomes a shard map, and the CLUSTER commands ask here. Membership reaches the shard map as plain data; neither knows
 * of the other.
 */
import { EventEmitter } from 'node:events';
import type { MemberLists, ViewMember } from '../../gossip/index.ts';
import {
  buildShardMap,
  isSamePlacement,
  type RendezvousMap,
  type ShardMap,
  shardId,
} from '../../shard/index.ts';
import type {
  Ban,
  ClusterMember,
  ClusterServices,
  ForgetOutcome,
  LinkInfo,
  MemberHealth,
  ReplicaQuestion,
  ReplicationStatus,
  ShardCopies,
  Standing,
  ViewAgreement,
} from '../commands/context.ts';
import type { Surroundings } from '../replication/replication-host.ts';
import type { Connections } from '../server/connections.ts';
import { Convergence } from './convergence.ts';
import { copiedElsewhere } from './copied-elsewhere.ts';
import { NextMap } from './next-map.ts';
import type { RouteMember } from './peer-links.ts';
import type { Placement } from './presence.ts';
import { askShards } from './questions.ts';
import { ReplicaWaits } from './replica-waits.ts';
import type { Replicator } from './replicator.ts';
import type { Router } from './router.ts';
import { differingMembers } from './told-replicas.ts';

/** What only the whole member can do. */
export interface MembershipActions {
  meet(host: string, busPort: number): void;
  forget(id: string): Promise<ForgetOutcome>;
  /** CLUSTER RESET: drops all keys and starts over as a cluster of one. */
  reset(hard: boolean): Promise<void>;
}

export interface ClusterParts {
  readonly router: Router;
  readonly replicator: Replicator;
  readonly connections: Connections;
  readonly actions: MembershipActions;
  /** Where the other shards of this member are reached, which need not be where others reach it. */
  readonly siblingHost: string;
  /** How many shards this member has. */
  readonly shards: number;
  /** How many copies beside the owner's each slot gets. */
  readonly replicas: number;
  lists(): MemberLists;
  /** What this shard tells of its copies. */
  copyStatus(): ReplicationStatus;
  /** Whether this member serves only together with more than half of those that it knows. */
  needsMajority(): boolean;
  memberId(): string;
  /** Id of this shard. */
  selfId(): string;
}

interface ClusterEvents {
  /** A shard map that places slots otherwise than the one before. */
  map: [RendezvousMap];
  /** This member does not serve any more for want of a majority, or does so again. */
  cutOff: [isCutOff: boolean, Standing];
}

export class Cluster extends EventEmitter<ClusterEvents> implements ClusterServices {
  private readonly parts: ClusterParts;
  private readonly convergence: Convergence;
  private readonly replicaWaits: ReplicaWaits;
  private readonly maps: NextMap;
  private placement: Placement = { members: [], epoch: 0, membersNeeded: 0, isLeaving: false };
  private isCutOffNow = false;
  /** Ids of this member's other shards; undefined until slots are placed. */
  private siblings: readonly string[] | undefined;

  constructor(parts: ClusterParts) {
    super();
    this.parts = parts;
    this.maps = new NextMap(parts.replicas);
    parts.router.lacksSibling = () => this.lacksSibling();
    this.convergence = new Convergence({
      forwarder: parts.router.forwarder,
      memberId: parts.memberId,
      myId: parts.selfId,
      view: () => parts.lists().view(),
    });
    this.replicaWaits = new ReplicaWaits({
      selfId: parts.selfId,
      owners: () => this.map.shards.map(({ id }) => id),
      ask: (shards) => this.copyStatuses(shards),
    });
  }

  get myId(): string {
    return this.parts.selfId();
  }

  get memberId(): string {
    return this.parts.memberId();
  }

  get map(): ShardMap {
    return this.maps.latest;
  }

  get ok(): boolean {
    return this.map.members.length > 0 && this.bannedMs === 0 && !this.isCutOffNow;
  }

  get membersNeeded(): number {
    return this.placement.membersNeeded;
  }

  /** Whether another member is about to serve. */
  get isAnyoneJoining(): boolean {
    return this.placement.members.some(({ id, phase }) => id !== this.memberId && phase === 'joining');
  }

  get replicasDiffering(): number {
    return differingMembers(this.parts.replicas, this.parts.lists().members()).length;
  }

  get viewHash(): string {
    return this.parts.lists().view().hash;
  }

  converged(timeoutMs: number): Promise<ViewAgreement> {
    return this.convergence.wait(timeoutMs);
  }

  replicasHold(question: ReplicaQuestion): Promise<number> {
    return this.replicaWaits.wait(question);
  }

  async copies(): Promise<readonly ShardCopies[]> {
    const { members } = this.parts.lists().view();
    const myself = members.filter(({ id }) => id === this.memberId);
    const others = members.filter(({ id }) => id !== this.memberId);
    const shards = [...myself, ...others].flatMap(shardIdsOf);
    const statuses = await this.copyStatuses(shards);
    return shards.map((id, at) => ({ id, status: statuses[at] }));
  }

  /**
   * Resolves when the members that serve have all their copies without this one's, or, with false, when they have come no further
   * for `patienceMs`.
   */
  copiedElsewhere(patienceMs: number): Promise<boolean> {
    const mine = this.members().filter(({ isMyself }) => isMyself);
    const without = mine.flatMap(shardIdsOf);
    return copiedElsewhere({
      statuses: () => this.copyStatuses(this.map.shards.map(({ id }) => id)),
      without,
      patienceMs,
    });
  }

  get standing(): Standing {
    return standingOf(this.members());
  }

  get health(): MemberHealth {
    const { health: score, lagMs, serveStallMs, isIsolated, agreeingCount } = this.parts.lists().status();
    return { score, lagMs, serveStallMs, isIsolated, agreeingCount };
  }

  get bannedMs(): number {
    return this.bans().find((ban) => ban.id === this.memberId)?.remainingMs ?? 0;
  }

  members(): readonly ClusterMember[] {
    return this.parts.lists().members();
  }

  bans(): readonly Ban[] {
    return this.parts.lists().bans();
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
    return this.parts.lists().messageCounts();
  }

  meet(host: string, busPort: number): void {
    this.parts.actions.meet(host, busPort);
  }

  /** Takes the id of any shard of the member. */
  forget(id: string): Promise<ForgetOutcome> {
    return this.parts.actions.forget(this.memberOf(id)?.id ?? id);
  }

  /** The member that has the shard. */
  memberOf(shard: string): ClusterMember | undefined {
    return this.members().find((member) => shardIdsOf(member).includes(shard));
  }

  /** What these shards tell of their copies, this one included; undefined for each that does not answer. */
  private async copyStatuses(shards: readonly string[]): Promise<readonly (ReplicationStatus | undefined)[]> {
    const others = shards.filter((id) => id !== this.myId);
    const mine = others.length < shards.length ? this.parts.copyStatus() : undefined;
    const texts = await askShards(this.parts.router.forwarder, others, ['PEER', 'COPIES']);
    const answers = new Map(others.map((id, at) => [id, texts[at]]));
    return shards.map((id) => (id === this.myId ? mine : readStatus(answers.get(id) ?? '')));
  }

  private lacksSibling(): boolean {
    const { router, shards } = this.parts;
    return this.siblings?.some((id) => router.forwarder.linkTo(id)?.ready !== true) ?? shards > 1;
  }

  reset(hard: boolean): Promise<void> {
    return this.parts.actions.reset(hard);
  }

  /** Looks again at what depends on who is known, or on an option. */
  reconsider(): void {
    if (this.placement.isLeaving || this.isCutOff() === this.isCutOffNow) return;
    this.place(this.placement);
  }

  private isCutOff(): boolean {
    return this.parts.needsMajority() && (!this.standing.hasMajority || this.health.isIsolated);
  }

  /**
   * The member may be dead: a connection to it was refused or has ended. Works out the map without it now, while nobody waits for it, so that
   * clients need not when the member is declared dead.
   */
  expectLoss(member: string): void {
    this.maps.expectLoss(member);
  }

  /** The same for those who are about to serve, if there are any. */
  expectJoins(): void {
    const members = this.placement.members.filter(({ phase }) => phase === 'serving' || phase === 'joining');
    if (members.length > this.map.members.length) this.maps.expect(members);
  }

  /** The serving members, and nothing else, make the map; links go to every shard that can be reached. */
  place(placement: Placement): void {
    const { members, epoch, membersNeeded, isLeaving } = placement;
    const { router, replicator } = this.parts;
    const before = this.maps.latest;
    const wasCutOff = this.isCutOffNow;
    const map = this.maps.advance(members.filter(isServing), epoch);
    this.placement = placement;
    this.isCutOffNow = !isLeaving && this.isCutOff();
    if (isLeaving) {
      this.convergence.stop();
      this.replicaWaits.stop();
    }
    const all = this.members();
    const isOut = isLeaving || membersNeeded > 0 || all.some(isMyselfGone);
    router.awaitsOwners = !this.isCutOffNow && (map.members.length > 0 || !isOut);
    router.forwarder.awaitsMap = !isLeaving;
    if (this.isCutOffNow && !wasCutOff) replicator.giveUpWaits();
    const mine = all.filter(({ isMyself }) => isMyself).flatMap(shardIdsOf);
    this.siblings = mine.filter((id) => id !== this.myId);
    const routes = all.filter(isReachable).flatMap((one) => this.routesTo(one));
    replicator.place(map, this.surroundings(members, map, isLeaving), routes);
    // Cut off it trusts no owner, itself included: nobody owns anything then.
    if (this.isCutOffNow) router.setMap(buildShardMap([], epoch), routes);
    else router.setMap(map, routes, replicator.core.ownership.routes);
    if (!isSamePlacement(before.members, map.members)) this.emit('map', map);
    if (wasCutOff !== this.isCutOffNow && !isLeaving) this.emit('cutOff', this.isCutOffNow, this.standing);
  }

  /** What replication is to know: this member's place in the map that it serves by or will serve by, and who can be asked. */
  private surroundings(members: readonly ViewMember[], map: RendezvousMap, isLeaving: boolean): Surroundings {
    const myself = isLeaving ? undefined : members.find(({ id }) => id === this.memberId);
    const live = new Map<string, string>();
    for (const member of members) {
      if (member.phase === 'stalled') continue;
      for (const id of shardIdsOf(member)) if (id !== this.myId) live.set(id, member.instance);
    }
    let wanted: ShardMap | undefined;
    if (myself?.phase === 'joining') wanted = this.maps.expect([...map.members, myself]);
    else if (myself?.phase === 'leaving') {
      wanted = buildShardMap([...map.members, myself], map.epoch, map, this.parts.replicas);
    } else if (myself?.phase === 'serving') wanted = map;
    return { selfId: this.myId, wanted, live };
  }

  /** The shards of a member as routing knows them, this shard excepted. */
  private routesTo(member: ClusterMember): RouteMember[] {
    const { host, shardPort, isMyself } = member;
    const routes = shardIdsOf(member).map((id, index) => ({
      id,
      host,
      via: isMyself ? this.parts.siblingHost : host,
      shardPort: shardPort + index,
      leaving: member.state === 'left' && !isMyself,
    }));
    return routes.filter(({ id }) => id !== this.myId);
  }
}

/** What another shard has told of its copies; undefined if that is not readable. */
function readStatus(text: string): ReplicationStatus | undefined {
  try {
    return JSON.parse(text) as ReplicationStatus;
  } catch {
    return undefined;
  }
}

/** The ids of a member's shards, in their order. */
function shardIdsOf({ id, shards }: Pick<ClusterMember, 'id' | 'shards'>): string[] {
  return Array.from({ length: shards }, (_, index) => shardId(id, index));
}

function isServing({ phase }: ViewMember): boolean {
  return phase === 'serving';
}

/** Whether commands can be answered there: not by the dead, nor by one of which a thread that serves hangs. */
function isReachable({ isMyself, state, phase }: ClusterMember): boolean {
  return isMyself || (state !== 'dead' && phase !== 'stalled');
}

function standingOf(members: readonly ClusterMember[]): Standing {
  const live = members.filter(({ state }) => state === 'alive' || state === 'suspect');
  // Where a live member is, no other can come back: a node without a data folder has a new id after each crash.
  const taken = new Set(live.map(({ host, busPort }) => `${host} ${busPort}`));
  const gone = members.filter(
    ({ state, host, busPort }) => state === 'dead' && !taken.has(`${host} ${busPort}`),
  );
  const known = live.length + gone.length;
  return { live: live.length, known, hasMajority: 2 * live.length > known };
}

/** Whether that is this member itself, which the others have forgotten or which had to stop: nobody will own its slots. */
function isMyselfGone({ isMyself, state }: ClusterMember): boolean {
  return isMyself && state === 'left';
}
