/**
 * Collects what one input makes the core do. Messages to one address stay in order and end up in as few datagrams as
 * possible.
 */
import type { Effect, Message } from './messages.ts';
import type { Address, CoreEvent } from './types.ts';
export declare class Outbox {
    private effects;
    private readonly letters;
    send(to: Address, message: Message): void;
    emit(event: CoreEvent): void;
    add(effect: Effect): void;
    /** Everything since the last call: events first, then what is to be sent. */
    take(): Effect[];
}
