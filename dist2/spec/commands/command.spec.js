import { expect } from 'chai';
import { COMMANDS } from '../../lib/commands/table.js';
import { REPLY } from '../../lib/resp/parse-result.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
import { FakeNode } from './harness.js';
/** The number of replies in `reply`, each of them whole. */
function countReplies(reply) {
    const scanner = new ReplyScanner();
    scanner.push(Buffer.from(reply, 'latin1'));
    let count = 0;
    while (scanner.next() === REPLY)
        count++;
    expect(scanner.bufferedBytes).to.equal(0);
    return count;
}
describe('COMMAND', () => {
    let client;
    beforeEach(() => {
        client = new FakeNode().connect();
    });
    it('describes every command, in both protocols', () => {
        const commands = COMMANDS.commands.length;
        for (const protocol of ['2', '3']) {
            client.run('HELLO', protocol);
            expect(client.run('COMMAND', 'COUNT')).to.equal(`:${commands}\r\n`);
            for (const words of [['COMMAND'], ['COMMAND', 'INFO'], ['COMMAND', 'DOCS']]) {
                const reply = client.run(...words);
                expect(countReplies(reply), words.join(' ')).to.equal(1);
                const count = reply.startsWith('*') && words[1] === 'DOCS' ? 2 * commands : commands;
                expect(reply.slice(1, reply.indexOf('\r'))).to.equal(String(count));
            }
        }
    });
    it('describes the commands named', () => {
        expect(client.run('COMMAND', 'INFO', 'GET', 'nope')).to.equal('*2\r\n*10\r\n$3\r\nget\r\n:2\r\n*2\r\n+readonly\r\n+fast\r\n:1\r\n:1\r\n:1\r\n*3\r\n+@read\r\n+@string\r\n+@fast\r\n' +
            '*0\r\n*1\r\n*6\r\n$5\r\nflags\r\n*2\r\n+RO\r\n+access\r\n$12\r\nbegin_search\r\n*4\r\n$4\r\ntype\r\n$5\r\nindex\r\n' +
            '$4\r\nspec\r\n*2\r\n$5\r\nindex\r\n:1\r\n$9\r\nfind_keys\r\n*4\r\n$4\r\ntype\r\n$5\r\nrange\r\n$4\r\nspec\r\n*6\r\n' +
            '$7\r\nlastkey\r\n:0\r\n$7\r\nkeystep\r\n:1\r\n$5\r\nlimit\r\n:0\r\n*0\r\n$-1\r\n');
    });
    it('documents the commands named, arguments and subcommands included', () => {
        client.run('HELLO', '3');
        const get = client.run('COMMAND', 'DOCS', 'nope', 'get');
        expect(get).to.match(/^%1\r\n\$3\r\nget\r\n%5\r\n\$7\r\nsummary\r\n/);
        expect(get).to.contain('$9\r\narguments\r\n*1\r\n%3\r\n$4\r\nname\r\n$3\r\nkey\r\n$4\r\ntype\r\n$3\r\nkey\r\n$14\r\nkey_spec_index\r\n:0\r\n');
        expect(client.run('COMMAND', 'DOCS', 'object')).to.contain('$11\r\nsubcommands\r\n%5\r\n$15\r\nobject|encoding\r\n');
        const list = client.run('COMMAND', 'DOCS', 'client|list');
        expect(list).to.contain('$5\r\ntoken\r\n$4\r\nTYPE\r\n$5\r\nflags\r\n~1\r\n+optional\r\n$9\r\narguments\r\n*4\r\n');
        expect(countReplies(list)).to.equal(1);
    });
    it('lists names, filtered if asked', () => {
        expect(client.run('COMMAND', 'LIST')).to.contain('$11\r\nclient|list\r\n');
        expect(client.run('COMMAND', 'LIST', 'FILTERBY', 'PATTERN', 'CLIENT|L*')).to.equal('*1\r\n$11\r\nclient|list\r\n');
        expect(client.run('COMMAND', 'LIST', 'FILTERBY', 'MODULE', 'x')).to.equal('*0\r\n');
        const writes = client.run('COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', 'write');
        expect(writes).to.contain('$3\r\nset\r\n').and.not.contain('$3\r\nget\r\n');
        for (const args of [['x'], ['FILTERBY'], ['FILTERBY', 'x', 'y']]) {
            expect(client.run('COMMAND', 'LIST', ...args)).to.equal('-ERR syntax error\r\n');
        }
    });
    it('picks out keys', () => {
        expect(client.run('COMMAND', 'GETKEYS', 'MSET', 'a', '1', 'b', '2')).to.equal('*2\r\n$1\r\na\r\n$1\r\nb\r\n');
        expect(client.run('COMMAND', 'GETKEYS', 'object', 'encoding', 'k')).to.equal('*1\r\n$1\r\nk\r\n');
        expect(client.run('COMMAND', 'GETKEYS', 'nope', 'k')).to.equal('-ERR Invalid command specified\r\n');
        expect(client.run('COMMAND', 'GETKEYS', 'ping', 'k')).to.equal('-ERR The command has no key arguments\r\n');
        expect(client.run('COMMAND', 'GETKEYS', 'get', 'a', 'b')).to.equal('-ERR Invalid number of arguments specified for command\r\n');
    });
});
//# sourceMappingURL=command.spec.js.map