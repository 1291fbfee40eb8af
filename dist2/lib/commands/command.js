/** COMMAND: what the command table says of itself. */
import { matchesGlob } from '../base/glob.js';
import { ERRORS } from '../resp/errors.js';
import { aclCategories, replyDocs, replyInfo } from './command-replies.js';
import { helpOf } from './container.js';
/** The entry of COMMAND, which replies what `table` holds; `table` is asked only once commands run. */
export function commandCommand(table) {
    const flags = ['loading', 'stale'];
    const shared = {
        since: '2.8.13',
        group: 'server',
        complexity: 'O(N), N the number of commands',
        flags,
        categories: ['connection'],
        spread: 'here',
    };
    const subcommands = [
        {
            ...shared,
            name: 'count',
            summary: 'Counts the commands.',
            complexity: 'O(1)',
            arity: 2,
            syntax: '',
            reply: 'integer: how many commands there are, without subcommands',
            handler: (_request, reply) => reply.integer(table().commands.length),
        },
        {
            ...shared,
            name: 'docs',
            summary: 'Documents the commands named, or all.',
            since: '7.0.0',
            arity: -2,
            tips: ['nondeterministic_output_order'],
            syntax: '[command-name ...]',
            reply: 'map: for each name its documentation; names that are unknown are left out',
            handler: (request, reply) => docs(request, reply, table()),
        },
        {
            ...shared,
            name: 'getkeys',
            summary: 'Picks the keys out of a whole command.',
            complexity: 'O(N), N the number of arguments',
            arity: -4,
            syntax: 'command [argument ...]',
            reply: 'array: the keys',
            handler: (request, reply) => getkeys(request, reply, table()),
        },
        {
            ...shared,
            name: 'info',
            summary: 'Describes the commands named, or all.',
            arity: -2,
            tips: ['nondeterministic_output_order'],
            syntax: '[command-name ...]',
            reply: 'array: for each name an array of ten fields, or nil if it is unknown',
            handler: (request, reply) => info(request, reply, table()),
        },
        {
            ...shared,
            name: 'list',
            summary: 'Names the commands and subcommands, or those that a filter picks.',
            since: '7.0.0',
            arity: -2,
            tips: ['nondeterministic_output_order'],
            syntax: '[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]',
            reply: 'array: full names such as `client|list`',
            handler: (request, reply) => list(request, reply, table()),
        },
    ];
    const head = {
        name: 'command',
        summary: 'Describes every command.',
        since: shared.since,
        group: shared.group,
    };
    const help = { ...helpOf(head, subcommands), categories: ['connection'] };
    return {
        ...shared,
        ...head,
        arity: -1,
        tips: ['nondeterministic_output_order'],
        syntax: '',
        reply: 'array: for each command an array of ten fields',
        handler: (_request, reply) => replyInfos(table(), reply),
        subcommands: [...subcommands, help],
    };
}
function replyInfos(table, reply) {
    reply.array(table.commands.length);
    for (const command of table.commands)
        replyInfo(command, reply);
}
function info(request, reply, table) {
    if (request.argc === 2) {
        replyInfos(table, reply);
        return;
    }
    reply.array(request.argc - 2);
    for (let i = 2; i < request.argc; i++) {
        const command = table.byName(request.text(i));
        if (command === undefined)
            reply.nil();
        else
            replyInfo(command, reply);
    }
}
function docs(request, reply, table) {
    const wanted = [];
    for (let i = 2; i < request.argc; i++) {
        const command = table.byName(request.text(i));
        if (command !== undefined)
            wanted.push(command);
    }
    const commands = request.argc === 2 ? table.commands : wanted;
    reply.map(commands.length);
    for (const command of commands)
        replyDocs(command, reply);
}
function getkeys(request, reply, table) {
    const command = table.find(request, 2);
    const argc = request.argc - 2;
    if (command === undefined) {
        reply.error(ERRORS.invalidCommand);
    }
    else if (command.firstKey === 0) {
        reply.error(ERRORS.noKeyArguments);
    }
    else if (!command.takes(argc)) {
        reply.error(ERRORS.invalidCommandArity);
    }
    else {
        const last = command.lastKeyAt(argc);
        reply.array(Math.floor((last - command.firstKey) / command.keyStep) + 1);
        for (let i = command.firstKey; i <= last; i += command.keyStep) {
            reply.bulk(request.buf, request.start(i + 2), request.end(i + 2));
        }
    }
}
function list(request, reply, table) {
    if (request.argc !== 2 && (request.argc !== 5 || !request.is(2, 'filterby'))) {
        reply.error(ERRORS.syntax);
        return;
    }
    const filter = request.argc === 2 ? () => true : listFilter(request);
    if (filter === undefined) {
        reply.error(ERRORS.syntax);
        return;
    }
    const names = [...table.everyCommand()].filter(filter).map((command) => command.fullName);
    reply.array(names.length);
    for (const name of names)
        reply.bulkText(name);
}
/** What FILTERBY asks for; undefined if it is no filter. */
function listFilter(request) {
    const wanted = request.text(4).toLowerCase();
    if (request.is(3, 'module'))
        return () => false;
    if (request.is(3, 'aclcat'))
        return (command) => aclCategories(command).includes(wanted);
    if (!request.is(3, 'pattern'))
        return undefined;
    const pattern = Buffer.from(wanted, 'latin1');
    return (command) => {
        const name = Buffer.from(command.fullName, 'latin1');
        return matchesGlob(pattern, 0, pattern.length, name, 0, name.length);
    };
}
//# sourceMappingURL=command.js.map