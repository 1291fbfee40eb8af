/**
 * Tells of membership as this node sees it: in its log, and to its shards, for their history and the subscribers of the node's own
 * channels.
 */
import type { Standing } from '../commands/context.ts';
import type { Logger } from './logger.ts';
import { type FoundFailure, type NotedEvent, type ToldEvent, type Witness } from './membership-history.ts';
export interface ReporterParts {
    readonly logger: Logger;
    /** Tells all shards of an event. */
    note(event: ToldEvent): void;
    /** Publishes in all shards. */
    publish(channel: string, message: string): void;
    /** This node, with the epoch of its view now. */
    witness(): Witness;
}
export declare class MembershipReporter {
    private readonly parts;
    constructor(parts: ReporterParts);
    /** `failure` says how it was found out, if a member has failed. */
    onEvent(event: NotedEvent, failure: FoundFailure | undefined): void;
    /** Slots are placed otherwise than before, on the members with these ids. */
    onMap(epoch: number, owners: readonly string[]): void;
    onWaiting(needed: number, seen: number): void;
    onCutOff(isCutOff: boolean, { live, known }: Standing): void;
    /** The host of a member to join has no address. */
    onUnresolved(host: string, reason: string): void;
}
