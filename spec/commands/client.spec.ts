import { expect } from 'chai';
import { linesInOrder } from '../../lib/commands/client-attributes.ts';
import { type Client, FakeNode, START_MS } from './harness.ts';

const OK = '+OK\r\n';

describe('CLIENT', () => {
  let node: FakeNode;
  let one: Client;
  let two: Client;
  let three: Client;

  beforeEach(() => {
    node = new FakeNode();
    one = node.connect();
    two = node.connect();
    three = node.connect('shard');
  });

  const killed = (): number[] => node.sessions.filter((session) => session.killed).map(({ id }) => id);
  const listed = (reply: string): number[] =>
    [...reply.matchAll(/\bid=(\d+) /g)].map((match) => Number(match[1]));

  it('names connections', () => {
    expect(one.run('CLIENT', 'ID')).to.equal(':1\r\n');
    expect(one.run('CLIENT', 'GETNAME')).to.equal('$-1\r\n');
    expect(one.run('CLIENT', 'SETNAME', 'bob')).to.equal(OK);
    expect(one.run('CLIENT', 'GETNAME')).to.equal('$3\r\nbob\r\n');
    for (const name of ['a b', 'a\n', '\xe9', '\x7f']) {
      expect(one.run('CLIENT', 'SETNAME', name)).to.match(/^-ERR Client names cannot contain/);
    }
    expect(one.run('CLIENT', 'SETNAME', '')).to.equal(OK);
    expect(one.run('CLIENT', 'GETNAME')).to.equal('$-1\r\n');
  });

  it('takes the name and version of a library', () => {
    expect(one.run('CLIENT', 'SETINFO', 'lib-name', 'ioredis')).to.equal(OK);
    expect(one.run('CLIENT', 'SETINFO', 'LIB-VER', '6.0.0')).to.equal(OK);
    expect(one.session).to.include({ libraryName: 'ioredis', libraryVersion: '6.0.0' });
    expect(one.run('CLIENT', 'SETINFO', 'lib-name', 'a b')).to.equal(
      '-ERR lib-name cannot contain spaces, newlines or special characters.\r\n',
    );
    expect(one.run('CLIENT', 'SETINFO', 'foo', 'a')).to.equal("-ERR Unrecognized option 'foo'\r\n");
  });

  it('describes a connection in a line', () => {
    one.run('CLIENT', 'SETNAME', 'bob');
    one.run('CLIENT', 'SETINFO', 'lib-name', 'x');
    one.run('CLIENT', 'NO-EVICT', 'ON');
    node.nowMs = START_MS + 1999;
    const line =
      'id=1 addr=127.0.0.1:50001 laddr=127.0.0.1:7001 fd=-1 name=bob age=6 idle=3 flags=e db=0 sub=0 psub=0 ssub=0 ' +
      'multi=-1 qbuf=11 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=22 tot-mem=33 events=r ' +
      'cmd=client|info user=default redir=-1 resp=2 lib-name=x lib-ver=\n';
    expect(one.run('CLIENT', 'INFO')).to.equal(`$${line.length}\r\n${line}\r\n`);
    one.run('HELLO', '3');
    expect(one.run('CLIENT', 'INFO')).to.match(/^=\d+\r\ntxt:id=1 .* resp=3 .*\n\r\n$/);
    expect(one.run('CLIENT', 'LIST', 'ID', '2')).to.match(/ flags=N .* cmd=NULL /);
  });

  it('lists connections by id and type', () => {
    expect(listed(one.run('CLIENT', 'LIST'))).to.deep.equal([1, 2, 3]);
    expect(listed(one.run('CLIENT', 'LIST', 'ID', '3', '9', '1'))).to.deep.equal([3, 1]);
    expect(listed(one.run('CLIENT', 'LIST', 'TYPE', 'normal'))).to.deep.equal([1, 2, 3]);
    expect(one.run('CLIENT', 'LIST', 'TYPE', 'pubsub')).to.equal('$0\r\n\r\n');
    expect(one.run('CLIENT', 'LIST', 'TYPE', 'foo')).to.equal("-ERR Unknown client type 'foo'\r\n");
    expect(one.run('CLIENT', 'LIST', 'ID', 'x')).to.equal('-ERR Invalid client ID\r\n');
    expect(one.run('CLIENT', 'LIST', 'foo')).to.equal('-ERR syntax error\r\n');
  });

  it('lists those of several shards by age, or as their ids were asked for', () => {
    const listed = [4, 1, 7, 2].map((id) => ({ id, connectedAtMs: id === 7 ? 5 : 6, line: String(id) }));
    expect(linesInOrder(listed, { ids: undefined, type: undefined })).to.equal('7\n1\n2\n4\n');
    expect(linesInOrder(listed, { ids: [2, 9, 7, 2], type: undefined })).to.equal('2\n7\n2\n');
  });

  it('kills by address in the old form, itself included', () => {
    expect(one.run('CLIENT', 'KILL', '127.0.0.1:50002')).to.equal(OK);
    expect(killed()).to.deep.equal([2]);
    expect(one.run('CLIENT', 'KILL', '127.0.0.1:1')).to.equal('-ERR No such client\r\n');
    expect(one.run('CLIENT', 'KILL', '127.0.0.1:50001')).to.equal(OK);
    expect(one.session).to.include({ closing: true, killed: false });
  });

  it('kills all that every filter fits, but itself only if told so', () => {
    expect(one.run('CLIENT', 'KILL', 'ID', '2', 'ADDR', '127.0.0.1:50003')).to.equal(':0\r\n');
    expect(one.run('CLIENT', 'KILL', 'TYPE', 'master')).to.equal(':0\r\n');
    expect(one.run('CLIENT', 'KILL', 'ID', '1')).to.equal(':0\r\n');
    expect(one.run('CLIENT', 'KILL', 'ID', '2', 'USER', 'default')).to.equal(':1\r\n');
    expect(killed()).to.deep.equal([2]);
    expect(three.run('CLIENT', 'KILL', 'LADDR', '127.0.0.1:7001', 'SKIPME', 'no')).to.equal(':3\r\n');
    expect(three.session.closing).to.equal(true);
    expect(killed()).to.deep.equal([1, 2]);
  });

  it('refuses bad filters', () => {
    for (const [args, error] of [
      [['ID', '0'], '-ERR client-id should be greater than 0\r\n'],
      [['ID', 'x'], '-ERR client-id should be greater than 0\r\n'],
      [['TYPE', 'foo'], "-ERR Unknown client type 'foo'\r\n"],
      [['USER', 'bob'], "-ERR No such user 'bob'\r\n"],
      [['SKIPME', 'perhaps'], '-ERR syntax error\r\n'],
      [['ADDR', 'a', 'LADDR'], '-ERR syntax error\r\n'],
      [['foo', 'bar'], '-ERR syntax error\r\n'],
    ] as const) {
      expect(two.run('CLIENT', 'KILL', ...args)).to.equal(error);
    }
    expect(killed()).to.deep.equal([]);
  });

  it('says whether replies are sent', () => {
    expect(one.run('CLIENT', 'REPLY', 'SKIP')).to.equal('');
    expect(one.session.replyMode).to.equal('skip-next');
    expect(one.run('CLIENT', 'REPLY', 'OFF')).to.equal('');
    expect(one.run('CLIENT', 'REPLY', 'SKIP')).to.equal('');
    expect(one.session.replyMode).to.equal('off');
    expect(one.run('CLIENT', 'REPLY', 'ON')).to.equal(OK);
    expect(one.session.replyMode).to.equal('on');
    expect(one.run('CLIENT', 'REPLY', 'foo')).to.equal('-ERR syntax error\r\n');
    expect(one.run('CLIENT', 'NO-EVICT', 'foo')).to.equal('-ERR syntax error\r\n');
    expect(one.run('CLIENT', 'NO-TOUCH', 'foo')).to.equal('-ERR syntax error\r\n');
  });
});
