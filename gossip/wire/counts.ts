/** Counts of what was sent, received and dropped, for metrics. */
import type { Message } from '../core/messages.ts';
import { DROP_REASON_NAMES, type DropReason } from './drop-reasons.ts';
import { MESSAGE_TYPES, type MessageName } from './message-types.ts';

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

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function newCounts(): Mutable<MessageCounts> {
  const names = Object.keys(MESSAGE_TYPES) as MessageName[];
  return {
    sent: zeroes(names),
    received: zeroes(names),
    datagramsSent: 0,
    datagramsReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    dropped: zeroes(DROP_REASON_NAMES),
    sendErrors: 0,
  };
}

export function countMessages(counts: Record<MessageName, number>, messages: readonly Message[]): void {
  for (const { type } of messages) counts[type]++;
}

function zeroes<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  const counts = {} as Record<Key, number>;
  for (const key of keys) counts[key] = 0;
  return counts;
}
