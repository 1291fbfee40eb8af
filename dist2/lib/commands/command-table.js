/**
 * Finds the entry of a request's command, case-insensitively and from the bytes: no string is made.
 *
 * A name is hashed (FNV-1a over its lower-case bytes) into an open-addressed index of at least twice as many places as
 * names, so that nearly every look-up compares one name.
 */
import { ERRORS } from '../resp/errors.js';
import { quotedArgument } from './arguments.js';
/** Bytes of a name or of arguments that an error quotes. */
const QUOTED_BYTES = 128;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** An entry of the table, with what dispatch needs to know worked out once. */
export class Command {
    spec;
    /** `get`, `client|list` */
    fullName;
    /** Argument index of the first key; 0: the command has no keys. */
    firstKey;
    keyStep;
    arity;
    isWrite;
    /** It may add data: it is refused when there is no room for it. */
    needsRoom;
    spread;
    /** A RESP2 client that has subscribed to something may use it. */
    whileSubscribed;
    handler;
    subcommands;
    lastKey;
    constructor(spec, parentName = '') {
        this.spec = spec;
        this.fullName = parentName === '' ? spec.name : `${parentName}|${spec.name}`;
        this.firstKey = spec.keys?.first ?? 0;
        this.lastKey = spec.keys?.last ?? 0;
        this.keyStep = spec.keys?.step ?? 1;
        this.arity = spec.arity;
        this.isWrite = spec.flags.includes('write');
        this.needsRoom = spec.flags.includes('denyoom');
        this.spread = spec.spread;
        this.whileSubscribed = spec.whileSubscribed ?? false;
        this.handler = spec.handler ?? replyWrongArity(this);
        this.subcommands =
            spec.subcommands && new CommandIndex(spec.subcommands.map((one) => new Command(one, this.fullName)));
    }
    /**
     * Argument index of the last key of a request with `argc` arguments; below `firstKey` if it has none. The keys are
     * `for (let i = firstKey; i <= lastKeyAt(argc); i += keyStep)`, provided that `firstKey` is not 0.
     */
    lastKeyAt(argc) {
        return this.lastKey < 0 ? argc + this.lastKey : this.lastKey;
    }
    /** Whether every key of a request with `argc` arguments has the arguments that belong to it (MSET: its value). */
    keysAreWhole(argc) {
        return this.lastKey >= 0 || (argc - this.firstKey) % this.keyStep === 0;
    }
    /** Whether a request with `argc` arguments has the number that the command takes. */
    takes(argc) {
        return this.arity > 0 ? argc === this.arity : argc >= -this.arity;
    }
}
/** What a container answers without a subcommand. */
function replyWrongArity(command) {
    return (_request, reply) => reply.error(ERRORS.wrongArity, { command: command.fullName });
}
/** Commands by name. */
class CommandIndex {
    all;
    places;
    mask;
    longestName;
    constructor(commands) {
        this.all = commands;
        const size = 2 ** Math.ceil(Math.log2(2 * commands.length));
        this.mask = size - 1;
        this.places = new Array(size).fill(undefined);
        this.longestName = Math.max(...commands.map((one) => one.spec.name.length));
        for (const command of commands) {
            const name = Buffer.from(command.spec.name, 'latin1');
            let place = hashName(name, 0, name.length) & this.mask;
            while (this.places[place] !== undefined)
                place = (place + 1) & this.mask;
            this.places[place] = command;
        }
    }
    /** The command that argument `i` names. */
    find(request, i) {
        if (request.length(i) > this.longestName)
            return undefined;
        let place = hashName(request.buf, request.start(i), request.end(i)) & this.mask;
        for (;;) {
            const command = this.places[place];
            if (command === undefined || request.is(i, command.spec.name))
                return command;
            place = (place + 1) & this.mask;
        }
    }
}
function hashName(bytes, start, end) {
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++)
        hash = Math.imul(hash ^ (bytes[at] | 0x20), FNV_PRIME);
    return (hash ^ (hash >>> 15)) >>> 0;
}
export class CommandTable {
    index;
    byFullName = new Map();
    constructor(specs) {
        this.index = new CommandIndex(specs.map((spec) => new Command(spec)));
        for (const command of this.index.all) {
            this.byFullName.set(command.fullName, command);
            for (const one of command.subcommands?.all ?? [])
                this.byFullName.set(one.fullName, one);
        }
    }
    /** The commands in the table's order, without their subcommands. */
    get commands() {
        return this.index.all;
    }
    /** The commands and after each its subcommands. */
    everyCommand() {
        return this.byFullName.values();
    }
    /** The command or subcommand with that full name, such as `client|list`, in any mix of cases. */
    byName(fullName) {
        return this.byFullName.get(fullName.toLowerCase());
    }
    /**
     * The command that the arguments from `from` on call: a subcommand where there are any and one is named. Undefined if
     * there is no such command or subcommand.
     */
    find(request, from = 0) {
        const command = this.index.find(request, from);
        if (command?.subcommands === undefined || request.argc === from + 1)
            return command;
        return command.subcommands.find(request, from + 1);
    }
    /** The command to run for a request; undefined when it is unknown or its arity wrong, and the error has been replied. */
    resolve(request, reply) {
        const command = this.find(request);
        if (command === undefined) {
            this.replyUnknown(request, reply);
            return undefined;
        }
        if (command.takes(request.argc))
            return command;
        reply.error(ERRORS.wrongArity, { command: command.fullName });
        return undefined;
    }
    replyUnknown(request, reply) {
        const container = this.index.find(request, 0);
        if (container !== undefined) {
            reply.error(ERRORS.unknownSubcommand, {
                subcommand: quotedArgument(request, 1, QUOTED_BYTES),
                command: container.fullName.toUpperCase(),
            });
            return;
        }
        let args = '';
        for (let i = 1; i < request.argc && args.length < QUOTED_BYTES; i++) {
            args += `'${quotedArgument(request, i, QUOTED_BYTES - args.length)}' `;
        }
        reply.error(ERRORS.unknownCommand, { command: quotedArgument(request, 0, QUOTED_BYTES), args });
    }
}
//# sourceMappingURL=command-table.js.map