/** Commands that set whole strings. */
import { ERRORS } from '../resp/errors.js';
import { KEEP_EXPIRY, NO_ENTRY, NO_EXPIRY } from '../store/keyspace.js';
import { expiryArgument } from './arguments.js';
import { ExpiryOptions } from './expiry-options.js';
import { findKey, peekKey, replyValue, setKey } from './keys.js';
const SECOND_MS = 1000;
const UPDATES_KEY = { first: 1, last: 1, step: 1, flags: ['OW', 'update'] };
const READS_AND_UPDATES_KEY = { first: 1, last: 1, step: 1, flags: ['RW', 'access', 'update'] };
const setOptions = new ExpiryOptions(true);
const getexOptions = new ExpiryOptions(false);
function set(request, reply, context) {
    if (request.argc === 3) {
        setKey(request, 1, 2, NO_EXPIRY, context);
        reply.ok();
        return;
    }
    if (!setOptions.parse(request, 3)) {
        reply.error(ERRORS.syntax);
        return;
    }
    const expiresAtMs = optionExpiry(setOptions, request, 'set', reply, context);
    if (Number.isNaN(expiresAtMs))
        return;
    const ref = setOptions.get ? findKey(request, 1, context) : peekKey(request, 1, context);
    if (setOptions.get)
        replyValue(reply, ref, context);
    if (ref === NO_ENTRY ? setOptions.xx : setOptions.nx) {
        if (!setOptions.get)
            reply.nil();
        return;
    }
    setKeyUntil(request, 2, expiresAtMs, context);
    if (!setOptions.get)
        reply.ok();
}
/** The expiry that `options` ask for; KEEP_EXPIRY and NO_EXPIRY included; NaN when an error has been replied. */
function optionExpiry(options, request, command, reply, context) {
    switch (options.expiry) {
        case 'none':
        case 'persist':
            return NO_EXPIRY;
        case 'keepttl':
            return KEEP_EXPIRY;
        case 'ex':
            return expiryArgument(request, options.timeAt, SECOND_MS, context.nowMs, command, reply);
        case 'px':
            return expiryArgument(request, options.timeAt, 1, context.nowMs, command, reply);
        case 'exat':
            return expiryArgument(request, options.timeAt, SECOND_MS, 0, command, reply);
        case 'pxat':
            return expiryArgument(request, options.timeAt, 1, 0, command, reply);
    }
}
/** Sets key 1 to argument `valueAt`; to nothing at all if its time has run out already. */
function setKeyUntil(request, valueAt, expiresAtMs, context) {
    if (expiresAtMs < 0 || expiresAtMs > context.nowMs) {
        setKey(request, 1, valueAt, expiresAtMs, context);
        return;
    }
    const ref = peekKey(request, 1, context);
    if (ref !== NO_ENTRY)
        context.keyspace.delete(ref);
}
function setWithExpiry(request, unitMs, command, reply, context) {
    const expiresAtMs = expiryArgument(request, 2, unitMs, context.nowMs, command, reply);
    if (Number.isNaN(expiresAtMs))
        return;
    setKey(request, 1, 3, expiresAtMs, context);
    reply.ok();
}
function setex(request, reply, context) {
    setWithExpiry(request, SECOND_MS, 'setex', reply, context);
}
function psetex(request, reply, context) {
    setWithExpiry(request, 1, 'psetex', reply, context);
}
function setnx(request, reply, context) {
    const absent = peekKey(request, 1, context) === NO_ENTRY;
    if (absent)
        setKey(request, 1, 2, NO_EXPIRY, context);
    reply.integer(absent ? 1 : 0);
}
function getset(request, reply, context) {
    replyValue(reply, findKey(request, 1, context), context);
    setKey(request, 1, 2, NO_EXPIRY, context);
}
function getdel(request, reply, context) {
    const ref = findKey(request, 1, context);
    replyValue(reply, ref, context);
    if (ref !== NO_ENTRY)
        context.keyspace.delete(ref);
}
function getex(request, reply, context) {
    if (!getexOptions.parse(request, 2)) {
        reply.error(ERRORS.syntax);
        return;
    }
    const ref = findKey(request, 1, context);
    if (ref === NO_ENTRY) {
        reply.nil();
        return;
    }
    const expiresAtMs = optionExpiry(getexOptions, request, 'getex', reply, context);
    if (Number.isNaN(expiresAtMs))
        return;
    replyValue(reply, ref, context);
    if (getexOptions.expiry === 'none')
        return;
    if (expiresAtMs !== NO_EXPIRY && expiresAtMs <= context.nowMs)
        context.keyspace.delete(ref);
    else
        context.keyspace.setExpiresAtMs(ref, expiresAtMs);
}
function mset(request, reply, context) {
    if (request.argc % 2 === 0) {
        reply.error(ERRORS.wrongArity, { command: 'mset' });
        return;
    }
    for (let i = 1; i < request.argc; i += 2)
        setKey(request, i, i + 1, NO_EXPIRY, context);
    reply.ok();
}
function msetnx(request, reply, context) {
    if (request.argc % 2 === 0) {
        reply.error(ERRORS.wrongArity, { command: 'msetnx' });
        return;
    }
    for (let i = 1; i < request.argc; i += 2) {
        if (peekKey(request, i, context) !== NO_ENTRY) {
            reply.integer(0);
            return;
        }
    }
    for (let i = 1; i < request.argc; i += 2)
        setKey(request, i, i + 1, NO_EXPIRY, context);
    reply.integer(1);
}
export const STRING_SET_COMMANDS = [
    {
        name: 'set',
        summary: 'Sets a key to a value, on conditions and with an expiry time if asked.',
        since: '1.0.0',
        group: 'string',
        complexity: 'O(1)',
        arity: -3,
        flags: ['write', 'denyoom'],
        keys: { first: 1, last: 1, step: 1, flags: ['RW', 'access', 'update', 'variable_flags'] },
        spread: 'one-slot',
        syntax: 'key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
        reply: 'OK; nil: the condition did not hold. With GET: the value before, nil if there was none',
        handler: set,
    },
    {
        name: 'setex',
        summary: 'Sets a key to a value that expires after some seconds.',
        since: '2.0.0',
        group: 'string',
        complexity: 'O(1)',
        arity: 4,
        flags: ['write', 'denyoom'],
        keys: UPDATES_KEY,
        spread: 'one-slot',
        syntax: 'key seconds value',
        reply: 'OK',
        handler: setex,
    },
    {
        name: 'psetex',
        summary: 'Sets a key to a value that expires after some milliseconds.',
        since: '2.6.0',
        group: 'string',
        complexity: 'O(1)',
        arity: 4,
        flags: ['write', 'denyoom'],
        keys: UPDATES_KEY,
        spread: 'one-slot',
        syntax: 'key milliseconds value',
        reply: 'OK',
        handler: psetex,
    },
    {
        name: 'setnx',
        summary: 'Sets a key to a value unless the key exists.',
        since: '1.0.0',
        group: 'string',
        complexity: 'O(1)',
        arity: 3,
        flags: ['write', 'denyoom', 'fast'],
        keys: { first: 1, last: 1, step: 1, flags: ['OW', 'insert'] },
        spread: 'one-slot',
        syntax: 'key value',
        reply: 'integer 1: set; 0: the key exists',
        handler: setnx,
    },
    {
        name: 'getset',
        summary: 'Sets a key to a value and replies the one before.',
        since: '1.0.0',
        group: 'string',
        complexity: 'O(1)',
        arity: 3,
        flags: ['write', 'denyoom', 'fast'],
        keys: READS_AND_UPDATES_KEY,
        spread: 'one-slot',
        syntax: 'key value',
        reply: 'bulk string: the value before; nil: there was none',
        handler: getset,
    },
    {
        name: 'getdel',
        summary: 'Reads the value of a key and deletes the key.',
        since: '6.2.0',
        group: 'string',
        complexity: 'O(1)',
        arity: 2,
        flags: ['write', 'fast'],
        keys: { first: 1, last: 1, step: 1, flags: ['RW', 'access', 'delete'] },
        spread: 'one-slot',
        syntax: 'key',
        reply: 'bulk string: the value; nil: no such key',
        handler: getdel,
    },
    {
        name: 'getex',
        summary: 'Reads the value of a key and sets or removes its expiry time.',
        since: '6.2.0',
        group: 'string',
        complexity: 'O(1)',
        arity: -2,
        flags: ['write', 'fast'],
        keys: READS_AND_UPDATES_KEY,
        spread: 'one-slot',
        syntax: 'key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]',
        reply: 'bulk string: the value; nil: no such key',
        handler: getex,
    },
    {
        name: 'mset',
        summary: 'Sets several keys. On the client port their slots may differ: then each shard sets its own at once.',
        since: '1.0.1',
        group: 'string',
        complexity: 'O(N), N the number of keys',
        arity: -3,
        flags: ['write', 'denyoom'],
        keys: { first: 1, last: -1, step: 2, flags: ['OW', 'update'] },
        spread: 'split-ok',
        syntax: 'key value [key value ...]',
        reply: 'OK',
        handler: mset,
    },
    {
        name: 'msetnx',
        summary: 'Sets several keys of one hash slot unless one of them exists.',
        since: '1.0.1',
        group: 'string',
        complexity: 'O(N), N the number of keys',
        arity: -3,
        flags: ['write', 'denyoom'],
        keys: { first: 1, last: -1, step: 2, flags: ['OW', 'insert'] },
        spread: 'one-slot',
        syntax: 'key value [key value ...]',
        reply: 'integer 1: all set; 0: none set, one exists',
        handler: msetnx,
    },
];
//# sourceMappingURL=string-set.js.map