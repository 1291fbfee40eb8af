/** CONFIG: the options of this node. */
import { ERRORS } from '../resp/errors.js';
import { container } from './container.js';
import { withSiblings } from './whole-member.js';
function get(request, reply, context) {
    const patterns = [];
    for (let i = 2; i < request.argc; i++)
        patterns.push(request.text(i));
    const found = context.node.config.get(patterns);
    reply.map(found.length);
    for (const [name, value] of found) {
        reply.bulkText(name);
        reply.bulkText(value);
    }
}
function set(request, reply, context) {
    if (request.argc % 2 === 1) {
        reply.error(ERRORS.syntax);
        return;
    }
    const pairs = [];
    for (let i = 2; i < request.argc; i += 2)
        pairs.push([request.text(i), request.utf8(i + 1)]);
    const outcome = context.node.config.set(pairs);
    if (outcome instanceof Promise)
        context.later(outcome.then((reason) => (reply) => replyOutcome(reason, reply)));
    else
        replyOutcome(outcome, reply);
}
function rewrite(_request, _reply, context) {
    context.later(context.node.config.rewrite().then((reason) => (reply) => replyOutcome(reason, reply)));
}
function replyOutcome(reason, reply) {
    if (reason === undefined)
        reply.ok();
    else
        reply.error(ERRORS.configRefused, { reason });
}
function resetstat(_request, reply, context) {
    resetStats(context.node);
    withSiblings(context, reply, 'resetStats', [], (_, reply) => reply.ok());
}
/** Sets the counters of this shard to zero. */
export function resetStats({ stats, keyspace }) {
    stats.reset();
    Object.assign(keyspace.stats, { expired: 0, evicted: 0, hits: 0, misses: 0 });
}
const SHARED = {
    group: 'server',
    flags: ['admin', 'noscript', 'loading', 'stale'],
    spread: 'here',
};
export const CONFIG_COMMANDS = [
    container({ name: 'config', summary: 'The options of this node.', since: '2.0.0', group: 'server' }, [
        {
            ...SHARED,
            name: 'get',
            summary: 'Reads the options whose names match one of the glob patterns.',
            since: '2.0.0',
            complexity: 'O(N * M), N the number of patterns and M that of the options',
            arity: -3,
            syntax: 'parameter [parameter ...]',
            reply: 'map: values by names',
            handler: get,
        },
        {
            ...SHARED,
            name: 'set',
            summary: 'Sets options of this node, all of them or none, until it stops.',
            since: '2.0.0',
            complexity: 'O(N), N the number of options',
            arity: -4,
            syntax: 'parameter value [parameter value ...]',
            reply: 'OK',
            handler: set,
        },
        {
            ...SHARED,
            name: 'rewrite',
            summary: 'Writes the present options to the config file.',
            since: '2.8.0',
            complexity: 'O(N), N the number of options',
            arity: 2,
            syntax: '',
            reply: 'OK',
            handler: rewrite,
        },
        {
            ...SHARED,
            name: 'resetstat',
            summary: 'Sets the counters that INFO reports to zero.',
            since: '2.0.0',
            complexity: 'O(1)',
            arity: 2,
            syntax: '',
            reply: 'OK',
            handler: resetstat,
        },
    ]),
];
//# sourceMappingURL=config.js.map