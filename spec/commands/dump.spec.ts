import { expect } from 'chai';
import { FakeNode, START_MS } from './harness.ts';

const OK = '+OK\r\n';
const NIL = '$-1\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
/** What redis-server 7.0.15 gives for these values. */
const DUMPED = [
  ['hello', '000568656c6c6f0a00'],
  ['12345', '00c139300a00'],
  ['a'.repeat(21), '00c30615016161e00a000a00'],
] as const;
/** What it gives for a list of two. */
const LIST = Buffer.from('1201020d0d0000000200816102816202ff0a0068eb0a891341bbb1', 'hex').toString('latin1');

describe('DUMP and RESTORE', () => {
  let node: FakeNode;
  let run: (...args: string[]) => string;
  /** The payload of the value of a key. */
  const dumped = (key: string): string =>
    run('DUMP', key)
      .replace(/^\$\d+\r\n/, '')
      .slice(0, -2);

  beforeEach(() => {
    node = new FakeNode();
    const client = node.connect();
    run = (...args) => client.run(...args);
  });

  it('give the bytes that Redis gives, and take them', () => {
    for (const [value, hex] of DUMPED) {
      run('SET', 'a', value);
      const payload = dumped('a');
      expect(Buffer.from(payload, 'latin1').toString('hex').slice(0, -16)).to.equal(hex);
      expect(run('RESTORE', 'b', '0', payload, 'REPLACE')).to.equal(OK);
      expect(run('GET', 'b')).to.equal(bulk(value));
    }
    expect(run('DUMP', 'none')).to.equal(NIL);
  });

  it('restore the encoding that Redis would hold the value in', () => {
    for (const [value, encoding] of [
      ['-7', 'int'],
      ['a'.repeat(44), 'embstr'],
      ['a'.repeat(45), 'raw'],
    ] as const) {
      run('SET', 'a', value);
      run('RESTORE', encoding, '0', dumped('a'));
      expect(run('OBJECT', 'ENCODING', encoding)).to.equal(bulk(encoding));
    }
  });

  it('replace a key only when told to, its expiry time too', () => {
    run('SET', 'a', 'new');
    run('SET', 'b', 'old', 'EX', '100');
    const payload = dumped('a');
    expect(run('RESTORE', 'b', '0', payload)).to.equal('-BUSYKEY Target key name already exists.\r\n');
    expect(run('INFO', 'stats')).to.contain('\r\nkeyspace_hits:1\r\nkeyspace_misses:0\r\n');
    expect(run('GET', 'b')).to.equal(bulk('old'));
    expect(run('RESTORE', 'b', '0', payload, 'replace')).to.equal(OK);
    expect(run('GET', 'b')).to.equal(bulk('new'));
    expect(run('TTL', 'b')).to.equal(':-1\r\n');
  });

  it('take a time to live in ms, or the time when it ends', () => {
    run('SET', 'a', 'x');
    const payload = dumped('a');
    expect(run('RESTORE', 'b', '900', payload)).to.equal(OK);
    expect(run('PTTL', 'b')).to.equal(':900\r\n');
    expect(run('RESTORE', 'c', String(START_MS + 700), payload, 'ABSTTL')).to.equal(OK);
    expect(run('PTTL', 'c')).to.equal(':700\r\n');
    expect(run('RESTORE', 'd', '9223372036854775807', payload)).to.equal(OK);
    expect(run('GET', 'd')).to.equal(bulk('x'));
  });

  it('leave no key when its time is past', () => {
    run('MSET', 'a', 'x', 'b', 'y');
    const payload = dumped('a');
    expect(run('RESTORE', 'b', '1', payload, 'ABSTTL', 'REPLACE')).to.equal(OK);
    expect(run('RESTORE', 'c', String(START_MS), payload, 'ABSTTL')).to.equal(OK);
    expect(run('EXISTS', 'b', 'c')).to.equal(':0\r\n');
  });

  it('complain in the order of Redis: options, key, time, payload', () => {
    const errors: [args: string[], error: string][] = [
      [['a', 'x', 'bad', 'foo'], 'ERR syntax error'],
      [['a', 'x', 'bad', 'IDLETIME'], 'ERR syntax error'],
      [['a', 'x', 'bad', 'IDLETIME', '1', 'FREQ', '1'], 'ERR syntax error'],
      [['a', 'x', 'bad', 'FREQ', '1', 'IDLETIME', '1'], 'ERR syntax error'],
      [['a', 'x', 'bad', 'IDLETIME', '-1'], 'ERR Invalid IDLETIME value, must be >= 0'],
      [['a', 'x', 'bad', 'IDLETIME', 'y'], 'ERR value is not an integer or out of range'],
      [['a', 'x', 'bad', 'FREQ', '256'], 'ERR Invalid FREQ value, must be >= 0 and <= 255'],
      [['a', 'x', 'bad', 'FREQ', 'y'], 'ERR value is not an integer or out of range'],
      [['a', 'x', 'bad'], 'BUSYKEY Target key name already exists.'],
      [['b', 'x', 'bad'], 'ERR value is not an integer or out of range'],
      [['b', '-1', 'bad'], 'ERR Invalid TTL value, must be >= 0'],
      [['b', '0', 'bad'], 'ERR DUMP payload version or checksum are wrong'],
      [['b', '0', LIST], 'ERR Bad data format'],
    ];
    run('SET', 'a', '1');
    for (const [args, error] of errors) expect(run('RESTORE', ...args)).to.equal(`-${error}\r\n`);
    expect(run('DBSIZE')).to.equal(':1\r\n');
  });

  it('set how long a key was idle', () => {
    run('SET', 'a', '1');
    const payload = dumped('a');
    run('RESTORE', 'b', '0', payload, 'IDLETIME', '1000', 'ABSTTL');
    expect(run('OBJECT', 'IDLETIME', 'b')).to.equal(':1000\r\n');
    run('RESTORE', 'c', '0', payload, 'IDLETIME', '9223372036854775807');
    expect(run('OBJECT', 'IDLETIME', 'c')).to.equal(`:${2 ** 24 - 1}\r\n`);
    run('RESTORE', 'd', '0', payload, 'FREQ', '200');
    expect(run('OBJECT', 'IDLETIME', 'd')).to.equal(':0\r\n');
  });

  it('set how often a key was used, where that is tracked', () => {
    node.keyspace.setLimit(1 << 30, 'allkeys-lfu');
    run('SET', 'a', '1');
    const payload = dumped('a');
    run('RESTORE', 'b', '0', payload, 'FREQ', '200');
    expect(run('OBJECT', 'FREQ', 'b')).to.equal(':200\r\n');
    run('RESTORE', 'c', '0', payload, 'IDLETIME', '1000');
    expect(run('OBJECT', 'FREQ', 'c')).to.equal(':5\r\n');
  });
});
