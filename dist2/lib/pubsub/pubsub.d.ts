import type { Protocol } from '../resp/reply-writer.ts';
/** A connection, as pub/sub sees it. */
export interface Subscriber {
    readonly protocol: Protocol;
    /** What it has subscribed to; undefined until it first does. */
    subscriptions: Subscriptions | undefined;
    /** Sends bytes that answer no command, after all replies to what came before. They are never written to again. */
    push(bytes: Buffer): void;
}
/** What one subscriber has subscribed to, in that order. */
export declare class Subscriptions {
    readonly channels: Set<string>;
    readonly patterns: Set<string>;
    nameBytes: number;
    get count(): number;
}
export declare class PubSub {
    private readonly channels;
    private readonly patterns;
    /** Number of different patterns. */
    get patternCount(): number;
    /** Number of channels that somebody has subscribed to by name. */
    get channelCount(): number;
    /** The names of these channels, those that match the glob pattern if there is one. */
    channelNames(pattern?: string): string[];
    /** The different patterns. */
    patternNames(): string[];
    /** How many have subscribed to each of these channels by name. */
    subscriberCounts(channels: readonly string[]): number[];
    /** False, and nothing is done, if `who` may have no more subscriptions. */
    subscribe(who: Subscriber, channel: string): boolean;
    /** The same for a glob pattern. */
    subscribePattern(who: Subscriber, pattern: string): boolean;
    unsubscribe(who: Subscriber, channel: string): void;
    unsubscribePattern(who: Subscriber, pattern: string): void;
    /** Ends every subscription of `who`, without a word to it. */
    drop(who: Subscriber): void;
    /** Sends the message to all who have subscribed; returns how often it was sent. */
    publish(channel: Buffer, message: Buffer): number;
}
