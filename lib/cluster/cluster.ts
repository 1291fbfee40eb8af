/**
 * Joins membership to placement and routing, for one shard: what the member's presence says of the live members
 * becomes a shard map, and the CLUSTER commands ask here. Membership reaches the shard map as plain data; neither knows
 * of the other.
 */
import { EventEmitter } from 'node:events';
import type { MemberLists, ViewMember } from '../../gossip/index.ts';
import { buildShardMap, type RendezvousMap, type ShardMap, shardId } from '../../shard/index.ts';
import type { Ban, ClusterMember, ClusterServices, ForgetOutcome, LinkInfo } from '../commands/context.ts';
import type { Connections } from '../server/connections.ts';
import type { RouteMember } from './peer-links.ts';
import type { Placement } from './presence.ts';
import type { Router } from './router.ts';
import type { SlotCleaner } from './slot-cleaner.ts';

/** What only the whole member can do. */
export interface MembershipActions {
  meet(host: string, busPort: number): void;
  forget(id: string): Promise<ForgetOutcome>;
  /** CLUSTER RESET: drops all keys and starts over as a cluster of one. */
  reset(hard: boolean): Promise<void>;
}

export interface ClusterParts {
  readonly router: Router;
  readonly cleaner: SlotCleaner;
  readonly connections: Connections;
  readonly actions: MembershipActions;
  /** Where the other shards of this member are reached, which need not be where others reach it. */
  readonly siblingHost: string;
  lists(): MemberLists;
  memberId(): string;
  /** Id of this shard. */
  selfId(): string;
}

/** Emits `map` with each shard map that places slots otherwise than the one before. */
export class Cluster extends EventEmitter<{ map: [RendezvousMap] }> implements ClusterServices {
  private readonly parts: ClusterParts;
  private latest = buildShardMap([], 0);

  constructor(parts: ClusterParts) {
    super();
    this.parts = parts;
  }

  get myId(): string {
    return this.parts.selfId();
  }

  get memberId(): string {
    return this.parts.memberId();
  }

  get map(): ShardMap {
    return this.latest;
  }

  get ok(): boolean {
    return this.map.members.length > 0 && this.bannedMs === 0;
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
    const member = this.members().find((one) => shardIdsOf(one).includes(id));
    return this.parts.actions.forget(member?.id ?? id);
  }

  reset(hard: boolean): Promise<void> {
    return this.parts.actions.reset(hard);
  }

  /** The serving members, and nothing else, make the map; links go to every shard that can be reached. */
  place({ members, epoch, isLeaving }: Placement): void {
    const { router, cleaner } = this.parts;
    const before = this.latest;
    const map = buildShardMap(members.filter(isServing), epoch, before);
    this.latest = map;
    cleaner.onMap(map, map.indexOf(this.myId));
    const all = this.members();
    const isOut = isLeaving || all.some(isMyselfGone);
    router.awaitsOwners = map.members.length > 0 || !isOut;
    router.setMap(
      map,
      all.filter(({ state, isMyself }) => isMyself || state !== 'dead').flatMap((one) => this.routesTo(one)),
    );
    if (!isSamePlacement(before, map)) this.emit('map', map);
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

/** The ids of a member's shards, in their order. */
function shardIdsOf({ id, shards }: ClusterMember): string[] {
  return Array.from({ length: shards }, (_, index) => shardId(id, index));
}

function isServing({ phase }: ViewMember): boolean {
  return phase === 'serving';
}

/** Whether that is this member itself, which the others have forgotten or which had to stop: nobody will own its slots. */
function isMyselfGone({ isMyself, state }: ClusterMember): boolean {
  return isMyself && state === 'left';
}

function isSamePlacement(a: ShardMap, b: ShardMap): boolean {
  if (a.members.length !== b.members.length) return false;
  return a.members.every(({ id, weight, shards }, i) => {
    const other = b.members[i];
    return other?.id === id && other.weight === weight && other.shards === shards;
  });
}
