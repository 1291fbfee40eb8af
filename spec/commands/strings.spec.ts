import { expect } from 'chai';
import { FakeNode, START_MS } from './harness.ts';

const OK = '+OK\r\n';
const NIL = '$-1\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

describe('string commands', () => {
  let node: FakeNode;
  let run: (...args: (string | Buffer)[]) => string;

  beforeEach(() => {
    node = new FakeNode();
    const client = node.connect();
    run = (...args) => client.run(...args);
  });

  it('set and get any bytes under any key', () => {
    const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(run('SET', '\0\r\n', value)).to.equal(OK);
    expect(run('GET', '\0\r\n')).to.equal(bulk(value.toString('latin1')));
    expect(run('STRLEN', '\0\r\n')).to.equal(':256\r\n');
    expect(run('GET', 'other')).to.equal(NIL);
  });

  it('reply the nil of the protocol', () => {
    run('HELLO', '3');
    expect(run('GET', 'none')).to.equal('_\r\n');
    expect(run('MGET', 'none')).to.equal('*1\r\n_\r\n');
  });

  it('refuse what would add a large value where one is above the memory limit, but not to move one', () => {
    const value = Buffer.alloc(1_000_000, 'v');
    node.keyspace.setLimit(3_000_000, 'noeviction');
    for (const key of ['a', 'b', 'c', 'd']) expect(run('SET', key, value)).to.equal(OK);
    for (const command of [
      ['APPEND', 'a', 'more'],
      ['SETRANGE', 'a', '1000000', 'more'],
      ['SETRANGE', 'new', '1000000', 'more'],
      ['COPY', 'a', 'new'],
    ]) {
      expect(run(...command), command.join(' ')).to.match(/^-OOM /);
    }
    expect(run('EXISTS', 'new')).to.equal(':0\r\n');
    expect(run('RENAME', 'a', 'new')).to.equal(OK);
    expect(run('GET', 'new')).to.equal(bulk(value.toString()));
    expect(run('DEL', 'b', 'c')).to.equal(':2\r\n');
    expect(run('APPEND', 'new', 'more')).to.equal(':1000004\r\n');
  });

  it('SET holds to its conditions', () => {
    expect(run('SET', 'k', '1', 'XX')).to.equal(NIL);
    expect(run('SET', 'k', '1', 'NX')).to.equal(OK);
    expect(run('SET', 'k', '2', 'NX')).to.equal(NIL);
    expect(run('SET', 'k', '2', 'NX', 'GET')).to.equal(bulk('1'));
    expect(run('SET', 'k', '3', 'xx', 'get')).to.equal(bulk('1'));
    expect(run('GET', 'k')).to.equal(bulk('3'));
    expect(run('SET', 'new', '1', 'GET')).to.equal(NIL);
    expect(run('GET', 'new')).to.equal(bulk('1'));
  });

  it('SET gives, keeps and takes away expiry times', () => {
    run('SET', 'k', '1', 'EX', '10');
    expect(run('PTTL', 'k')).to.equal(':10000\r\n');
    run('SET', 'k', '1', 'KEEPTTL');
    expect(run('PTTL', 'k')).to.equal(':10000\r\n');
    run('SET', 'k', '1', 'PXAT', String(START_MS + 77));
    expect(run('PTTL', 'k')).to.equal(':77\r\n');
    run('SET', 'k', '1');
    expect(run('PTTL', 'k')).to.equal(':-1\r\n');
    expect(run('SET', 'k', '1', 'EXAT', '1')).to.equal(OK);
    expect(run('DBSIZE')).to.equal(':0\r\n');
  });

  it('SET refuses options that do not fit', () => {
    for (const options of [
      ['NX', 'XX'],
      ['EX'],
      ['EX', '1', 'PX', '1'],
      ['EX', '1', 'KEEPTTL'],
      ['PERSIST'],
      ['foo'],
    ]) {
      expect(run('SET', 'k', '1', ...options), options.join(' ')).to.equal('-ERR syntax error\r\n');
    }
    expect(run('SET', 'k', '1', 'EX', '1', 'EX', '2')).to.equal(OK);
    expect(run('SET', 'k', '1', 'EX', 'x')).to.equal('-ERR value is not an integer or out of range\r\n');
    for (const [option, time] of [
      ['EX', '0'],
      ['PX', '-1'],
      ['EX', '9223372036854775807'],
      ['PX', '9223372036854775807'],
      ['EXAT', '-1'],
    ] as const) {
      expect(run('SET', 'k', '1', option, time)).to.equal("-ERR invalid expire time in 'set' command\r\n");
    }
  });

  it('SETEX, PSETEX, SETNX, GETSET, GETDEL and GETEX do what they say', () => {
    expect(run('SETEX', 'k', '5', 'v')).to.equal(OK);
    expect(run('TTL', 'k')).to.equal(':5\r\n');
    expect(run('PSETEX', 'k', '1500', 'v')).to.equal(OK);
    expect(run('TTL', 'k')).to.equal(':2\r\n');
    expect(run('SETEX', 'k', '0', 'v')).to.equal("-ERR invalid expire time in 'setex' command\r\n");
    expect(run('SETNX', 'k', 'w')).to.equal(':0\r\n');
    expect(run('GETSET', 'k', 'w')).to.equal(bulk('v'));
    expect(run('TTL', 'k')).to.equal(':-1\r\n');
    expect(run('GETEX', 'k', 'PX', '10')).to.equal(bulk('w'));
    expect(run('PTTL', 'k')).to.equal(':10\r\n');
    expect(run('GETEX', 'k')).to.equal(bulk('w'));
    expect(run('PTTL', 'k')).to.equal(':10\r\n');
    expect(run('GETEX', 'k', 'PERSIST')).to.equal(bulk('w'));
    expect(run('PTTL', 'k')).to.equal(':-1\r\n');
    expect(run('GETEX', 'k', 'EXAT', '1')).to.equal(bulk('w'));
    expect(run('DBSIZE')).to.equal(':0\r\n');
    run('SET', 'k', 'x');
    expect(run('GETDEL', 'k')).to.equal(bulk('x'));
    expect(run('GETDEL', 'k')).to.equal(NIL);
  });

  it('MSET and MSETNX set pairs, all or none', () => {
    expect(run('MSET', 'a', '1', 'b', '2', 'a', '3')).to.equal(OK);
    expect(run('MGET', 'a', 'b', 'c')).to.equal(`*3\r\n${bulk('3')}${bulk('2')}${NIL}`);
    expect(run('MSETNX', 'c', '1', 'a', '1')).to.equal(':0\r\n');
    expect(run('EXISTS', 'c')).to.equal(':0\r\n');
    expect(run('MSETNX', 'c', '1', 'd', '1')).to.equal(':1\r\n');
    expect(run('MSET', 'a', '1', 'b')).to.equal("-ERR wrong number of arguments for 'mset' command\r\n");
  });

  it('GETRANGE cuts offsets past either end', () => {
    run('SET', 'k', 'Hello');
    const ranges: [string, string, string][] = [
      ['0', '-1', 'Hello'],
      ['1', '3', 'ell'],
      ['-3', '-2', 'll'],
      ['0', '-100', 'H'],
      ['-100', '100', 'Hello'],
      ['3', '1', ''],
      ['-1', '-3', ''],
      ['5', '9', ''],
    ];
    for (const [from, to, part] of ranges) expect(run('GETRANGE', 'k', from, to)).to.equal(bulk(part));
    expect(run('SUBSTR', 'none', '0', '-1')).to.equal(bulk(''));
  });

  it('APPEND and SETRANGE lengthen, up to 512 MB', () => {
    expect(run('APPEND', 'k', 'ab')).to.equal(':2\r\n');
    expect(run('APPEND', 'k', 'cd')).to.equal(':4\r\n');
    expect(run('SETRANGE', 'k', '6', 'xy')).to.equal(':8\r\n');
    expect(run('GET', 'k')).to.equal(bulk('abcd\0\0xy'));
    expect(run('SETRANGE', 'k', '1', 'B')).to.equal(':8\r\n');
    expect(run('SETRANGE', 'none', '1000', '')).to.equal(':0\r\n');
    expect(run('SETRANGE', 'k', '-1', 'x')).to.equal('-ERR offset is out of range\r\n');
    expect(run('SETRANGE', 'k', '536870912', 'x')).to.equal(
      '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n',
    );
    run('PEXPIRE', 'k', '500');
    run('APPEND', 'k', '!');
    expect(run('PTTL', 'k')).to.equal(':500\r\n');
  });

  it('count in 64 bits and no further', () => {
    expect(run('INCR', 'k')).to.equal(':1\r\n');
    expect(run('DECRBY', 'k', '3')).to.equal(':-2\r\n');
    expect(run('INCRBY', 'k', '9007199254740993')).to.equal(':9007199254740991\r\n');
    expect(run('INCRBY', 'k', '2')).to.equal(':9007199254740993\r\n');
    expect(run('GET', 'k')).to.equal(bulk('9007199254740993'));
    run('SET', 'k', '9223372036854775807');
    expect(run('INCR', 'k')).to.equal('-ERR increment or decrement would overflow\r\n');
    expect(run('DECR', 'k')).to.equal(':9223372036854775806\r\n');
    expect(run('DECRBY', 'k', '-9223372036854775808')).to.equal('-ERR decrement would overflow\r\n');
    run('SET', 'k', '-9223372036854775808');
    expect(run('DECR', 'k')).to.equal('-ERR increment or decrement would overflow\r\n');
    run('SET', 'k', '01');
    expect(run('INCR', 'k')).to.equal('-ERR value is not an integer or out of range\r\n');
    expect(run('INCRBY', 'n', '1.0')).to.equal('-ERR value is not an integer or out of range\r\n');
  });

  it('INCR looks a key up once and marks it as used, where its number stays as long', () => {
    run('SET', 'k', '41');
    const { keyspace } = node;
    const peek = keyspace.peek.bind(keyspace);
    let lookups = 0;
    keyspace.peek = (...args) => {
      lookups++;
      return peek(...args);
    };
    node.nowMs += 9000;
    expect(run('INCR', 'k')).to.equal(':42\r\n');
    expect(lookups).to.equal(1);
    expect(run('OBJECT', 'IDLETIME', 'k')).to.equal(':0\r\n');
    expect(run('OBJECT', 'ENCODING', 'k')).to.equal('$3\r\nint\r\n');
    expect(run('INCRBY', 'k', '958')).to.equal(':1000\r\n');
    expect(run('GET', 'k')).to.equal(bulk('1000'));
  });

  it('INCR keeps the expiry time, INCRBYFLOAT too', () => {
    run('SET', 'k', '1', 'PX', '700');
    run('INCR', 'k');
    expect(run('INCRBYFLOAT', 'k', '0.5')).to.equal(bulk('2.5'));
    expect(run('PTTL', 'k')).to.equal(':700\r\n');
  });

  it('INCRBYFLOAT refuses what is no number and what has no sum', () => {
    run('SET', 'k', 'abc');
    expect(run('INCRBYFLOAT', 'k', '1')).to.equal('-ERR value is not a valid float\r\n');
    expect(run('INCRBYFLOAT', 'n', 'nan')).to.equal('-ERR value is not a valid float\r\n');
    expect(run('INCRBYFLOAT', 'n', 'inf')).to.equal('-ERR increment would produce NaN or Infinity\r\n');
    run('SET', 'k', '1'.repeat(6000));
    expect(run('INCRBYFLOAT', 'k', '1')).to.equal('-ERR value is not a valid float\r\n');
  });

  it('count hits and misses of reads, unless the client says not to', () => {
    run('SET', 'k', '1');
    run('GET', 'k');
    run('GET', 'none');
    expect(node.keyspace.stats).to.include({ hits: 1, misses: 1 });
    for (const name of ['EXISTS', 'TYPE', 'TTL', 'PEXPIRETIME']) run(name, 'k');
    for (const name of ['EXISTS', 'TYPE', 'TTL', 'PEXPIRETIME']) run(name, 'none');
    run('PERSIST', 'k');
    run('SETNX', 'k', '2');
    expect(node.keyspace.stats).to.include({ hits: 5, misses: 5 });
    node.nowMs += 100_000;
    run('CLIENT', 'NO-TOUCH', 'ON');
    run('GET', 'k');
    expect(run('OBJECT', 'IDLETIME', 'k')).to.equal(':100\r\n');
    run('TOUCH', 'k');
    expect(run('OBJECT', 'IDLETIME', 'k')).to.equal(':0\r\n');
  });
});
