/**
 * Where replies may differ from redis-server's, and why. What is not here is the same byte for byte.
 */
/** How far apart two clocks may have been read, in ms. */
const CLOCK_TOLERANCE_MS = 3000;
/** From here on expiry times are kept as the latest there is (lib/commands/arguments.ts). */
const LATEST_EXPIRY_MS = 2 ** 53 - 1;
function is(...names) {
    return (command) => names.includes(command[0]);
}
function isSubcommand(name, ...subcommands) {
    return (command) => command[0] === name && subcommands.includes(command[1] ?? '');
}
/** The number of an integer reply; NaN for others. */
function integer(reply) {
    return /^:-?\d+\r\n$/.test(reply) ? Number(reply.slice(1, -2)) : Number.NaN;
}
function integersWithin(tolerance) {
    return (redis, ours) => Math.abs(integer(redis) - integer(ours)) <= tolerance;
}
function bothIntegers(redis, ours) {
    return !Number.isNaN(integer(redis)) && !Number.isNaN(integer(ours));
}
/** The bulk strings of a reply that may be nested, sorted. Keys of the specs hold no line that looks like a header. */
function sortedLines(reply) {
    return reply
        .split(/(?=\$\d+\r\n)/)
        .sort()
        .join('');
}
function sameInAnyOrder(redis, ours) {
    return sortedLines(redis) === sortedLines(ours);
}
/** Both past the latest time that is kept here, seen as a point in time or as one still to come. */
function bothVeryLate(unitMs) {
    return (redis, ours) => integer(redis) * unitMs > LATEST_EXPIRY_MS / 2 && integer(ours) * unitMs > LATEST_EXPIRY_MS / 2;
}
export const DIFFERENCES = [
    {
        reason: 'The two servers read their clocks at different moments.',
        applies: is('pttl', 'pexpiretime'),
        agree: integersWithin(CLOCK_TOLERANCE_MS),
    },
    {
        reason: 'The two servers read their clocks at different moments.',
        applies: is('ttl', 'expiretime'),
        agree: integersWithin(CLOCK_TOLERANCE_MS / 1000),
    },
    {
        reason: 'Expiry times later than the year 287396 are kept as that: a double holds no more.',
        applies: is('pttl', 'pexpiretime'),
        agree: bothVeryLate(1),
    },
    {
        reason: 'Expiry times later than the year 287396 are kept as that: a double holds no more.',
        applies: is('ttl', 'expiretime'),
        agree: bothVeryLate(1000),
    },
    {
        reason: 'Offsets below -2^53 are rounded, so that two of them may count as the same. No value is that long.',
        applies: (command) => is('getrange', 'substr')(command) &&
            [command[2], command[3]].every((offset) => Number(offset) < -(2 ** 53)),
        agree: (redis, ours) => redis === '$0\r\n\r\n' && ours.startsWith('$1\r\n'),
    },
    {
        reason: 'Expiry times later than the year 287396 are kept as that, so that none of them is later than another.',
        applies: (command) => is('expire', 'pexpire', 'expireat', 'pexpireat')(command) &&
            (command.includes('lt') || command.includes('gt')) &&
            Number(command[2]) > LATEST_EXPIRY_MS / 2000,
        agree: bothIntegers,
    },
    {
        reason: 'A SET whose time is past leaves no key here; Redis keeps it until it expires in the background.',
        applies: is('dbsize'),
        agree: (redis, ours) => integer(redis) > integer(ours),
    },
    {
        reason: 'What INCRBYFLOAT stores is held like any other string; Redis never holds it as an integer.',
        applies: isSubcommand('object', 'encoding'),
        agree: (redis, ours) => redis === '$6\r\nembstr\r\n' && ours === '$3\r\nint\r\n',
    },
    {
        reason: 'Keys come in no order, and the two hash tables are built differently.',
        applies: is('keys', 'scan'),
        agree: sameInAnyOrder,
    },
    {
        reason: 'Every key is as good as any other.',
        applies: is('randomkey'),
        agree: (redis, ours) => redis.startsWith('$') && !redis.startsWith('$-') && ours.startsWith('$') && !ours.startsWith('$-'),
    },
    {
        reason: 'Ids of connections are counted by each server.',
        applies: is('hello'),
        agree: (redis, ours) => {
            const withoutId = (reply) => reply.replace(/(\r\nid\r\n:)\d+/, '$1');
            return withoutId(redis) === withoutId(ours);
        },
    },
    {
        reason: 'Redis shares small integers among keys; here no value is shared.',
        applies: isSubcommand('object', 'refcount'),
        agree: bothIntegers,
    },
    {
        reason: "Redis's clock for this steps by seconds from a start of its own.",
        applies: isSubcommand('object', 'idletime'),
        agree: integersWithin(CLOCK_TOLERANCE_MS / 1000),
    },
    {
        reason: 'A key takes as many bytes as the server needs for it.',
        applies: isSubcommand('memory', 'usage'),
        agree: bothIntegers,
    },
    {
        reason: 'Redis counts the bytes of a key whose time is past until it expires in the background.',
        applies: isSubcommand('memory', 'usage'),
        agree: (redis, ours) => !Number.isNaN(integer(redis)) && ['$-1\r\n', '_\r\n'].includes(ours),
    },
    {
        reason: 'There is no database but 0: the text is that of a redis-server in cluster mode.',
        applies: is('select'),
        agree: (redis, ours) => redis === '-ERR DB index is out of range\r\n' &&
            ours === '-ERR SELECT is not allowed in cluster mode\r\n',
    },
    {
        reason: 'COPY knows the numbers of the 16 databases that a redis-server has; the one asked has a single one.',
        applies: is('copy'),
        agree: (redis, ours) => redis === '-ERR DB index is out of range\r\n' && ours.startsWith('-ERR '),
    },
];
//# sourceMappingURL=differences.js.map