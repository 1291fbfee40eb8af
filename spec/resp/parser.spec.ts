import { expect } from 'chai';
import { MAX_COMMAND_BYTES, REQUEST_LIMITS } from '../../lib/resp/limits.ts';
import { COMMAND, INCOMPLETE, PROTOCOL_ERROR } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { bytes, multibulk, oneByOne, type Parsed, parse, split } from './drive.ts';

const LINE_LIMIT = REQUEST_LIMITS.inlineBytes;

interface Case {
  readonly name: string;
  readonly bytes: string;
  readonly commands?: string[][];
  /** After `ERR Protocol error: `. */
  readonly error?: string;
}

/** What redis-server 7.0.15 answers to the same bytes. */
const CASES: readonly Case[] = [
  { name: 'a command', bytes: '*1\r\n$4\r\nPING\r\n', commands: [['PING']] },
  {
    name: 'a pipeline',
    bytes: multibulk('GET', 'a') + multibulk('GET', 'b'),
    commands: [
      ['GET', 'a'],
      ['GET', 'b'],
    ],
  },
  { name: 'empty arguments', bytes: multibulk('', 'a', ''), commands: [['', 'a', '']] },
  {
    name: 'arguments with every byte',
    bytes: multibulk(
      'SET',
      'k\r\n\0',
      Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('latin1'),
    ),
    commands: [['SET', 'k\r\n\0', Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString('latin1')]],
  },
  { name: 'no arguments', bytes: '*0\r\n*1\r\n$4\r\nPING\r\n', commands: [['PING']] },
  { name: 'a nil command', bytes: '*-1\r\nPING\r\n', commands: [['PING']] },
  { name: 'the least count there is', bytes: '*-9223372036854775808\r\nPING\r\n', commands: [['PING']] },
  { name: 'other bytes than LF and CRLF', bytes: '*1\rX$4\rYPINGZZPING\n', commands: [['PING'], ['PING']] },
  { name: 'part of a command', bytes: '*2\r\n$4\r\nECHO\r\n$4\r\nabcd' },
  { name: 'an argument without its line end', bytes: '*1\r\n$4\r\nPING' },
  { name: 'a header with a NUL', bytes: '*1\r\n$4\0\r\nPING\r\nPING\r\n' },
  {
    name: 'a count with a zero in front',
    bytes: '*01\r\n$4\r\nPING\r\n',
    error: 'invalid multibulk length',
  },
  {
    name: 'a length with a zero in front',
    bytes: '*1\r\n$04\r\nPING\r\n',
    error: 'invalid bulk length',
  },
  {
    name: 'commands before an error',
    bytes: `${multibulk('PING')}*x\r\n${multibulk('PING')}`,
    commands: [['PING']],
    error: 'invalid multibulk length',
  },
  { name: 'an empty count', bytes: '*\r\n', error: 'invalid multibulk length' },
  { name: 'a count with a plus', bytes: '*+1\r\n', error: 'invalid multibulk length' },
  { name: 'a count of -0', bytes: '*-0\r\n', error: 'invalid multibulk length' },
  { name: 'a count with leading zeros', bytes: '*01\r\n', error: 'invalid multibulk length' },
  { name: 'a count of two zeros', bytes: '*00\r\n', error: 'invalid multibulk length' },
  { name: 'a count with a space', bytes: '*1 \r\n', error: 'invalid multibulk length' },
  { name: 'a count beyond 64 bits', bytes: '*9223372036854775808\r\n', error: 'invalid multibulk length' },
  {
    name: 'a count just before the limit of 9 digits',
    bytes: '*999999999\r\n',
    error: 'invalid multibulk length',
  },
  { name: 'a count of 10 digits', bytes: '*1000000000\r\n', error: 'invalid multibulk length' },
  { name: 'no $', bytes: '*1\r\nx\r\n', error: "expected '$', got 'x'" },
  { name: 'a number instead of $', bytes: '*1\r\n:1\r\n', error: "expected '$', got ':'" },
  { name: 'an empty line instead of $', bytes: '*1\r\n\r\n', error: "expected '$', got ' '" },
  { name: 'a line feed instead of $', bytes: '*1\r\n\n\r\n', error: "expected '$', got ' '" },
  { name: 'a byte above ASCII instead of $', bytes: '*1\r\n\xff\r\n', error: "expected '$', got '\xff'" },
  { name: 'a nil argument', bytes: '*1\r\n$-1\r\n', error: 'invalid bulk length' },
  { name: 'an empty length', bytes: '*1\r\n$\r\n', error: 'invalid bulk length' },
  { name: 'a length with leading zeros', bytes: '*1\r\n$04\r\n', error: 'invalid bulk length' },
  { name: 'a length with a letter', bytes: '*1\r\n$4a\r\n', error: 'invalid bulk length' },
  { name: 'a length of 20 digits', bytes: '*1\r\n$99999999999999999999\r\n', error: 'invalid bulk length' },
];

function expectCase(expected: Case, actual: Parsed): void {
  expect(actual.commands).to.deep.equal(expected.commands ?? []);
  expect(actual.error).to.equal(expected.error === undefined ? '' : `ERR Protocol error: ${expected.error}`);
}

describe('request parser', () => {
  for (const example of CASES) {
    it(`${example.name}, in one chunk`, () => {
      expectCase(example, parse([bytes(example.bytes)]));
    });
    it(`${example.name}, byte by byte`, () => {
      expectCase(example, parse(oneByOne(example.bytes)));
    });
  }

  it('gives the bytes of each command, to be forwarded', () => {
    const sent = [multibulk('GET', 'a'), multibulk('SET', 'b', 'x\r\ny')];
    expect(parse([bytes(sent.join(''))]).raw).to.deep.equal(sent);
    expect(parse(oneByOne(sent.join(''))).raw).to.deep.equal(sent);
  });

  it('reads commands where they lie when they are whole in their chunk', () => {
    const parser = new RequestParser();
    const whole = multibulk('SET', 'key', 'value');
    const [first, second] = split(`${whole}${whole}${whole}${whole}`, [whole.length + 5]) as [Buffer, Buffer];
    parser.push(first);
    expect(parser.next()).to.equal(COMMAND);
    expect(parser.request.buf).to.equal(first);
    expect(parser.next()).to.equal(INCOMPLETE);
    parser.push(second);
    expect(parser.next()).to.equal(COMMAND);
    expect(parser.request.buf).not.to.equal(second);
    expect(parser.next()).to.equal(COMMAND);
    expect(parser.request.buf).to.equal(second);
    expect(parser.next()).to.equal(COMMAND);
    expect(parser.request.text(2)).to.equal('value');
    expect(parser.request.rawEnd).to.equal(second.length);
  });

  it('takes chunks that pile up', () => {
    const parser = new RequestParser();
    for (const chunk of split(multibulk('ECHO', 'a').repeat(3), [3, 20, 1, 1, 0, 30])) parser.push(chunk);
    for (let i = 0; i < 3; i++) {
      expect(parser.next()).to.equal(COMMAND);
      expect(parser.request.text(1)).to.equal('a');
    }
    expect(parser.next()).to.equal(INCOMPLETE);
    expect(parser.bufferedBytes).to.equal(0);
  });

  it('keeps to its error, and holds nothing', () => {
    const parser = new RequestParser();
    parser.push(bytes('*1\r\n$x\r\n'));
    expect(parser.next()).to.equal(PROTOCOL_ERROR);
    parser.push(bytes(multibulk('PING')));
    expect(parser.next()).to.equal(PROTOCOL_ERROR);
    expect(parser.error).to.equal('ERR Protocol error: invalid bulk length');
    expect(parser.bufferedBytes).to.equal(0);
    expect(parser.request.buf.length).to.equal(0);
  });
});

describe('request parser limits', () => {
  const small = { ...REQUEST_LIMITS, multibulkCount: 20, bulkBytes: 20_000, queryBufferBytes: 30_000 };

  function bothWays(
    text: string,
    error: string,
    commands: number,
    parser = () => new RequestParser(small),
  ): void {
    for (const chunks of [[bytes(text)], oneByOne(text)]) {
      const parsed = parse(chunks, small, parser());
      expect(parsed.error).to.equal(error === '' ? '' : `ERR Protocol error: ${error}`);
      expect(parsed.commands.length).to.equal(commands);
    }
  }

  it('are those of Redis', () => {
    expect(parse([bytes(`*${1024 * 1024}\r\n`)]).error).to.equal('');
    expect(parse([bytes(`*${1024 * 1024 + 1}\r\n`)]).error).to.equal(
      'ERR Protocol error: invalid multibulk length',
    );
    expect(parse([bytes(`*1\r\n$${512 * 1024 * 1024}\r\n`)]).error).to.equal('');
    expect(parse([bytes(`*1\r\n$${512 * 1024 * 1024 + 1}\r\n`)]).error).to.equal(
      'ERR Protocol error: invalid bulk length',
    );
    expect(REQUEST_LIMITS.queryBufferBytes).to.equal(1024 ** 3);
  });

  it('number of arguments', () => {
    bothWays(multibulk(...Array<string>(20).fill('a')), '', 1);
    bothWays('*21\r\n', 'invalid multibulk length', 0);
  });

  it('length of an argument', () => {
    bothWays(multibulk('a'.repeat(20_000)), '', 1);
    bothWays('*1\r\n$20001\r\n', 'invalid bulk length', 0);
  });

  it('may be as small as one likes', () => {
    const tiny = () => new RequestParser({ ...REQUEST_LIMITS, multibulkCount: 2, bulkBytes: 3 });
    bothWays(multibulk('abc', 'abc'), '', 1, tiny);
    bothWays('*3\r\n', 'invalid multibulk length', 0, tiny);
    bothWays('*1\r\n$4\r\n', 'invalid bulk length', 0, tiny);
  });

  it('bytes of a command: refused as soon as they are announced', () => {
    const first = `*2\r\n$20000\r\n${'a'.repeat(20_000)}\r\n`;
    const room = 30_000 - first.length - '$9999\r\n\r\n'.length;
    bothWays(`${first}$${room}\r\n${'b'.repeat(room)}\r\n`, '', 1);
    bothWays(`${first}$${room + 1}\r\n`, 'query buffer limit exceeded', 0);
  });

  it('bytes of a command whose offsets would not fit, without any other limit', () => {
    const limits = { ...REQUEST_LIMITS, bulkBytes: 2 ** 40, queryBufferBytes: Number.POSITIVE_INFINITY };
    const unlimited = () => new RequestParser(limits);
    bothWays(`*1\r\n$${MAX_COMMAND_BYTES - 100}\r\n`, '', 0, unlimited);
    bothWays(`*1\r\n$${MAX_COMMAND_BYTES}\r\n`, 'query buffer limit exceeded', 0, unlimited);
  });

  it('bytes that wait to be parsed', () => {
    const parser = new RequestParser(small);
    parser.push(bytes(multibulk('a'.repeat(15_000))));
    parser.push(bytes('PING\n'.repeat(2000)));
    expect(parser.next()).to.equal(COMMAND);
    parser.push(bytes('x'.repeat(20_000)));
    expect(parser.next()).to.equal(COMMAND);
    parser.push(bytes('x'.repeat(6)));
    expect(parser.next()).to.equal(PROTOCOL_ERROR);
    expect(parser.error).to.equal('ERR Protocol error: query buffer limit exceeded');
    expect(parser.bufferedBytes).to.equal(0);
  });

  it('a count, a length and an inline command without an end', () => {
    for (const [head, error] of [
      ['*', 'too big mbulk count string'],
      ['*1\r\n$', 'too big bulk count string'],
      ['*1\r\nx', 'too big bulk count string'],
      ['P', 'too big inline request'],
      ['P\0\r\n', 'too big inline request'],
    ] as const) {
      const line = head.slice(head.startsWith('*1') ? 4 : 0);
      const filler = '1'.repeat(LINE_LIMIT - line.length);
      bothWays(head + filler, '', 0, () => new RequestParser());
      bothWays(`${head}${filler}1`, error, 0, () => new RequestParser());
    }
  });

  it('a line whose end comes at the limit, and one past it', () => {
    const fitting = 'x'.repeat(LINE_LIMIT);
    bothWays(`${fitting}\n`, '', 1, () => new RequestParser());
    bothWays(`${fitting}x\n`, 'too big inline request', 0, () => new RequestParser());
    const digits = '1'.repeat(LINE_LIMIT - 1);
    bothWays(`*${digits}\r\n`, 'invalid multibulk length', 0, () => new RequestParser());
    bothWays(`*1${digits}\r\n`, 'too big mbulk count string', 0, () => new RequestParser());
  });
});
