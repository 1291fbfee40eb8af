import { parseSyntax } from './command-syntax.js';
/** Redis lists categories in this order. */
const CATEGORY_ORDER = [
    'keyspace',
    'read',
    'write',
    'string',
    'pubsub',
    'admin',
    'fast',
    'slow',
    'dangerous',
    'connection',
];
const GROUP_CATEGORIES = {
    connection: 'connection',
    string: 'string',
    generic: 'keyspace',
};
/** What a cluster-aware client is told about commands that concern more than one shard. */
const POLICIES = {
    'split-sum': ['request_policy:multi_shard', 'response_policy:agg_sum'],
    'split-values': ['request_policy:multi_shard'],
    'split-ok': ['request_policy:multi_shard', 'response_policy:all_succeeded'],
    'every-sum': ['request_policy:all_shards', 'response_policy:agg_sum'],
    'every-concat': ['request_policy:all_shards'],
    'every-ok': ['request_policy:all_shards', 'response_policy:all_succeeded'],
    'every-any': ['request_policy:all_shards'],
    'every-min': ['request_policy:all_shards', 'response_policy:agg_min'],
    scan: ['request_policy:special'],
};
/** ACL categories without their `@`, in Redis's order. */
export function aclCategories(command) {
    const { flags, group, categories, handler } = command.spec;
    const found = new Set(categories);
    found.add(flags.includes('fast') ? 'fast' : 'slow');
    if (flags.includes('write'))
        found.add('write');
    if (flags.includes('readonly'))
        found.add('read');
    if (flags.includes('pubsub'))
        found.add('pubsub');
    if (flags.includes('admin'))
        found.add('admin').add('dangerous');
    // A command that only has subcommands does nothing itself.
    const ofGroup = handler === undefined ? undefined : GROUP_CATEGORIES[group];
    if (ofGroup !== undefined)
        found.add(ofGroup);
    return CATEGORY_ORDER.filter((category) => found.has(category));
}
/** The ten fields of COMMAND INFO. */
export function replyInfo(command, reply) {
    const { spec } = command;
    reply.array(10);
    reply.bulkText(command.fullName);
    reply.integer(spec.arity);
    replyStatuses(spec.flags, reply);
    reply.integer(spec.keys?.first ?? 0);
    reply.integer(spec.keys?.last ?? 0);
    reply.integer(spec.keys?.step ?? 0);
    replyStatuses(aclCategories(command).map((category) => `@${category}`), reply);
    const tips = [...(spec.tips ?? []), ...(POLICIES[spec.spread] ?? [])];
    reply.set(tips.length);
    for (const tip of tips)
        reply.bulkText(tip);
    replyKeySpecs(spec, reply);
    const subcommands = command.subcommands?.all ?? [];
    if (subcommands.length === 0)
        reply.set(0);
    else
        reply.array(subcommands.length);
    for (const one of subcommands)
        replyInfo(one, reply);
}
function replyStatuses(texts, reply) {
    reply.set(texts.length);
    for (const text of texts)
        reply.simple(text);
}
function replyKeySpecs(spec, reply) {
    const { keys } = spec;
    if (keys === undefined) {
        reply.set(0);
    }
    else if (keys.targetFlags === undefined) {
        reply.set(1);
        replyKeySpec(keys.flags, keys.first, keys.last < 0 ? keys.last : keys.last - keys.first, keys.step, reply);
    }
    else {
        reply.set(2);
        replyKeySpec(keys.flags, keys.first, 0, 1, reply);
        replyKeySpec(keys.targetFlags, keys.last, 0, 1, reply);
    }
}
/** Keys from argument `first` on, every `step`, up to `last`, which counts from `first` or, negative, from the end. */
function replyKeySpec(flags, first, last, step, reply) {
    reply.map(3);
    reply.bulkText('flags');
    replyStatuses(flags, reply);
    reply.bulkText('begin_search');
    reply.map(2);
    replyPair('type', 'index', reply);
    reply.bulkText('spec');
    reply.map(1);
    replyNumber('index', first, reply);
    reply.bulkText('find_keys');
    reply.map(2);
    replyPair('type', 'range', reply);
    reply.bulkText('spec');
    reply.map(3);
    replyNumber('lastkey', last, reply);
    replyNumber('keystep', step, reply);
    replyNumber('limit', 0, reply);
}
/** The full name and the map of COMMAND DOCS. */
export function replyDocs(command, reply) {
    const { spec } = command;
    const subcommands = command.subcommands?.all ?? [];
    const args = subcommands.length > 0 ? [] : parseSyntax(spec.syntax);
    reply.bulkText(command.fullName);
    reply.map(4 + (args.length > 0 ? 1 : 0) + (subcommands.length > 0 ? 1 : 0));
    replyPair('summary', spec.summary, reply);
    replyPair('since', spec.since, reply);
    replyPair('group', spec.group, reply);
    replyPair('complexity', spec.complexity, reply);
    if (args.length > 0) {
        reply.bulkText('arguments');
        replyArguments(args, reply);
    }
    if (subcommands.length === 0)
        return;
    reply.bulkText('subcommands');
    reply.map(subcommands.length);
    for (const one of subcommands)
        replyDocs(one, reply);
}
function replyArguments(args, reply) {
    reply.array(args.length);
    for (const one of args)
        replyArgument(one, reply);
}
function replyArgument(one, reply) {
    const flags = [...(one.optional ? ['optional'] : []), ...(one.multiple ? ['multiple'] : [])];
    const pairs = 2 +
        (one.type === 'key' ? 1 : 0) +
        (one.token !== undefined ? 1 : 0) +
        (flags.length > 0 ? 1 : 0) +
        (one.arguments !== undefined ? 1 : 0);
    reply.map(pairs);
    replyPair('name', one.name, reply);
    replyPair('type', one.type, reply);
    if (one.type === 'key')
        replyNumber('key_spec_index', one.keySpecIndex ?? 0, reply);
    if (one.token !== undefined)
        replyPair('token', one.token, reply);
    if (flags.length > 0) {
        reply.bulkText('flags');
        replyStatuses(flags, reply);
    }
    if (one.arguments === undefined)
        return;
    reply.bulkText('arguments');
    replyArguments(one.arguments, reply);
}
function replyPair(name, value, reply) {
    reply.bulkText(name);
    reply.bulkText(value);
}
function replyNumber(name, value, reply) {
    reply.bulkText(name);
    reply.integer(value);
}
//# sourceMappingURL=command-replies.js.map