import { MAP_CHANNEL } from '../pubsub/channels.js';
import { toldEvent, } from './membership-history.js';
export class MembershipReporter {
    parts;
    constructor(parts) {
        this.parts = parts;
    }
    /** `failure` says how it was found out, if a member has failed. */
    onEvent(event, failure) {
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
        this.parts.note(toldEvent(event, this.parts.witness(), failure));
    }
    /** Slots are placed otherwise than before, on the members with these ids. */
    onMap(epoch, owners) {
        this.parts.logger.info({ event: 'map', epoch, owners: owners.length }, 'shard map changed');
        const time = new Date().toISOString();
        this.parts.publish(MAP_CHANNEL, JSON.stringify({ epoch, owners, time, node: this.parts.witness().id }));
    }
    onWaiting(needed, seen) {
        this.parts.logger.info({ event: 'waiting', needed, seen }, 'waiting for other members');
    }
    onCutOff(isCutOff, { live, known }) {
        const { logger } = this.parts;
        if (isCutOff)
            logger.warn({ event: 'cut-off', live, known }, 'serves no keys: it sees no majority of the members');
        else
            logger.info({ event: 'serving-again', live, known }, 'serves keys again');
    }
    /** The host of a member to join has no address. */
    onUnresolved(host, reason) {
        this.parts.logger.warn({ event: 'unresolved', host, reason }, 'cannot look up a member to join; trying on');
    }
}
//# sourceMappingURL=membership-reporter.js.map