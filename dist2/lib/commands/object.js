/** OBJECT and MEMORY: what a key costs and how it is held. */
import { ERRORS } from '../resp/errors.js';
import { ENCODING_EMBSTR, ENCODING_INT, NO_ENTRY } from '../store/keyspace.js';
import { integerArgument } from './arguments.js';
import { container } from './container.js';
import { countKey, peekKey } from './keys.js';
const NAMES_KEY = { first: 2, last: 2, step: 1, flags: ['RO'] };
function encoding(request, reply, context) {
    const ref = countKey(request, 2, context);
    if (ref === NO_ENTRY) {
        reply.nil();
        return;
    }
    const code = context.keyspace.encodingOf(ref);
    reply.bulkText(code === ENCODING_INT ? 'int' : code === ENCODING_EMBSTR ? 'embstr' : 'raw');
}
function freq(request, reply, context) {
    const ref = countKey(request, 2, context);
    if (ref === NO_ENTRY)
        reply.nil();
    else if (context.keyspace.tracksFrequency)
        reply.integer(context.keyspace.frequencyOf(ref));
    else
        reply.error(ERRORS.frequencyNotTracked);
}
function idletime(request, reply, context) {
    const ref = countKey(request, 2, context);
    if (ref === NO_ENTRY)
        reply.nil();
    else if (context.keyspace.tracksFrequency)
        reply.error(ERRORS.idleNotTracked);
    else
        reply.integer(Math.floor(context.keyspace.idleMs(ref, context.nowMs) / 1000));
}
function refcount(request, reply, context) {
    if (countKey(request, 2, context) === NO_ENTRY)
        reply.nil();
    else
        reply.integer(1);
}
function usage(request, reply, context) {
    for (let i = 3; i < request.argc; i += 2) {
        if (!request.is(i, 'samples') || i + 1 === request.argc) {
            reply.error(ERRORS.syntax);
            return;
        }
        const samples = integerArgument(request, i + 1, reply);
        if (Number.isNaN(samples))
            return;
        if (samples < 0) {
            reply.error(ERRORS.syntax);
            return;
        }
    }
    const ref = peekKey(request, 2, context);
    if (ref === NO_ENTRY)
        reply.nil();
    else
        reply.integer(context.keyspace.entryBytes(ref));
}
const OBJECT = {
    name: 'object',
    summary: 'Tells how values are held.',
    since: '2.2.3',
    group: 'generic',
};
const READS_OBJECT = {
    group: 'generic',
    complexity: 'O(1)',
    arity: 3,
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    keys: NAMES_KEY,
    spread: 'one-slot',
    syntax: 'key',
};
export const OBJECT_COMMANDS = [
    container(OBJECT, [
        {
            ...READS_OBJECT,
            name: 'encoding',
            summary: 'Names the encoding that Redis would hold the value in.',
            since: '2.2.3',
            reply: 'bulk string: `int`, `embstr` or `raw`; nil: no such key',
            handler: encoding,
        },
        {
            ...READS_OBJECT,
            name: 'freq',
            summary: 'Tells how often a key is used, under a memory limit with an LFU policy.',
            since: '4.0.0',
            reply: 'integer: a logarithmic counter, 0 to 255; nil: no such key',
            handler: freq,
        },
        {
            ...READS_OBJECT,
            name: 'idletime',
            summary: 'Tells how many seconds ago a key was last used.',
            since: '2.2.3',
            reply: 'integer: the seconds; nil: no such key',
            handler: idletime,
        },
        {
            ...READS_OBJECT,
            name: 'refcount',
            summary: 'Counts the references to a value: always 1, since keys share no values.',
            since: '2.2.3',
            reply: 'integer 1; nil: no such key',
            handler: refcount,
        },
    ]),
    container({ name: 'memory', summary: 'Tells about memory.', since: '4.0.0', group: 'server' }, [
        {
            name: 'usage',
            summary: 'Tells how many bytes a key and its value take, their share of the index included.',
            since: '4.0.0',
            group: 'server',
            complexity: 'O(1)',
            arity: -3,
            flags: ['readonly'],
            keys: NAMES_KEY,
            spread: 'one-slot',
            syntax: 'key [SAMPLES count]',
            reply: 'integer: the bytes; nil: no such key',
            handler: usage,
        },
    ]),
];
//# sourceMappingURL=object.js.map