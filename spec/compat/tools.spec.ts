/** redis-cli and redis-benchmark against a cluster of three, on client and on shard ports. */
import { expect } from 'chai';
import type { HearsayNode } from '../../lib/index.ts';
import { startCluster, stopAll } from '../cluster/harness.ts';
import { hasRedisTools, runTool } from './tools.ts';

/** What `redis-cli --pipe` loads: so many words, with values of their own. */
const WORD_COUNT = 30_000;
const WORDS = Array.from({ length: WORD_COUNT }, (_, i) => `word-${i.toString(36)}`);
const WORDS_AT_ONCE = 500;
const BENCHMARK_REQUESTS = 2000;

describe("Redis's own tools", function () {
  this.timeout(60_000);
  let nodes: [HearsayNode, ...HearsayNode[]];
  let clientPorts: number[];
  let shardPorts: number[];

  before(async function () {
    if (!hasRedisTools()) this.skip();
    nodes = await startCluster(3);
    clientPorts = nodes.map((node) => node.address().clientPort);
    shardPorts = nodes.map((node) => node.address().shardPort);
  });

  after(() => stopAll(nodes ?? []));

  const clientPort = (index: number): number => clientPorts[index] as number;
  const shardPort = (index: number): number => shardPorts[index] as number;

  /** What redis-cli prints, when it ends as it should. */
  async function cli(port: number, words: readonly string[], input?: string): Promise<string> {
    const { code, output, errors } = await runTool('redis-cli', ['-p', port, ...words], input);
    expect(errors).to.equal('');
    expect(code).to.equal(0);
    return output.trimEnd();
  }

  it('redis-cli reads through any node what was set through one, in RESP2 and RESP3', async () => {
    expect(await cli(clientPort(0), ['SET', 'greeting', 'hello'])).to.equal('OK');
    for (const port of clientPorts) {
      expect(await cli(port, ['GET', 'greeting'])).to.equal('hello');
      expect(await cli(port, ['-3', 'GET', 'greeting'])).to.equal('hello');
    }
    const line = 'one\0two\r\nthree\xff';
    expect(await cli(clientPort(1), ['-x', 'SET', 'line'], line)).to.equal('OK');
    expect(await cli(clientPort(2), ['STRLEN', 'line'])).to.equal(String(Buffer.byteLength(line)));
    expect(await cli(clientPort(1), ['DEL', 'line', 'greeting'])).to.equal('2');
  });

  it(`redis-cli --pipe loads ${WORD_COUNT} keys through one node, and every other gives them all`, async () => {
    const commands = WORDS.map((word) => `SET ${word} <${word}>\n`).join('');
    expect(await cli(clientPort(0), ['--pipe'], commands)).to.match(
      new RegExp(`errors: 0, replies: ${WORD_COUNT}$`),
    );
    for (const port of clientPorts) expect(await cli(port, ['DBSIZE'])).to.equal(String(WORD_COUNT));
    let reads = '';
    for (let i = 0; i < WORD_COUNT; i += WORDS_AT_ONCE) {
      reads += `MGET ${WORDS.slice(i, i + WORDS_AT_ONCE).join(' ')}\n`;
    }
    const values = (await cli(clientPort(1), [], reads)).split('\n');
    const wrong = WORDS.findIndex((word, i) => values[i] !== `<${word}>`);
    expect([values.length, wrong]).to.deep.equal([WORD_COUNT, -1]);
    const scanned = (await cli(clientPort(2), ['--scan'])).split('\n');
    expect(scanned.length).to.equal(WORD_COUNT);
    expect(new Set(scanned).size).to.equal(WORD_COUNT);
  });

  it('redis-cli --bigkeys and --memkeys sample every key through one node', async () => {
    for (const mode of ['--bigkeys', '--memkeys']) {
      const summary = await cli(clientPort(1), [mode]);
      expect(summary).to.contain(`Sampled ${WORD_COUNT} keys in the keyspace!`);
      expect(summary).to.match(new RegExp(`\n${WORD_COUNT} strings with \\d+ bytes \\(100\\.00% of keys`));
    }
  });

  it('redis-cli -c finds every key, on shard and on client ports', async () => {
    const reads = WORDS.slice(0, 50)
      .map((word) => `GET ${word}\n`)
      .join('');
    const values = WORDS.slice(0, 50).map((word) => `<${word}>`);
    for (const port of shardPorts) {
      const lines = (await cli(port, ['-c'], reads)).split('\n');
      expect(lines.filter((line) => !line.startsWith('-> Redirected to slot'))).to.deep.equal(values);
    }
    expect((await cli(clientPort(0), ['-c'], reads)).split('\n')).to.deep.equal(values);
  });

  it('redis-cli --cluster check and info agree with every node, on a shard port', async () => {
    for (const command of ['check', 'info']) {
      const report = await cli(shardPort(1), ['--cluster', command, `127.0.0.1:${shardPort(1)}`]);
      for (const port of shardPorts) {
        expect(report).to.match(
          new RegExp(`^127\\.0\\.0\\.1:${port} \\(\\w+\\.\\.\\.\\) -> \\d+ keys \\|`, 'm'),
        );
      }
      expect(report).to.contain(`[OK] ${WORD_COUNT} keys in 3 masters.`);
      expect(report).not.to.match(/ERR|WARNING/);
      if (command === 'info') continue;
      expect(report).to.contain('[OK] All nodes agree about slots configuration.');
      expect(report).to.contain('[OK] All 16384 slots covered.');
    }
  });

  it('redis-cli --cluster says that a client port is one server', async () => {
    const address = `127.0.0.1:${clientPort(1)}`;
    const { code, output, errors } = await runTool('redis-cli', ['--cluster', 'check', address]);
    expect(code).to.equal(1);
    expect(output + errors).to.contain(`[ERR] Node ${address} is not configured as a cluster node.`);
  });

  it('redis-cli shows what the server says of itself', async () => {
    const info = await cli(clientPort(0), ['INFO']);
    expect(info).to.match(/^redis_mode:standalone\r$/m);
    expect(info).to.match(/^connected_clients:[1-9]\d*\r$/m);
    expect(await cli(shardPort(0), ['INFO', 'server'])).to.match(/^redis_mode:cluster\r$/m);
    expect(await cli(clientPort(0), ['CLIENT', 'LIST'])).to.match(
      /^id=\d+ addr=127\.0\.0\.1:\d+ laddr=127\.0\.0\.1:\d+ .* cmd=client\|list user=default/,
    );
    expect(await cli(clientPort(0), ['-3', 'COMMAND', 'DOCS', 'get'])).to.match(
      /^get summary .*\nsince 1\.0\.0\n/,
    );
  });

  const benchmarks: Readonly<Record<string, () => (string | number)[]>> = {
    'a client port': () => ['-p', clientPort(0)],
    'a client port, in RESP3, pipelined': () => ['-p', clientPort(1), '-3', '-P', 16],
    'a client port with --cluster, pipelined': () => ['-p', clientPort(2), '--cluster', '-P', 16],
    'a shard port with --cluster': () => ['-p', shardPort(0), '--cluster'],
  };

  for (const [where, args] of Object.entries(benchmarks)) {
    it(`redis-benchmark runs its string tests on ${where}, without errors or warnings`, async () => {
      const tests = ['-t', 'ping,set,get,incr,mset', '-n', BENCHMARK_REQUESTS, '-r', 1000, '--csv'];
      const { code, output, errors } = await runTool('redis-benchmark', [...args(), ...tests]);
      expect(errors).to.equal('');
      expect(output).not.to.match(/error|warning|MOVED|CROSSSLOT/i);
      const rows = output.match(/^"[^"]+","\d+\.\d+"/gm)?.map((row) => row.split('"')[1]);
      expect(rows).to.deep.equal(['PING_INLINE', 'PING_MBULK', 'SET', 'GET', 'INCR', 'MSET (10 keys)']);
      expect(code).to.equal(0);
    });
  }
});
