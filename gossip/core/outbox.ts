/**
 * Collects what one input makes the core do. Messages to one address stay in order and end up in as few datagrams as
 * possible.
 */
import type { Effect, Message } from './messages.ts';
import type { Address, CoreEvent } from './types.ts';

export class Outbox {
  private effects: Effect[] = [];
  private readonly letters = new Map<string, { to: Address; messages: Message[] }>();
  private alone: { to: Address; messages: Message[] }[] = [];

  /** Of what it tells of a live member only the last counts: so many rumours in one datagram cannot make this member repeat itself. */
  send(to: Address, message: Message): void {
    const key = `${to.host}:${to.port}`;
    const letter = this.letters.get(key);
    if (!letter) {
      this.letters.set(key, { to, messages: [message] });
      return;
    }
    if (message.type === 'alive') dropNewsOf(message.record.id, letter.messages);
    letter.messages.push(message);
  }

  /** Sends these messages in datagrams of their own. */
  sendAlone(to: Address, messages: Message[]): void {
    this.alone.push({ to, messages });
  }

  emit(event: CoreEvent): void {
    this.effects.push({ type: 'event', event });
  }

  add(effect: Effect): void {
    this.effects.push(effect);
  }

  /** Everything since the last call: events first, then what is to be sent. */
  take(): Effect[] {
    const { effects } = this;
    this.effects = [];
    for (const { to, messages } of this.letters.values()) effects.push({ type: 'send', to, messages });
    for (const { to, messages } of this.alone) effects.push({ type: 'send', to, messages });
    this.letters.clear();
    if (this.alone.length > 0) this.alone = [];
    return effects;
  }
}

function dropNewsOf(id: string, messages: Message[]): void {
  const older = messages.findIndex((message) => message.type === 'alive' && message.record.id === id);
  if (older >= 0) messages.splice(older, 1);
}
