/**
 * Tells of membership as this node sees it: in its log, and to its shards, for their history and the subscribers of the node's own
 * channels.
 */

import { DROP_REASON_NAMES, type DropReason, dropMeaning } from '../../gossip/index.ts';
import type { DifferingMember } from '../cluster/told-replicas.ts';
import type { Standing } from '../commands/context.ts';
import { MAP_CHANNEL } from '../pubsub/channels.ts';
import type { Logger } from './logger.ts';
import {
  type FoundFailure,
  type NotedEvent,
  type ToldEvent,
  toldEvent,
  type Witness,
} from './membership-history.ts';

/** What goes wrong with this node itself: to be seen by who reads no more than warnings. */
const OWN_TROUBLE: ReadonlySet<string> = new Set(['ousted', 'banned', 'isolated', 'conflict']);

export interface ReporterParts {
  readonly logger: Logger;
  /** Tells all shards of an event. */
  note(event: ToldEvent): void;
  /** Publishes in all shards. */
  publish(channel: string, message: string): void;
  /** This node, with the epoch of its view now. */
  witness(): Witness;
}

export class MembershipReporter {
  private readonly parts: ReporterParts;
  /** Which members were last told to have other values of `replicas`; '' for none. */
  private toldDiffering = '';
  /** How many members it last told to see while it waits for more. */
  private toldSeen = 0;
  private readonly toldDropped = new Set<DropReason>();

  constructor(parts: ReporterParts) {
    this.parts = parts;
  }

  /** `failure` says how it was found out, if a member has failed. */
  onEvent(event: NotedEvent, failure: FoundFailure | undefined): void {
    const { type, member, reason } = event;
    const silentMs = Math.round(failure?.latencyMs ?? event.silentMs);
    const fields = {
      event: type,
      member: member.id,
      name: member.name,
      reason,
      cause: failure?.cause,
      silentMs,
    };
    this.parts.logger[OWN_TROUBLE.has(type) ? 'warn' : 'info'](fields, `member ${type}`);
    this.parts.note(toldEvent(event, this.parts.witness(), failure));
  }

  /** Slots are placed otherwise than before, on the members with these ids. */
  onMap(epoch: number, owners: readonly string[]): void {
    this.parts.logger.info({ event: 'map', epoch, owners: owners.length }, 'shard map changed');
    const time = new Date().toISOString();
    this.parts.publish(MAP_CHANNEL, JSON.stringify({ epoch, owners, time, node: this.parts.witness().id }));
  }

  /** Other live members keep other numbers of copies than this node. Told anew when it is true of others than before. */
  onDiffering(replicas: number, differing: readonly DifferingMember[]): void {
    const described = differing.map(({ id, replicas: theirs }) => `${id} ${theirs}`).join();
    if (described === this.toldDiffering) return;
    this.toldDiffering = described;
    if (differing.length === 0) {
      this.parts.logger.info(
        { event: 'replicas-agree', replicas },
        'all members have the same replicas again',
      );
      return;
    }
    this.parts.logger.warn(
      { event: 'replicas-differ', replicas, differing },
      'members have different values of replicas and place copies differently: give all the same',
    );
  }

  /** So many datagrams were dropped so far, by reason. A reason that calls for somebody is told when it first counts. */
  onDropped(counts: Readonly<Record<DropReason, number>>): void {
    for (const reason of DROP_REASON_NAMES) {
      const { what, advice } = dropMeaning(reason);
      if (counts[reason] === 0 || advice === undefined || this.toldDropped.has(reason)) continue;
      this.toldDropped.add(reason);
      const fields = { event: 'dropped', reason, count: counts[reason] };
      this.parts.logger.warn(fields, `drops ${what}: ${advice}`);
    }
  }

  /** It needs more members before it serves than it sees. Told anew when it sees more or fewer. */
  onWaiting(needed: number, seen: number): void {
    if (seen === this.toldSeen) return;
    this.toldSeen = seen;
    this.parts.logger.info({ event: 'waiting', needed, seen }, 'waiting for other members');
  }

  onCutOff(isCutOff: boolean, { live, known }: Standing): void {
    const { logger } = this.parts;
    if (isCutOff)
      logger.warn({ event: 'cut-off', live, known }, 'serves no keys: it sees no majority of the members');
    else logger.info({ event: 'serving-again', live, known }, 'serves keys again');
  }

  /** It serves, and has found none of those that it was to join, as the first node of a cluster does. */
  onAlone(join: readonly string[]): void {
    this.parts.logger.warn(
      { event: 'alone', join },
      'no member to join answered: serves as a cluster of its own, and goes on asking them',
    );
  }

  /** The host of a member to join has no address. */
  onUnresolved(host: string, reason: string): void {
    this.parts.logger.warn(
      { event: 'unresolved', host, reason },
      'cannot look up a member to join; trying on',
    );
  }

  /** Nobody at that bus address has answered CLUSTER MEET. */
  onUnanswered(host: string, busPort: number): void {
    this.parts.logger.warn(
      { event: 'unanswered', host, busPort },
      'nobody answered CLUSTER MEET: the address may be wrong, or its node have another cluster name or secret',
    );
  }
}
