/** Commands that set, read and remove expiry times. */
import { ERRORS } from '../resp/errors.js';
import { NO_ENTRY, NO_EXPIRY } from '../store/keyspace.js';
import { parseExpiry, quotedArgument } from './arguments.js';
import { countKey, peekKey } from './keys.js';
const SECOND_MS = 1000;
/** What TTL and its like reply for a key that does not exist, and for one that does not expire. */
const NO_KEY = -2;
const NEVER = -1;
const UPDATES_KEY = { first: 1, last: 1, step: 1, flags: ['RW', 'update'] };
const READS_KEY = { first: 1, last: 1, step: 1, flags: ['RO', 'access'] };
/** The conditions of EXPIRE and its like, as bits. */
const NX = 1;
const XX = 2;
const GT = 4;
const LT = 8;
/** Reads the conditions from argument 3 on; -1 when an error has been replied. */
function parseConditions(request, reply) {
    let conditions = 0;
    for (let i = 3; i < request.argc; i++) {
        if (request.is(i, 'nx'))
            conditions |= NX;
        else if (request.is(i, 'xx'))
            conditions |= XX;
        else if (request.is(i, 'gt'))
            conditions |= GT;
        else if (request.is(i, 'lt'))
            conditions |= LT;
        else {
            reply.error(ERRORS.unsupportedOption, { option: quotedArgument(request, i) });
            return -1;
        }
    }
    if ((conditions & NX) !== 0 && (conditions & ~NX) !== 0) {
        reply.error(ERRORS.expireConditions);
        return -1;
    }
    if ((conditions & GT) !== 0 && (conditions & LT) !== 0) {
        reply.error(ERRORS.expireComparisons);
        return -1;
    }
    return conditions;
}
/** Whether a key that expires at `presentMs` (or NO_EXPIRY, which is later than any time) may be set to `expiresAtMs`. */
function conditionsHold(conditions, presentMs, expiresAtMs) {
    const expires = presentMs !== NO_EXPIRY;
    if ((conditions & NX) !== 0 && expires)
        return false;
    if ((conditions & XX) !== 0 && !expires)
        return false;
    if ((conditions & GT) !== 0 && (!expires || expiresAtMs <= presentMs))
        return false;
    return (conditions & LT) === 0 || !expires || expiresAtMs < presentMs;
}
function setExpiry(request, unitMs, baseMs, command, reply, context) {
    const conditions = parseConditions(request, reply);
    if (conditions === -1)
        return;
    const expiresAtMs = parseExpiry(request, 2, unitMs, baseMs);
    if (Number.isNaN(expiresAtMs)) {
        reply.error(ERRORS.notInteger);
        return;
    }
    if (expiresAtMs === Number.POSITIVE_INFINITY) {
        reply.error(ERRORS.invalidExpire, { command });
        return;
    }
    const { keyspace } = context;
    const ref = peekKey(request, 1, context);
    if (ref === NO_ENTRY || !conditionsHold(conditions, keyspace.expiresAtMs(ref), expiresAtMs)) {
        reply.integer(0);
        return;
    }
    if (expiresAtMs <= context.nowMs)
        keyspace.delete(ref);
    else
        keyspace.setExpiresAtMs(ref, expiresAtMs);
    reply.integer(1);
}
function expire(request, reply, context) {
    setExpiry(request, SECOND_MS, context.nowMs, 'expire', reply, context);
}
function pexpire(request, reply, context) {
    setExpiry(request, 1, context.nowMs, 'pexpire', reply, context);
}
function expireat(request, reply, context) {
    setExpiry(request, SECOND_MS, 0, 'expireat', reply, context);
}
function pexpireat(request, reply, context) {
    setExpiry(request, 1, 0, 'pexpireat', reply, context);
}
/** Replies when key 1 expires, in whole units of `unitMs` after `baseMs`, rounded to the nearest. */
function replyExpiry(request, unitMs, baseMs, reply, context) {
    const ref = countKey(request, 1, context);
    const expiresAtMs = ref === NO_ENTRY ? NO_EXPIRY : context.keyspace.expiresAtMs(ref);
    if (ref === NO_ENTRY)
        reply.integer(NO_KEY);
    else if (expiresAtMs === NO_EXPIRY)
        reply.integer(NEVER);
    else if (unitMs === 1)
        reply.integer(expiresAtMs - baseMs);
    else
        reply.integer(Math.floor((expiresAtMs - baseMs) / unitMs + 0.5));
}
function ttl(request, reply, context) {
    replyExpiry(request, SECOND_MS, context.nowMs, reply, context);
}
function pttl(request, reply, context) {
    replyExpiry(request, 1, context.nowMs, reply, context);
}
function expiretime(request, reply, context) {
    replyExpiry(request, SECOND_MS, 0, reply, context);
}
function pexpiretime(request, reply, context) {
    replyExpiry(request, 1, 0, reply, context);
}
function persist(request, reply, context) {
    const { keyspace } = context;
    const ref = peekKey(request, 1, context);
    const expires = ref !== NO_ENTRY && keyspace.expiresAtMs(ref) !== NO_EXPIRY;
    if (expires)
        keyspace.setExpiresAtMs(ref, NO_EXPIRY);
    reply.integer(expires ? 1 : 0);
}
const SET_SYNTAX = '[NX | XX | GT | LT]';
const SET_REPLY = 'integer 1: set, or deleted if the time is past; 0: no such key, or the condition did not hold';
const NOT_SET_REPLY = '-1: the key does not expire; -2: no such key';
const SETS_EXPIRY = {
    group: 'generic',
    complexity: 'O(1)',
    arity: -3,
    flags: ['write', 'fast'],
    keys: UPDATES_KEY,
    spread: 'one-slot',
    reply: SET_REPLY,
};
const READS_EXPIRY = {
    group: 'generic',
    complexity: 'O(1)',
    arity: 2,
    flags: ['readonly', 'fast'],
    keys: READS_KEY,
    spread: 'one-slot',
    syntax: 'key',
};
export const EXPIRY_COMMANDS = [
    {
        ...SETS_EXPIRY,
        name: 'expire',
        summary: 'Makes a key expire after some seconds.',
        since: '1.0.0',
        syntax: `key seconds ${SET_SYNTAX}`,
        handler: expire,
    },
    {
        ...SETS_EXPIRY,
        name: 'pexpire',
        summary: 'Makes a key expire after some milliseconds.',
        since: '2.6.0',
        syntax: `key milliseconds ${SET_SYNTAX}`,
        handler: pexpire,
    },
    {
        ...SETS_EXPIRY,
        name: 'expireat',
        summary: 'Makes a key expire at a time, in seconds since 1970.',
        since: '1.2.0',
        syntax: `key unix-time-seconds ${SET_SYNTAX}`,
        handler: expireat,
    },
    {
        ...SETS_EXPIRY,
        name: 'pexpireat',
        summary: 'Makes a key expire at a time, in milliseconds since 1970.',
        since: '2.6.0',
        syntax: `key unix-time-milliseconds ${SET_SYNTAX}`,
        handler: pexpireat,
    },
    {
        ...READS_EXPIRY,
        name: 'ttl',
        summary: 'Tells how many seconds a key still has.',
        since: '1.0.0',
        tips: ['nondeterministic_output'],
        reply: `integer: the seconds; ${NOT_SET_REPLY}`,
        handler: ttl,
    },
    {
        ...READS_EXPIRY,
        name: 'pttl',
        summary: 'Tells how many milliseconds a key still has.',
        since: '2.6.0',
        tips: ['nondeterministic_output'],
        reply: `integer: the milliseconds; ${NOT_SET_REPLY}`,
        handler: pttl,
    },
    {
        ...READS_EXPIRY,
        name: 'expiretime',
        summary: 'Tells when a key expires, in seconds since 1970.',
        since: '7.0.0',
        reply: `integer: the time; ${NOT_SET_REPLY}`,
        handler: expiretime,
    },
    {
        ...READS_EXPIRY,
        name: 'pexpiretime',
        summary: 'Tells when a key expires, in milliseconds since 1970.',
        since: '7.0.0',
        reply: `integer: the time; ${NOT_SET_REPLY}`,
        handler: pexpiretime,
    },
    {
        name: 'persist',
        summary: 'Takes the expiry time off a key.',
        since: '2.2.0',
        group: 'generic',
        complexity: 'O(1)',
        arity: 2,
        flags: ['write', 'fast'],
        keys: UPDATES_KEY,
        spread: 'one-slot',
        syntax: 'key',
        reply: 'integer 1: done; 0: no such key, or it does not expire',
        handler: persist,
    },
];
//# sourceMappingURL=expiry.js.map