/**
 * Who has subscribed to which channels and patterns at one event loop, and what each of them is sent.
 *
 * Names are latin1 strings, a character for each byte. Messages are encoded once for each protocol and shared by all
 * who get them. A message goes out at most once: whoever is not there misses it.
 *
 * Bounds: MAX_SUBSCRIPTIONS and MAX_NAME_BYTES of one subscriber; what waits to be sent to it is bounded by its connection.
 */
import { matchesGlob } from '../base/glob.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import { Push } from './push.ts';

const MAX_SUBSCRIPTIONS = 64 * 1024;
const MAX_NAME_BYTES = 16 * 1024 * 1024;

/** A connection, as pub/sub sees it. */
export interface Subscriber {
  readonly protocol: Protocol;
  /** What it has subscribed to; undefined until it first does. */
  subscriptions: Subscriptions | undefined;
  /** Sends bytes that answer no command, after all replies to what came before. They are never written to again. */
  push(bytes: Buffer): void;
}

/** What one subscriber has subscribed to, in that order. */
export class Subscriptions {
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  nameBytes = 0;

  get count(): number {
    return this.channels.size + this.patterns.size;
  }
}

interface Pattern {
  readonly glob: Buffer;
  readonly subscribers: Set<Subscriber>;
}

export class PubSub {
  private readonly channels = new Map<string, Set<Subscriber>>();
  private readonly patterns = new Map<string, Pattern>();

  /** Number of different patterns. */
  get patternCount(): number {
    return this.patterns.size;
  }

  /** Number of channels that somebody has subscribed to by name. */
  get channelCount(): number {
    return this.channels.size;
  }

  /** The names of these channels, those that match the glob pattern if there is one. */
  channelNames(pattern?: string): string[] {
    const names = [...this.channels.keys()];
    if (pattern === undefined) return names;
    const glob = Buffer.from(pattern, 'latin1');
    return names.filter((name) => matches(glob, Buffer.from(name, 'latin1')));
  }

  /** The different patterns. */
  patternNames(): string[] {
    return [...this.patterns.keys()];
  }

  /** How many have subscribed to each of these channels by name. */
  subscriberCounts(channels: readonly string[]): number[] {
    return channels.map((channel) => this.channels.get(channel)?.size ?? 0);
  }

  /** False, and nothing is done, if `who` may have no more subscriptions. */
  subscribe(who: Subscriber, channel: string): boolean {
    if (!admit(who, channel, 'channels')) return false;
    const subscribers = this.channels.get(channel);
    if (subscribers === undefined) this.channels.set(channel, new Set([who]));
    else subscribers.add(who);
    return true;
  }

  /** The same for a glob pattern. */
  subscribePattern(who: Subscriber, pattern: string): boolean {
    if (!admit(who, pattern, 'patterns')) return false;
    const known = this.patterns.get(pattern);
    if (known === undefined) {
      this.patterns.set(pattern, { glob: Buffer.from(pattern, 'latin1'), subscribers: new Set([who]) });
    } else known.subscribers.add(who);
    return true;
  }

  unsubscribe(who: Subscriber, channel: string): void {
    if (!who.subscriptions?.channels.delete(channel)) return;
    who.subscriptions.nameBytes -= channel.length;
    const subscribers = this.channels.get(channel);
    subscribers?.delete(who);
    if (subscribers?.size === 0) this.channels.delete(channel);
  }

  unsubscribePattern(who: Subscriber, pattern: string): void {
    if (!who.subscriptions?.patterns.delete(pattern)) return;
    who.subscriptions.nameBytes -= pattern.length;
    const known = this.patterns.get(pattern);
    known?.subscribers.delete(who);
    if (known?.subscribers.size === 0) this.patterns.delete(pattern);
  }

  /** Ends every subscription of `who`, without a word to it. */
  drop(who: Subscriber): void {
    const { subscriptions } = who;
    if (subscriptions === undefined) return;
    for (const channel of subscriptions.channels) this.unsubscribe(who, channel);
    for (const pattern of subscriptions.patterns) this.unsubscribePattern(who, pattern);
  }

  /** Sends the message to all who have subscribed; returns how often it was sent. */
  publish(channel: Buffer, message: Buffer): number {
    let sent = 0;
    const byName = this.channels.get(channel.toString('latin1'));
    if (byName !== undefined) sent += send(byName, ['message', channel, message]);
    for (const [pattern, { glob, subscribers }] of this.patterns) {
      if (matches(glob, channel)) sent += send(subscribers, ['pmessage', pattern, channel, message]);
    }
    return sent;
  }
}

function send(subscribers: Iterable<Subscriber>, words: readonly (string | Buffer)[]): number {
  const push = new Push(words);
  let sent = 0;
  for (const subscriber of subscribers) {
    subscriber.push(push.bytes(subscriber.protocol));
    sent++;
  }
  return sent;
}

/** Notes the subscription at `who`. False if it has as many as it may have. */
function admit(who: Subscriber, name: string, kind: 'channels' | 'patterns'): boolean {
  who.subscriptions ??= new Subscriptions();
  const { subscriptions } = who;
  if (subscriptions[kind].has(name)) return true;
  if (subscriptions.count >= MAX_SUBSCRIPTIONS) return false;
  if (subscriptions.nameBytes + name.length > MAX_NAME_BYTES) return false;
  subscriptions[kind].add(name);
  subscriptions.nameBytes += name.length;
  return true;
}

function matches(glob: Buffer, name: Buffer): boolean {
  return matchesGlob(glob, 0, glob.length, name, 0, name.length);
}
