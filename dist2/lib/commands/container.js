/** The entry of a command that only has subcommands: those given, and HELP. */
export function container(spec, subcommands) {
    return {
        ...spec,
        complexity: 'Depends on the subcommand.',
        arity: -2,
        flags: [],
        spread: 'here',
        syntax: 'subcommand [argument ...]',
        reply: 'Depends on the subcommand.',
        subcommands: [...subcommands, helpOf(spec, subcommands)],
    };
}
/** The HELP subcommand of the container `spec`: its lines are the entries' own. */
export function helpOf(spec, subcommands) {
    const lines = [
        `${spec.name.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
        ...subcommands.flatMap((one) => helpLines(one.name, one.syntax, one.summary)),
        ...helpLines('help', '', 'Prints this help.'),
    ];
    return {
        name: 'help',
        summary: `Lists the subcommands of ${spec.name.toUpperCase()}.`,
        since: spec.since,
        group: spec.group,
        complexity: 'O(1)',
        arity: 2,
        flags: ['loading', 'stale'],
        spread: 'here',
        syntax: '',
        reply: 'array: lines of text',
        handler: (_request, reply) => {
            reply.array(lines.length);
            for (const line of lines)
                reply.simple(line);
        },
    };
}
function helpLines(name, syntax, summary) {
    return [syntax === '' ? name.toUpperCase() : `${name.toUpperCase()} ${syntax}`, `    ${summary}`];
}
//# sourceMappingURL=container.js.map