/**
 * Tells of membership as this node sees it: in its log, in its history, and to the subscribers of its own channels.
 */
import type { Standing } from '../commands/context.ts';
import { MAP_CHANNEL, MEMBERSHIP_CHANNEL } from '../pubsub/channels.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { Logger } from './logger.ts';
import type { FoundFailure, MembershipHistory, NotedEvent, Witness } from './membership-history.ts';

export interface ReporterParts {
  readonly logger: Logger;
  readonly history: MembershipHistory;
  readonly pubsub: PubSub;
  /** This node, with the epoch of its view now. */
  witness(): Witness;
}

export class MembershipReporter {
  private readonly parts: ReporterParts;

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
    this.parts.logger.info(fields, `member ${type}`);
    this.announce(MEMBERSHIP_CHANNEL, this.parts.history.note(event, this.parts.witness(), failure));
  }

  /** Slots are placed otherwise than before, on the members with these ids. */
  onMap(epoch: number, owners: readonly string[]): void {
    this.parts.logger.info({ event: 'map', epoch, owners: owners.length }, 'shard map changed');
    const time = new Date().toISOString();
    this.announce(MAP_CHANNEL, JSON.stringify({ epoch, owners, time, node: this.parts.witness().id }));
  }

  onWaiting(needed: number, seen: number): void {
    this.parts.logger.info({ event: 'waiting', needed, seen }, 'waiting for other members');
  }

  onCutOff(isCutOff: boolean, { live, known }: Standing): void {
    const { logger } = this.parts;
    if (isCutOff)
      logger.warn({ event: 'cut-off', live, known }, 'serves no keys: it sees no majority of the members');
    else logger.info({ event: 'serving-again', live, known }, 'serves keys again');
  }

  /** The host of a member to join has no address. */
  onUnresolved(host: string, reason: string): void {
    this.parts.logger.warn(
      { event: 'unresolved', host, reason },
      'cannot look up a member to join; trying on',
    );
  }

  private announce(channel: string, text: string): void {
    this.parts.pubsub.publish(Buffer.from(channel), Buffer.from(text));
  }
}
