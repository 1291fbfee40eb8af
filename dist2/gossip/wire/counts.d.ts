/** Counts of what was sent, received and dropped, for metrics. */
import type { Message } from '../core/messages.ts';
import { type DropReason } from './datagram.ts';
import { type MessageName } from './message-types.ts';
export interface MessageCounts {
    /** Messages by type. */
    readonly sent: Record<MessageName, number>;
    readonly received: Record<MessageName, number>;
    readonly datagramsSent: number;
    readonly datagramsReceived: number;
    readonly bytesSent: number;
    readonly bytesReceived: number;
    /** Datagrams that were dropped, by reason; they do not count as received. */
    readonly dropped: Record<DropReason, number>;
    /** Datagrams that the operating system refused to send. */
    readonly sendErrors: number;
}
type Mutable<T> = {
    -readonly [Key in keyof T]: T[Key];
};
export declare function newCounts(): Mutable<MessageCounts>;
export declare function countMessages(counts: Record<MessageName, number>, messages: readonly Message[]): void;
export {};
