import { expect } from 'chai';
import { LATEST_EXPIRY_MS } from '../../lib/commands/arguments.ts';
import { REPLY_LIMITS } from '../../lib/resp/limits.ts';
import { FakeNode, START_MS } from './harness.ts';

const OK = '+OK\r\n';
const ONE = ':1\r\n';
const ZERO = ':0\r\n';

describe('key commands', () => {
  let node: FakeNode;
  let run: (...args: string[]) => string;

  beforeEach(() => {
    node = new FakeNode();
    const client = node.connect();
    run = (...args) => client.run(...args);
  });

  it('DEL, UNLINK, EXISTS and TOUCH count the keys there are', () => {
    run('MSET', 'a', '1', 'b', '2', 'c', '3');
    expect(run('EXISTS', 'a', 'a', 'x')).to.equal(':2\r\n');
    expect(run('TOUCH', 'a', 'b', 'x')).to.equal(':2\r\n');
    expect(run('DEL', 'a', 'a', 'x')).to.equal(ONE);
    expect(run('UNLINK', 'b', 'c')).to.equal(':2\r\n');
    expect(run('DBSIZE')).to.equal(ZERO);
  });

  it('what lists or counts keys passes over hidden slots; what names a key finds it', () => {
    run('MSET', 'foo', '1', 'bar', '2');
    run('PEXPIRE', 'bar', '900');
    node.keyspace.setHidden(12182, true); // foo's
    expect(run('DBSIZE')).to.equal(ONE);
    expect(run('KEYS', '*')).to.equal('*1\r\n$3\r\nbar\r\n');
    expect(run('SCAN', '0')).to.equal('*2\r\n$1\r\n0\r\n*1\r\n$3\r\nbar\r\n');
    for (let n = 0; n < 20; n++) expect(run('RANDOMKEY')).to.equal('$3\r\nbar\r\n');
    expect(run('INFO', 'keyspace')).to.contain('db0:keys=1,expires=1,');
    expect(run('GET', 'foo')).to.equal('$1\r\n1\r\n');
    expect(run('DEL', 'foo')).to.equal(ONE);
  });

  it('TYPE names the type', () => {
    run('SET', 'a', '1');
    expect(run('TYPE', 'a')).to.equal('+string\r\n');
    expect(run('TYPE', 'x')).to.equal('+none\r\n');
  });

  it('RENAME takes value and expiry time along', () => {
    run('SET', 'a', '1', 'PX', '900');
    run('SET', 'b', '2');
    expect(run('RENAMENX', 'a', 'b')).to.equal(ZERO);
    expect(run('RENAME', 'a', 'b')).to.equal(OK);
    expect(run('GET', 'b')).to.equal('$1\r\n1\r\n');
    expect(run('PTTL', 'b')).to.equal(':900\r\n');
    expect(run('EXISTS', 'a')).to.equal(ZERO);
    expect(run('RENAMENX', 'b', 'c')).to.equal(ONE);
    expect(run('RENAME', 'c', 'c')).to.equal(OK);
    expect(run('RENAMENX', 'c', 'c')).to.equal(ZERO);
    expect(run('RENAME', 'x', 'y')).to.equal('-ERR no such key\r\n');
  });

  it('COPY leaves the source, and a destination unless told to replace it', () => {
    run('SET', 'a', '1', 'PX', '900');
    expect(run('COPY', 'a', 'b')).to.equal(ONE);
    expect(run('PTTL', 'b')).to.equal(':900\r\n');
    run('SET', 'a', '2');
    expect(run('COPY', 'a', 'b', 'DB', '0')).to.equal(ZERO);
    expect(run('COPY', 'a', 'b', 'REPLACE')).to.equal(ONE);
    expect(run('MGET', 'a', 'b')).to.equal('*2\r\n$1\r\n2\r\n$1\r\n2\r\n');
    expect(run('COPY', 'x', 'b', 'REPLACE')).to.equal(ZERO);
    expect(run('COPY', 'a', 'a')).to.equal('-ERR source and destination objects are the same\r\n');
    expect(run('COPY', 'a', 'b', 'DB', '1')).to.match(/^-ERR Copying to another database is not allowed/);
    expect(run('COPY', 'a', 'b', 'DB', '16')).to.equal('-ERR DB index is out of range\r\n');
    expect(run('COPY', 'a', 'b', 'DB')).to.equal('-ERR syntax error\r\n');
  });

  it('EXPIRE and its like set times that TTL and its like read', () => {
    run('SET', 'a', '1');
    expect(run('TTL', 'a')).to.equal(':-1\r\n');
    expect(run('TTL', 'x')).to.equal(':-2\r\n');
    expect(run('EXPIRE', 'x', '10')).to.equal(ZERO);
    expect(run('PEXPIRE', 'a', '1499')).to.equal(ONE);
    expect(run('TTL', 'a')).to.equal(ONE);
    expect(run('PEXPIRETIME', 'a')).to.equal(`:${START_MS + 1499}\r\n`);
    expect(run('EXPIREAT', 'a', String(START_MS / 1000 + 60))).to.equal(ONE);
    expect(run('EXPIRETIME', 'a')).to.equal(`:${START_MS / 1000 + 60}\r\n`);
    expect(run('PEXPIREAT', 'a', String(START_MS + 5))).to.equal(ONE);
    node.nowMs += 5;
    expect(run('PTTL', 'a')).to.equal(ZERO);
    node.nowMs += 1;
    expect(run('PTTL', 'a')).to.equal(':-2\r\n');
    expect(node.keyspace.stats.expired).to.equal(1);
  });

  it('EXPIRE with a time that is past deletes the key', () => {
    for (const args of [
      ['EXPIRE', 'a', '-1'],
      ['PEXPIRE', 'a', '0'],
      ['EXPIREAT', 'a', '1'],
      ['EXPIRE', 'a', '-9223372036854775'],
    ]) {
      run('SET', 'a', '1');
      expect(run(...args), args.join(' ')).to.equal(ONE);
      expect(run('DBSIZE')).to.equal(ZERO);
    }
  });

  it('EXPIRE holds to its conditions', () => {
    run('SET', 'a', '1');
    expect(run('EXPIRE', 'a', '100', 'XX')).to.equal(ZERO);
    expect(run('EXPIRE', 'a', '100', 'GT')).to.equal(ZERO);
    expect(run('EXPIRE', 'a', '100', 'LT')).to.equal(ONE);
    expect(run('EXPIRE', 'a', '100', 'NX')).to.equal(ZERO);
    expect(run('EXPIRE', 'a', '100', 'GT')).to.equal(ZERO);
    expect(run('EXPIRE', 'a', '101', 'GT', 'XX')).to.equal(ONE);
    expect(run('EXPIRE', 'a', '101', 'LT')).to.equal(ZERO);
    expect(run('PERSIST', 'a')).to.equal(ONE);
    expect(run('PERSIST', 'a')).to.equal(ZERO);
    expect(run('EXPIRE', 'a', '1', 'NX')).to.equal(ONE);
    expect(run('EXPIRE', 'a', '1', 'NX', 'GT')).to.match(/^-ERR NX and XX, GT or LT options/);
    expect(run('EXPIRE', 'a', '1', 'LT', 'GT')).to.match(/^-ERR GT and LT options/);
    expect(run('EXPIRE', 'a', '1', 'foo')).to.equal('-ERR Unsupported option foo\r\n');
  });

  it('quote no more of an argument in an error than a peer link takes', () => {
    run('SET', 'a', '1');
    const error = run('EXPIRE', 'a', '1', 'f'.repeat(2 * REPLY_LIMITS.lineBytes));
    expect(error).to.match(/^-ERR Unsupported option f+\r\n$/);
    expect(error.length).to.be.within(10_000, REPLY_LIMITS.lineBytes);
  });

  it('refuses times that do not fit 64 bits, and keeps the latest there is of the others', () => {
    run('SET', 'a', '1');
    expect(run('EXPIRE', 'a', '9223372036854775')).to.equal(
      "-ERR invalid expire time in 'expire' command\r\n",
    );
    expect(run('PEXPIRE', 'a', '9223372036854775807')).to.equal(
      "-ERR invalid expire time in 'pexpire' command\r\n",
    );
    expect(run('EXPIREAT', 'a', '-9223372036854776')).to.equal(
      "-ERR invalid expire time in 'expireat' command\r\n",
    );
    expect(run('PEXPIREAT', 'a', '9223372036854775807')).to.equal(ONE);
    expect(run('PEXPIRETIME', 'a')).to.equal(`:${LATEST_EXPIRY_MS}\r\n`);
    expect(run('PTTL', 'a')).to.equal(`:${LATEST_EXPIRY_MS - START_MS}\r\n`);
  });

  it('KEYS and SCAN find every key once', () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
    for (const key of keys) run('SET', key, 'v');
    run('SET', 'x'.repeat(10_000), 'v');
    run('SET', 'gone', 'v', 'PX', '1');
    node.nowMs += 10;
    const found = (reply: string): string[] => (reply.match(/key:\d+/g) ?? []).sort();
    expect(found(run('KEYS', 'key:*'))).to.deep.equal([...keys].sort());
    expect(run('KEYS', 'gone')).to.equal('*0\r\n');
    expect(run('KEYS', 'x*')).to.contain('$10000\r\n');
    expect(found(run('KEYS', 'key:?'))).to.have.length(10);
    const seen: string[] = [];
    let cursor = '0';
    let calls = 0;
    do {
      const reply = run('SCAN', cursor, 'MATCH', 'key:*', 'COUNT', '50');
      cursor = /^\*2\r\n\$\d+\r\n(\d+)\r\n/.exec(reply)?.[1] as string;
      expect(Number(cursor)).to.be.below(2 ** 32);
      seen.push(...found(reply));
      calls++;
    } while (cursor !== '0');
    expect(seen.sort()).to.deep.equal([...keys].sort());
    expect(calls).to.be.above(10);
  });

  it('SCAN refuses bad cursors and options', () => {
    for (const cursor of ['x', ' 1', '1a', '+', '18446744073709551616']) {
      expect(run('SCAN', cursor), cursor).to.equal('-ERR invalid cursor\r\n');
    }
    // A number of so many digits takes seconds to read.
    expect(run('SCAN', '0'.repeat(1024))).to.equal('*2\r\n$1\r\n0\r\n*0\r\n');
    expect(run('SCAN', '0'.repeat(1025))).to.equal('-ERR invalid cursor\r\n');
    expect(run('SCAN', '0', 'COUNT', '0')).to.equal('-ERR syntax error\r\n');
    expect(run('SCAN', '0', 'COUNT', 'x')).to.equal('-ERR value is not an integer or out of range\r\n');
    expect(run('SCAN', '0', 'MATCH')).to.equal('-ERR syntax error\r\n');
    run('SET', 'a', '1');
    expect(run('SCAN', '0', 'TYPE', 'list')).to.equal('*2\r\n$1\r\n0\r\n*0\r\n');
    expect(run('SCAN', '0', 'TYPE', 'STRING')).to.equal('*2\r\n$1\r\n0\r\n*1\r\n$1\r\na\r\n');
  });

  it('RANDOMKEY picks a key, FLUSHALL deletes all', () => {
    expect(run('RANDOMKEY')).to.equal('$-1\r\n');
    run('SET', 'a', '1');
    expect(run('RANDOMKEY')).to.equal('$1\r\na\r\n');
    expect(run('FLUSHALL', 'later')).to.equal('-ERR syntax error\r\n');
    expect(run('FLUSHALL', 'ASYNC')).to.equal(OK);
    expect(run('DBSIZE')).to.equal(ZERO);
    run('SET', 'a', '1');
    expect(run('FLUSHDB')).to.equal(OK);
    expect(run('DBSIZE')).to.equal(ZERO);
  });

  it('OBJECT and MEMORY tell about a key', () => {
    run('MSET', 'int', '12', 'embstr', 'abc', 'raw', 'x'.repeat(45));
    for (const encoding of ['int', 'embstr', 'raw']) {
      expect(run('OBJECT', 'ENCODING', encoding)).to.equal(`$${encoding.length}\r\n${encoding}\r\n`);
    }
    run('APPEND', 'int', '3');
    expect(run('OBJECT', 'ENCODING', 'int')).to.equal('$3\r\nraw\r\n');
    expect(run('OBJECT', 'REFCOUNT', 'int')).to.equal(ONE);
    expect(run('OBJECT', 'FREQ', 'int')).to.match(/^-ERR An LFU maxmemory policy is not selected/);
    for (const subcommand of ['ENCODING', 'REFCOUNT', 'FREQ', 'IDLETIME']) {
      expect(run('OBJECT', subcommand, 'x')).to.equal('$-1\r\n');
    }
    expect(Number(run('MEMORY', 'USAGE', 'raw', 'SAMPLES', '5').slice(1))).to.be.above(45);
    expect(run('MEMORY', 'USAGE', 'x')).to.equal('$-1\r\n');
    expect(run('MEMORY', 'USAGE', 'raw', 'SAMPLES', '-1')).to.equal('-ERR syntax error\r\n');
  });
});
