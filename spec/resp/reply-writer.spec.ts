import { expect } from 'chai';
import fc from 'fast-check';
import { ERRORS } from '../../lib/resp/errors.ts';
import { type Protocol, ReplyTooLong, ReplyWriter } from '../../lib/resp/reply-writer.ts';
import { bytes, scan } from './drive.ts';

const MB = 1024 * 1024;

interface Range {
  readonly buf: Buffer;
  readonly start: number;
  readonly end: number;
}

function taken(writer: ReplyWriter): Range[] {
  const ranges: Range[] = [];
  writer.take((buf, start, end) => ranges.push({ buf, start, end }));
  return ranges;
}

function text(ranges: readonly Range[]): string {
  return ranges.map(({ buf, start, end }) => buf.toString('latin1', start, end)).join('');
}

function written(protocol: Protocol, write: (reply: ReplyWriter) => void): string {
  const writer = new ReplyWriter();
  writer.protocol = protocol;
  write(writer);
  const { pendingBytes } = writer;
  const out = text(taken(writer));
  expect(pendingBytes).to.equal(out.length);
  expect(writer.pendingBytes).to.equal(0);
  return out;
}

const CASES: readonly [name: string, write: (reply: ReplyWriter) => void, resp2: string, resp3?: string][] = [
  ['OK', (reply) => reply.ok(), '+OK\r\n'],
  ['a status', (reply) => reply.simple('PONG'), '+PONG\r\n'],
  ['an error', (reply) => reply.error(ERRORS.syntax), '-ERR syntax error\r\n'],
  [
    'an error with values',
    (reply) => reply.error(ERRORS.moved, { slot: 1, address: 'a:2' }),
    '-MOVED 1 a:2\r\n',
  ],
  ['an error line', (reply) => reply.errorLine("ERR got '\xff'"), "-ERR got '\xff'\r\n"],
  ['an integer', (reply) => reply.integer(42), ':42\r\n'],
  ['a big integer', (reply) => reply.bigInteger(-(2n ** 63n)), ':-9223372036854775808\r\n'],
  ['a bulk string', (reply) => reply.bulk(bytes('xa\r\n\0\xffx'), 1, 6), '$5\r\na\r\n\0\xff\r\n'],
  ['an empty bulk string', (reply) => reply.bulk(bytes(''), 0, 0), '$0\r\n\r\n'],
  ['text', (reply) => reply.bulkText('k\u00e9y'), '$4\r\nk\xc3\xa9y\r\n'],
  ['text with half a surrogate pair', (reply) => reply.bulkText('\ud800'), '$3\r\n\xef\xbf\xbd\r\n'],
  ['nil', (reply) => reply.nil(), '$-1\r\n', '_\r\n'],
  ['a nil array', (reply) => reply.nilArray(), '*-1\r\n', '_\r\n'],
  ['an array', (reply) => reply.array(12), '*12\r\n'],
  ['a map', (reply) => reply.map(3), '*6\r\n', '%3\r\n'],
  ['a set', (reply) => reply.set(3), '*3\r\n', '~3\r\n'],
  ['a double', (reply) => reply.double('3.25'), '$4\r\n3.25\r\n', ',3.25\r\n'],
  [
    'verbatim text',
    (reply) => reply.verbatim('a\u00e9\r\n'),
    '$5\r\na\xc3\xa9\r\n\r\n',
    '=9\r\ntxt:a\xc3\xa9\r\n\r\n',
  ],
  ['a reply of another node', (reply) => reply.raw(bytes('..+OK\r\n..'), 2, 7), '+OK\r\n'],
];

describe('reply writer', () => {
  for (const [name, write, resp2, resp3 = resp2] of CASES) {
    it(`writes ${name}`, () => {
      expect(written(2, write)).to.equal(resp2);
      expect(written(3, write)).to.equal(resp3);
    });
  }

  it('writes every safe integer as String does', () => {
    const check = (value: number): void => {
      expect(written(2, (reply) => reply.integer(value))).to.equal(`:${value}\r\n`);
    };
    fc.assert(fc.property(fc.maxSafeInteger(), check));
    fc.assert(fc.property(fc.integer({ min: -1100, max: 1100 }), check));
    for (let power = 1; power <= 10 ** 15; power *= 10) {
      for (const value of [power - 1, power, power + 1]) for (const sign of [1, -1]) check(value * sign + 0);
    }
    for (const value of [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1])
      for (const sign of [1, -1]) check(value * sign);
    expect(written(2, (reply) => reply.integer(-0))).to.equal(':0\r\n');
  });

  it('writes what the scanner reads back', () => {
    const reply = fc.oneof(
      fc.string({ unit: 'binary' }).map((value) => (writer: ReplyWriter) => writer.bulkText(value)),
      fc.string({ unit: 'binary' }).map((value) => (writer: ReplyWriter) => writer.verbatim(value)),
      fc.maxSafeInteger().map((value) => (writer: ReplyWriter) => writer.integer(value)),
      fc.constantFrom(
        ...CASES.map(([, write]) => write).filter((_, i) => CASES[i]?.[2].match(/^[*%~]\d/) === null),
      ),
    );
    fc.assert(
      fc.property(fc.array(reply), fc.constantFrom<Protocol>(2, 3), (replies, protocol) => {
        const out = written(protocol, (writer) => {
          for (const write of replies) write(writer);
        });
        const found = scan([bytes(out)]);
        expect(found.error).to.equal('');
        expect(found.replies.length).to.equal(replies.length);
      }),
    );
  });

  it('lets the caller write the bytes of a bulk string', () => {
    const out = written(2, (reply) => {
      const at = reply.reserveBulk(3);
      reply.buf.write('abc', at, 'latin1');
      reply.ok();
    });
    expect(out).to.equal('$3\r\nabc\r\n+OK\r\n');
  });

  it('drops what is discarded, over chunks too', () => {
    const writer = new ReplyWriter();
    writer.ok();
    writer.bulk(Buffer.alloc(MB), 0, MB);
    writer.ok();
    writer.discard();
    expect(writer.pendingBytes).to.equal(0);
    writer.integer(1);
    expect(text(taken(writer))).to.equal(':1\r\n');
  });

  it('drops the reply that it is at, over chunks too, and nothing before it', () => {
    const big = Buffer.alloc(MB, 'x');
    for (const before of [0, 1, 300_000]) {
      for (const after of [0, 1, 300_000, MB]) {
        const writer = new ReplyWriter();
        writer.ok();
        writer.bulk(big, 0, before);
        const { pendingBytes } = writer;
        writer.beginReply();
        writer.array(2);
        writer.raw(big, 0, after);
        writer.bulk(big, 0, after);
        writer.dropReply();
        expect(writer.pendingBytes).to.equal(pendingBytes);
        writer.integer(1);
        const out = text(taken(writer));
        expect(out === `+OK\r\n$${before}\r\n${'x'.repeat(before)}\r\n:1\r\n`, `${before} ${after}`).to.equal(
          true,
        );
      }
    }
  });

  it('drops only what has not been taken', () => {
    const writer = new ReplyWriter();
    writer.ok();
    writer.beginReply();
    taken(writer);
    writer.integer(1);
    writer.dropReply();
    expect(writer.pendingBytes).to.equal(0);
  });

  it('refuses a reply that gets longer than it may be, before it takes memory for it', () => {
    const writer = new ReplyWriter(
      () => {},
      () => MB,
    );
    const half = Buffer.alloc(MB / 2 - 100);
    for (const _ of '123') {
      writer.beginReply();
      writer.bulk(half, 0, half.length);
      writer.bulk(half, 0, half.length);
    }
    const { pendingBytes, buf } = writer;
    expect(() => writer.bulk(half, 0, half.length)).to.throw(ReplyTooLong);
    writer.protocol = 3;
    expect(() => writer.verbatim('x'.repeat(half.length))).to.throw(ReplyTooLong);
    expect([writer.pendingBytes, writer.buf === buf]).to.deep.equal([pendingBytes, true]);
  });

  it('keeps the order over chunks', () => {
    let expected = '';
    const out = written(2, (reply) => {
      for (let i = 0; i < 400; i++) {
        const value = String.fromCharCode(97 + (i % 26)).repeat((i * 7919) % 20_000);
        reply.integer(i);
        reply.bulkText(value);
        reply.array(i);
        expected += `:${i}\r\n$${value.length}\r\n${value}\r\n*${i}\r\n`;
      }
    });
    expect(out === expected).to.equal(true);
  });

  it('holds bulk strings of any size around that of a chunk', () => {
    const source = Buffer.alloc(MB, 'v');
    for (const size of [
      0,
      1,
      256 * 1024 - 30,
      256 * 1024 - 22,
      256 * 1024 - 10,
      256 * 1024,
      256 * 1024 + 1,
      MB,
    ]) {
      const out = written(2, (reply) => {
        reply.ok();
        reply.bulk(source, 0, size);
        reply.ok();
      });
      expect(out === `+OK\r\n$${size}\r\n${'v'.repeat(size)}\r\n+OK\r\n`, `${size}`).to.equal(true);
    }
  });

  it('never writes again where it has written', () => {
    const writer = new ReplyWriter();
    const ranges: Range[] = [];
    const expected: string[] = [];
    for (let i = 0; i < 3000; i++) {
      writer.bulkText(`${i}`.repeat((i * 31) % 200));
      if (i % 500 === 7) writer.bulk(Buffer.alloc(300_000, i), 0, 300_000);
      if (i % 5 === 0) writer.discard();
      else {
        const now = taken(writer);
        ranges.push(...now);
        expected.push(text(now));
      }
    }
    expect(text(ranges) === expected.join('')).to.equal(true);
  });

  it('lets go of the memory of a big reply when it is taken or dropped', () => {
    const writer = new ReplyWriter();
    writer.bulk(Buffer.alloc(8 * MB), 0, 8 * MB);
    const [big] = taken(writer);
    expect(big?.buf.length).to.be.within(8 * MB, 8 * MB + 32);
    expect(writer.buf.length).to.be.at.most(MB);
    writer.ok();
    expect(taken(writer)[0]?.buf).not.to.equal(big?.buf);
    writer.bulk(Buffer.alloc(8 * MB), 0, 8 * MB);
    writer.discard();
    expect(writer.buf.length).to.be.at.most(MB);
  });

  it('takes one chunk for many small replies', () => {
    const writer = new ReplyWriter();
    const chunks = new Set<Buffer>();
    for (let i = 0; i < 50_000; i++) {
      writer.ok();
      for (const { buf } of taken(writer)) chunks.add(buf);
    }
    expect(chunks.size).to.equal(1);
  });

  describe('whose memory is given back', () => {
    const one = bytes('+one\r\n');

    function write(writer: ReplyWriter): Range[] {
      writer.raw(one, 0, one.length);
      return taken(writer);
    }

    it('writes there again', () => {
      const writer = new ReplyWriter();
      const [first] = write(writer);
      writer.giveBack();
      expect(write(writer)[0]).to.deep.equal(first);
    });

    it('keeps what was taken before, and what is written already', () => {
      const writer = new ReplyWriter();
      const [kept] = write(writer);
      write(writer);
      writer.raw(one, 0, one.length);
      writer.giveBack();
      const [next] = taken(writer);
      expect(next?.start).to.equal((kept?.end ?? 0) + one.length);
      writer.giveBack();
      expect(write(writer)[0]?.start).to.equal((kept?.end ?? 0) + one.length);
    });

    it('keeps what was taken in several ranges', () => {
      const writer = new ReplyWriter();
      const big = Buffer.alloc(100_000, 'x');
      writer.ok();
      writer.raw(big, 0, big.length);
      writer.ok();
      const ranges = taken(writer);
      writer.giveBack();
      write(writer);
      expect(text(ranges)).to.equal(`+OK\r\n${big.toString()}+OK\r\n`);
    });
  });
});
