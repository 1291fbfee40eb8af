import { expect } from 'chai';
import { parseSyntax } from '../../lib/commands/command-syntax.js';
import { COMMANDS } from '../../lib/commands/table.js';
import { COMMAND } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { encodeCommand, FakeNode } from './harness.js';
function find(...args) {
    const parser = new RequestParser();
    parser.push(encodeCommand(args));
    expect(parser.next()).to.equal(COMMAND);
    return COMMANDS.find(parser.request);
}
describe('command table', () => {
    it('finds every command and subcommand in any mix of cases', () => {
        for (const command of COMMANDS.everyCommand()) {
            const words = command.fullName.split('|');
            expect(find(...words), command.fullName).to.equal(command);
            expect(find(...words.map((word) => word.toUpperCase()), 'x')?.fullName).to.equal(command.subcommands ? undefined : command.fullName);
        }
    });
    it('finds nothing else', () => {
        for (const name of ['', 'ge', 'gett', 'g\0t', 'GET ', 'client|list', 'x'.repeat(5000), '\xe7et']) {
            expect(find(name), name.slice(0, 20)).to.equal(undefined);
        }
        expect(find('client', 'nope')).to.equal(undefined);
        expect(find('client')?.fullName).to.equal('client');
        expect(find('command')?.fullName).to.equal('command');
    });
    it('tells where the keys are', () => {
        const keysOf = (...args) => {
            const command = find(...args);
            const keys = [];
            for (let i = command.firstKey; i <= command.lastKeyAt(args.length); i += command.keyStep) {
                keys.push(args[i]);
            }
            return keys;
        };
        expect(keysOf('get', 'a')).to.deep.equal(['a']);
        expect(keysOf('mget', 'a', 'b', 'c')).to.deep.equal(['a', 'b', 'c']);
        expect(keysOf('mset', 'a', '1', 'b', '2')).to.deep.equal(['a', 'b']);
        expect(keysOf('rename', 'a', 'b')).to.deep.equal(['a', 'b']);
        expect(keysOf('copy', 'a', 'b', 'replace')).to.deep.equal(['a', 'b']);
        expect(keysOf('object', 'encoding', 'a')).to.deep.equal(['a']);
        expect(find('ping')?.firstKey).to.equal(0);
    });
    it('has entries that are whole and agree with themselves', () => {
        for (const { spec, fullName, subcommands } of COMMANDS.everyCommand()) {
            expect(spec.name, fullName).to.match(/^[a-z-]+$/);
            expect(spec.summary, fullName).to.match(/^[A-Z].*\.$/);
            expect(spec.complexity, fullName).to.match(/^(O\(|Depends)/);
            expect(spec.since, fullName).to.match(/^\d+\.\d+\.\d+$/);
            expect(spec.reply, fullName).not.to.equal('');
            expect(spec.handler !== undefined || subcommands !== undefined, fullName).to.equal(true);
            expect(spec.keys === undefined, fullName).to.equal(!/^(one-slot|split)/.test(spec.spread));
            expect(spec.flags.includes('write') && spec.flags.includes('readonly'), fullName).to.equal(false);
            expect(() => parseSyntax(spec.syntax), fullName).not.to.throw();
        }
    });
    it('takes the number of arguments that each syntax says', () => {
        for (const { spec, fullName, subcommands } of COMMANDS.everyCommand()) {
            if (subcommands !== undefined)
                continue;
            const words = fullName.split('|').length;
            const required = parseSyntax(spec.syntax)
                .filter((one) => one.optional !== true)
                .map((one) => (one.type === 'block' ? (one.arguments?.length ?? 0) : 1) + (one.token ? 1 : 0));
            const least = words + required.reduce((sum, count) => sum + count, 0);
            // A choice among options can have more arguments than one, and COMMAND GETKEYS takes a whole command.
            if (/[<>]|command/.test(spec.syntax))
                continue;
            expect(Math.abs(spec.arity), fullName).to.equal(fullName === 'auth' ? 2 : spec.arity < 0 ? least : spec.arity);
            if (spec.arity > 0)
                expect(spec.arity, fullName).to.equal(least);
        }
    });
    describe('errors', () => {
        const client = new FakeNode().connect();
        it('quotes unknown commands and some of their arguments', () => {
            expect(client.run('foo')).to.equal("-ERR unknown command 'foo', with args beginning with: \r\n");
            expect(client.run('foo', 'a', 'b\r\nc')).to.equal("-ERR unknown command 'foo', with args beginning with: 'a' 'b  c' \r\n");
            expect(client.run('x'.repeat(200), 'y'.repeat(200), 'z')).to.equal(`-ERR unknown command '${'x'.repeat(128)}', with args beginning with: '${'y'.repeat(128)}' \r\n`);
        });
        it('names the container of an unknown subcommand', () => {
            expect(client.run('client', 'Foo')).to.equal("-ERR unknown subcommand 'Foo'. Try CLIENT HELP.\r\n");
        });
        it('names the command with a wrong number of arguments', () => {
            expect(client.run('GET')).to.equal("-ERR wrong number of arguments for 'get' command\r\n");
            expect(client.run('GET', 'a', 'b')).to.equal("-ERR wrong number of arguments for 'get' command\r\n");
            expect(client.run('CLIENT')).to.equal("-ERR wrong number of arguments for 'client' command\r\n");
            expect(client.run('Client', 'ID', 'x')).to.equal("-ERR wrong number of arguments for 'client|id' command\r\n");
        });
    });
    it('helps with every container, in the words of its entries', () => {
        const client = new FakeNode().connect();
        for (const { fullName, subcommands } of COMMANDS.commands) {
            if (subcommands === undefined)
                continue;
            const help = client.run(fullName, 'help');
            expect(help).to.contain(`+${fullName.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`);
            for (const one of subcommands.all)
                expect(help).to.contain(`\r\n+${one.spec.name.toUpperCase()}`);
            expect(help.endsWith('\r\n+HELP\r\n+    Prints this help.\r\n')).to.equal(true);
            expect(help.match(/\r\n\+/g)).to.have.length(Number(/^\*(\d+)/.exec(help)?.[1]));
        }
    });
});
//# sourceMappingURL=table.spec.js.map