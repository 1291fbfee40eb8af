import { expect } from 'chai';
import { FakeNode } from './harness.js';
const OK = '+OK\r\n';
describe('connection commands', () => {
    let node;
    let client;
    beforeEach(() => {
        node = new FakeNode();
        client = node.connect();
    });
    it('PING and ECHO reply', () => {
        expect(client.run('PING')).to.equal('+PONG\r\n');
        expect(client.run('PING', 'a\0')).to.equal('$2\r\na\0\r\n');
        expect(client.run('PING', 'a', 'b')).to.equal("-ERR wrong number of arguments for 'ping' command\r\n");
        expect(client.run('ECHO', '')).to.equal('$0\r\n\r\n');
    });
    it('HELLO turns to the protocol asked for, and RESET back', () => {
        expect(client.run('HELLO', '3')).to.equal('%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n' +
            '$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n');
        expect(client.session.protocol).to.equal(3);
        expect(client.run('HELLO')).to.match(/^%7\r\n/);
        expect(client.run('RESET')).to.equal('+RESET\r\n');
        expect(client.session.protocol).to.equal(2);
        expect(client.run('HELLO')).to.match(/^\*14\r\n/);
    });
    it('HELLO tells a client of the shard port that this is a cluster', () => {
        expect(node.connect('shard').run('HELLO')).to.contain('$4\r\nmode\r\n$7\r\ncluster\r\n');
    });
    it('HELLO takes options, and changes the protocol only if they are good', () => {
        expect(client.run('HELLO', '3', 'AUTH', 'default', 'any', 'SETNAME', 'bob')).to.match(/^%7/);
        expect(client.session.name).to.equal('bob');
        client.run('HELLO', '2');
        for (const [args, error] of [
            [['4'], '-NOPROTO unsupported protocol version\r\n'],
            [['x'], '-ERR Protocol version is not an integer or out of range\r\n'],
            [['3', 'AUTH', 'bob', 'x'], '-WRONGPASS invalid username-password pair or user is disabled.\r\n'],
            [['3', 'AUTH', 'default'], "-ERR Syntax error in HELLO option 'AUTH'\r\n"],
            [
                ['3', 'SETNAME', 'a b'],
                '-ERR Client names cannot contain spaces, newlines or special characters.\r\n',
            ],
            [['3', 'foo'], "-ERR Syntax error in HELLO option 'foo'\r\n"],
        ]) {
            expect(client.run('HELLO', ...args)).to.equal(error);
            expect(client.session.protocol).to.equal(2);
        }
    });
    it('AUTH lets the default user in with any password', () => {
        expect(client.run('AUTH', 'default', 'any')).to.equal(OK);
        expect(client.run('AUTH', 'any')).to.match(/^-ERR AUTH <password> called without any password configured/);
        expect(client.run('AUTH', 'bob', 'any')).to.match(/^-WRONGPASS /);
        expect(client.run('AUTH', 'a', 'b', 'c')).to.equal('-ERR syntax error\r\n');
    });
    it('SELECT knows database 0 only', () => {
        expect(client.run('SELECT', '0')).to.equal(OK);
        expect(client.run('SELECT', '1')).to.equal('-ERR SELECT is not allowed in cluster mode\r\n');
        expect(client.run('SELECT', '4294967296')).to.match(/^-ERR value is out of range, value must between -2147483648 /);
        expect(client.run('SELECT', '-2147483649')).to.match(/^-ERR value is out of range/);
        expect(client.run('SELECT', 'x')).to.equal('-ERR value is not an integer or out of range\r\n');
    });
    it('QUIT closes once the reply is sent', () => {
        expect(client.run('QUIT')).to.equal(OK);
        expect(client.session).to.include({ closing: true, killed: false });
    });
    it('READONLY and READWRITE mark the connection, RESET clears all marks', () => {
        expect(client.run('READONLY')).to.equal(OK);
        expect(client.run('ASKING')).to.equal(OK);
        client.run('CLIENT', 'NO-EVICT', 'ON');
        client.run('CLIENT', 'NO-TOUCH', 'ON');
        client.run('CLIENT', 'SETNAME', 'bob');
        client.run('CLIENT', 'REPLY', 'OFF');
        expect(client.session).to.include({
            readonlyMode: true,
            noEvict: true,
            noTouch: true,
            name: 'bob',
        });
        client.run('RESET');
        expect(client.session).to.include({
            readonlyMode: false,
            noEvict: false,
            noTouch: false,
            name: '',
        });
        expect(client.session.replyMode).to.equal('on');
        client.run('READONLY');
        expect(client.run('READWRITE')).to.equal(OK);
        expect(client.session.readonlyMode).to.equal(false);
    });
});
//# sourceMappingURL=connection.spec.js.map