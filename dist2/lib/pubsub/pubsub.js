/**
 * Who has subscribed to which channels and patterns at one event loop, and what each of them is sent.
 *
 * Names are latin1 strings, a character for each byte. Messages are encoded once for each protocol and shared by all
 * who get them. A message goes out at most once: whoever is not there misses it.
 *
 * Bounds: MAX_SUBSCRIPTIONS and MAX_NAME_BYTES of one subscriber; what waits to be sent to it is bounded by its connection.
 */
import { matchesGlob } from '../base/glob.js';
import { Push } from './push.js';
const MAX_SUBSCRIPTIONS = 64 * 1024;
const MAX_NAME_BYTES = 16 * 1024 * 1024;
/** What one subscriber has subscribed to, in that order. */
export class Subscriptions {
    channels = new Set();
    patterns = new Set();
    nameBytes = 0;
    get count() {
        return this.channels.size + this.patterns.size;
    }
}
export class PubSub {
    channels = new Map();
    patterns = new Map();
    /** Number of different patterns. */
    get patternCount() {
        return this.patterns.size;
    }
    /** Number of channels that somebody has subscribed to by name. */
    get channelCount() {
        return this.channels.size;
    }
    /** The names of these channels, those that match the glob pattern if there is one. */
    channelNames(pattern) {
        const names = [...this.channels.keys()];
        if (pattern === undefined)
            return names;
        const glob = Buffer.from(pattern, 'latin1');
        return names.filter((name) => matches(glob, Buffer.from(name, 'latin1')));
    }
    /** The different patterns. */
    patternNames() {
        return [...this.patterns.keys()];
    }
    /** How many have subscribed to each of these channels by name. */
    subscriberCounts(channels) {
        return channels.map((channel) => this.channels.get(channel)?.size ?? 0);
    }
    /** False, and nothing is done, if `who` may have no more subscriptions. */
    subscribe(who, channel) {
        if (!admit(who, channel, 'channels'))
            return false;
        const subscribers = this.channels.get(channel);
        if (subscribers === undefined)
            this.channels.set(channel, new Set([who]));
        else
            subscribers.add(who);
        return true;
    }
    /** The same for a glob pattern. */
    subscribePattern(who, pattern) {
        if (!admit(who, pattern, 'patterns'))
            return false;
        const known = this.patterns.get(pattern);
        if (known === undefined) {
            this.patterns.set(pattern, { glob: Buffer.from(pattern, 'latin1'), subscribers: new Set([who]) });
        }
        else
            known.subscribers.add(who);
        return true;
    }
    unsubscribe(who, channel) {
        if (!who.subscriptions?.channels.delete(channel))
            return;
        who.subscriptions.nameBytes -= channel.length;
        const subscribers = this.channels.get(channel);
        subscribers?.delete(who);
        if (subscribers?.size === 0)
            this.channels.delete(channel);
    }
    unsubscribePattern(who, pattern) {
        if (!who.subscriptions?.patterns.delete(pattern))
            return;
        who.subscriptions.nameBytes -= pattern.length;
        const known = this.patterns.get(pattern);
        known?.subscribers.delete(who);
        if (known?.subscribers.size === 0)
            this.patterns.delete(pattern);
    }
    /** Ends every subscription of `who`, without a word to it. */
    drop(who) {
        const { subscriptions } = who;
        if (subscriptions === undefined)
            return;
        for (const channel of subscriptions.channels)
            this.unsubscribe(who, channel);
        for (const pattern of subscriptions.patterns)
            this.unsubscribePattern(who, pattern);
    }
    /** Sends the message to all who have subscribed; returns how often it was sent. */
    publish(channel, message) {
        let sent = 0;
        const byName = this.channels.get(channel.toString('latin1'));
        if (byName !== undefined)
            sent += send(byName, ['message', channel, message]);
        for (const [pattern, { glob, subscribers }] of this.patterns) {
            if (matches(glob, channel))
                sent += send(subscribers, ['pmessage', pattern, channel, message]);
        }
        return sent;
    }
}
function send(subscribers, words) {
    const push = new Push(words);
    let sent = 0;
    for (const subscriber of subscribers) {
        subscriber.push(push.bytes(subscriber.protocol));
        sent++;
    }
    return sent;
}
/** Notes the subscription at `who`. False if it has as many as it may have. */
function admit(who, name, kind) {
    who.subscriptions ??= new Subscriptions();
    const { subscriptions } = who;
    if (subscriptions[kind].has(name))
        return true;
    if (subscriptions.count >= MAX_SUBSCRIPTIONS)
        return false;
    if (subscriptions.nameBytes + name.length > MAX_NAME_BYTES)
        return false;
    subscriptions[kind].add(name);
    subscriptions.nameBytes += name.length;
    return true;
}
function matches(glob, name) {
    return matchesGlob(glob, 0, glob.length, name, 0, name.length);
}
//# sourceMappingURL=pubsub.js.map