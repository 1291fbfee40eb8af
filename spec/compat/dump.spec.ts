/** DUMP and RESTORE compared with redis-server: the same bytes for every value, and each side reads the other's. */
import { expect } from 'chai';
import { Random } from '../../lib/base/random.ts';
import { type Client, FakeNode } from '../commands/harness.ts';
import { hasRedisServer, type RedisConnection, RedisServer } from './redis-server.ts';

const VALUES = 1000;
const BATCH = 50;
const LARGE_BYTES = 1 << 20;
const OK = '+OK\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
const payloadIn = (reply: string): string => reply.slice(reply.indexOf('\n') + 1, -2);

/** Powers of two and their neighbours, and all lengths at which something changes. */
const BORDERS = [
  ...[7, 8, 15, 16, 31, 32, 62, 63, 64].flatMap((bits) =>
    [-1n, 0n, 1n].flatMap((step) => [
      String(2n ** BigInt(bits) + step),
      String(-(2n ** BigInt(bits)) + step),
    ]),
  ),
  ...['', '0', '-0', '00', '+1', ' 1', '1 ', '1.0', '-', 'a'],
  ...[20, 21, 22, 63, 64, 65, 300, 16383, 16384, 16385].flatMap((length) => [
    'a'.repeat(length),
    'ab'.repeat(length / 2),
  ]),
];

class Values {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  next(most = 4000): string {
    return this.random.pick([
      () => this.bytes(most, 2),
      () => this.bytes(most, 5),
      () => this.bytes(most / 10, 256),
      () => this.words(most),
      () => this.farRepetition(most),
      () => String(Math.round((this.random.fraction() - 0.5) * 2 ** this.random.below(66))),
    ])();
  }

  bytes(most: number, different: number): string {
    return Array.from({ length: this.random.below(most) }, () =>
      String.fromCharCode(this.random.below(different)),
    ).join('');
  }

  private words(most: number): string {
    const words = Array.from({ length: 12 }, () => this.bytes(9, 256));
    return Array.from({ length: this.random.below(most / 5) }, () => this.random.pick(words)).join(' ');
  }

  /** What is repeated begins about as far back as a match can reach. */
  private farRepetition(most: number): string {
    const repeated = this.bytes(most / 10, 256);
    return `${repeated}${this.bytes(16_600, 256)}${repeated}`;
  }
}

describe('DUMP and RESTORE compared with redis-server', function () {
  this.timeout(60_000);
  let server: RedisServer;
  let redis: RedisConnection;
  let ours: Client;

  before(async function () {
    if (!hasRedisServer()) this.skip();
    server = await RedisServer.start();
    redis = await server.connect();
    ours = new FakeNode().connect();
  });

  after(async () => {
    redis?.close();
    await server?.stop();
  });

  /** The payloads are the same; then each side restores what the other dumped. */
  async function exchange(values: readonly string[], where: string): Promise<void> {
    const theirDumps = await redis.run(
      values.flatMap((value) => [
        ['SET', 'k', value],
        ['DUMP', 'k'],
      ]),
    );
    const restores: string[][] = [];
    values.forEach((value, i) => {
      ours.run('SET', 'k', value);
      const dump = ours.run('DUMP', 'k');
      const theirs = theirDumps[2 * i + 1] as string;
      const about = `${where}: ${JSON.stringify(value.slice(0, 60))}, ${value.length} bytes`;
      expect(dump === theirs, `${about}: DUMP differs`).to.equal(true);
      expect(ours.run('RESTORE', 'k', '0', payloadIn(theirs), 'REPLACE'), about).to.equal(OK);
      expect(ours.run('GET', 'k') === bulk(value), `${about}: restored here`).to.equal(true);
      restores.push(['RESTORE', 'k', '0', payloadIn(dump), 'REPLACE'], ['GET', 'k']);
    });
    const restored = await redis.run(restores);
    values.forEach((value, i) => {
      expect(restored[2 * i], where).to.equal(OK);
      expect(restored[2 * i + 1] === bulk(value), `${where}: restored there`).to.equal(true);
    });
  }

  it('agree on values at the borders of forms', () => exchange(BORDERS, 'borders'));

  const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));
  it(`agree on ${VALUES} random values of seed ${seed}`, async () => {
    const values = new Values(seed);
    for (let done = 0; done < VALUES; done += BATCH) {
      await exchange(
        Array.from({ length: BATCH }, () => values.next()),
        `seed ${seed}`,
      );
    }
  });

  it('agree on values of a megabyte', async () => {
    const values = new Values(seed);
    const random = values.bytes(LARGE_BYTES, 256).padEnd(LARGE_BYTES, 'y');
    const text = values.next(20_000).padEnd(20_000, 'some words ').repeat(60);
    await exchange([random, text, 'x'.repeat(LARGE_BYTES)], `seed ${seed}`);
  });

  it('differ on a list, a type that there is not here: its payload is refused', async () => {
    const [, list] = await redis.run([
      ['RPUSH', 'list', 'a', 'b'],
      ['DUMP', 'list'],
      ['DEL', 'list'],
    ]);
    expect(ours.run('RESTORE', 'list', '0', payloadIn(list as string))).to.equal('-ERR Bad data format\r\n');
    expect(ours.run('EXISTS', 'list')).to.equal(':0\r\n');
  });
});
