/**
 * Publish and subscribe. A message published at any member goes to the subscribers of all of them; the router takes
 * PUBLISH to the other members (`members-sum`).
 *
 * What SUBSCRIBE and its kin answer are pushes: they come even if CLIENT REPLY turned replies off, as in Redis.
 */
import { Push } from '../pubsub/push.js';
import { ERRORS } from '../resp/errors.js';
import { quotedArgument } from './arguments.js';
import { container } from './container.js';
import { withSiblings } from './whole-member.js';
function push(session, ...words) {
    session.push(new Push(words).bytes(session.protocol));
}
function subscribes(kind, add) {
    return (request, reply, { node, session }) => {
        for (let i = 1; i < request.argc; i++) {
            const name = request.text(i);
            if (!add(node.pubsub, session, name)) {
                reply.error(ERRORS.tooManySubscriptions);
                return;
            }
            push(session, kind, name, session.subscriptions?.count ?? 0);
        }
    };
}
/** Without names everything of that kind ends; somebody who has nothing of the kind is told so with a nil. */
function unsubscribes(kind, all, remove) {
    return (request, _reply, { node, session }) => {
        const names = [];
        for (let i = 1; i < request.argc; i++)
            names.push(request.text(i));
        if (request.argc === 1)
            names.push(...(session.subscriptions?.[all] ?? []));
        if (names.length === 0)
            names.push(undefined);
        for (const name of names) {
            if (name !== undefined)
                remove(node.pubsub, session, name);
            push(session, kind, name, session.subscriptions?.count ?? 0);
        }
    };
}
/** Publishes to the subscribers of this member. */
function publish(request, reply, context) {
    // The bytes are kept, in the output of subscribers, for longer than the request.
    reply.integer(context.node.pubsub.publish(Buffer.from(request.bytes(1)), Buffer.from(request.bytes(2))));
}
function channels(request, reply, context) {
    if (request.argc > 3) {
        reply.error(ERRORS.wrongSubcommandArity, { subcommand: quotedArgument(request, 1), command: 'PUBSUB' });
        return;
    }
    const pattern = request.argc === 3 ? request.text(2) : undefined;
    const here = context.node.pubsub.channelNames(pattern);
    withSiblings(context, reply, 'channelNames', [pattern], (elsewhere, reply) => {
        const names = new Set([here, ...elsewhere].flat());
        reply.array(names.size);
        for (const name of names)
            replyName(name, reply);
    });
}
function numsub(request, reply, context) {
    const names = [];
    for (let i = 2; i < request.argc; i++)
        names.push(request.text(i));
    const here = context.node.pubsub.subscriberCounts(names);
    withSiblings(context, reply, 'subscriberCounts', [names], (elsewhere, reply) => {
        reply.array(2 * names.length);
        for (const [i, name] of names.entries()) {
            replyName(name, reply);
            reply.integer(elsewhere.reduce((sum, counts) => sum + counts[i], here[i]));
        }
    });
}
function numpat(_request, reply, context) {
    const here = context.node.pubsub.patternNames();
    withSiblings(context, reply, 'patternNames', [], (elsewhere, reply) => {
        reply.integer(new Set([here, ...elsewhere].flat()).size);
    });
}
function replyName(name, reply) {
    const bytes = Buffer.from(name, 'latin1');
    reply.bulk(bytes, 0, bytes.length);
}
const FLAGS = ['pubsub', 'noscript', 'loading', 'stale'];
const SHARED = { since: '2.0.0', group: 'pubsub', spread: 'here' };
const SUBSCRIBING = { ...SHARED, flags: FLAGS, whileSubscribed: true };
const INSPECTING = { ...SHARED, since: '2.8.0', flags: ['pubsub', 'loading', 'stale'] };
export const PUBSUB_COMMANDS = [
    {
        ...SUBSCRIBING,
        name: 'subscribe',
        summary: 'Subscribes to channels. `__hearsay__:membership` is the one of membership events.',
        complexity: 'O(N), N the number of channels',
        arity: -2,
        syntax: 'channel [channel ...]',
        reply: 'push for each: subscribe, the channel, and the number of subscriptions',
        handler: subscribes('subscribe', (pubsub, session, name) => pubsub.subscribe(session, name)),
    },
    {
        ...SUBSCRIBING,
        name: 'unsubscribe',
        summary: 'Ends subscriptions to channels, all of them if none is named.',
        complexity: 'O(N), N the number of channels',
        arity: -1,
        syntax: '[channel [channel ...]]',
        reply: 'push for each: unsubscribe, the channel, and the number of subscriptions',
        handler: unsubscribes('unsubscribe', 'channels', (pubsub, session, name) => pubsub.unsubscribe(session, name)),
    },
    {
        ...SUBSCRIBING,
        name: 'psubscribe',
        summary: 'Subscribes to all channels that match glob patterns.',
        complexity: 'O(N), N the number of patterns',
        arity: -2,
        syntax: 'pattern [pattern ...]',
        reply: 'push for each: psubscribe, the pattern, and the number of subscriptions',
        handler: subscribes('psubscribe', (pubsub, session, name) => pubsub.subscribePattern(session, name)),
    },
    {
        ...SUBSCRIBING,
        name: 'punsubscribe',
        summary: 'Ends subscriptions to patterns, all of them if none is named.',
        complexity: 'O(N), N the number of patterns',
        arity: -1,
        syntax: '[pattern [pattern ...]]',
        reply: 'push for each: punsubscribe, the pattern, and the number of subscriptions',
        handler: unsubscribes('punsubscribe', 'patterns', (pubsub, session, name) => pubsub.unsubscribePattern(session, name)),
    },
    {
        ...SHARED,
        name: 'publish',
        summary: 'Sends a message to the subscribers of a channel, at whichever member they are connected.',
        complexity: 'O(N + M + P), N the number of members, M that of subscribers and P that of patterns',
        arity: 3,
        flags: ['pubsub', 'loading', 'stale', 'fast'],
        spread: 'members-sum',
        syntax: 'channel message',
        reply: 'integer: how often it was sent',
        handler: publish,
    },
    container({
        name: 'pubsub',
        summary: 'The subscriptions at this member; on a shard port, at that shard.',
        since: '2.8.0',
        group: 'pubsub',
    }, [
        {
            ...INSPECTING,
            name: 'channels',
            summary: 'Lists the channels that somebody has subscribed to by name, all or those that match a pattern.',
            complexity: 'O(N), N the number of channels',
            arity: -2,
            syntax: '[pattern]',
            reply: 'array: names of channels',
            handler: channels,
        },
        {
            ...INSPECTING,
            name: 'numsub',
            summary: 'Counts the subscribers of channels, not those of patterns.',
            complexity: 'O(N), N the number of channels',
            arity: -2,
            syntax: '[channel [channel ...]]',
            reply: 'array: each channel and its count',
            handler: numsub,
        },
        {
            ...INSPECTING,
            name: 'numpat',
            summary: 'Counts the different patterns that are subscribed to.',
            complexity: 'O(1)',
            arity: 2,
            syntax: '',
            reply: 'integer: how many there are',
            handler: numpat,
        },
    ]),
];
//# sourceMappingURL=pubsub.js.map