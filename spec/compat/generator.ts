/** Random commands, sensible and senseless, over few keys, so that they meet each other's values. */

import { Random } from '../../lib/base/random.ts';
import { BAD_PAYLOADS, payloadOf } from './payloads.ts';

/** Keys for everything but INCRBYFLOAT and what it stores (see differences.ts). */
const KEYS = ['a', 'b', 'n', 'm', '', '{tag}x', 'k\r\n\0\xff', 'long'.repeat(20)];
const FLOAT_KEYS = ['float:1', 'float:2'];
const INTEGERS = [
  '0',
  '1',
  '-1',
  '7',
  '-100',
  '12345678901',
  '9007199254740993',
  '9223372036854775806',
  '9223372036854775807',
  '-9223372036854775807',
  '-9223372036854775808',
];
const BAD_INTEGERS = ['', '01', '-0', '+1', ' 1', '1 ', '1e3', 'abc', '0x10', '9223372036854775808', '1.0'];
const FLOATS = [
  '0.1',
  '0.2',
  '-0.3',
  '1e-5',
  '1e17',
  '3.0',
  '5',
  '.5',
  '7.',
  '1e-20',
  '123456789.987654321',
  '1E3',
];
const ODD_FLOATS = [
  '0x1p3',
  '0x.8',
  'inf',
  '-infinity',
  '1e4931',
  '-1e4931',
  '1e19',
  '0.00000000000000001',
  '-0',
];
const BAD_FLOATS = ['', ' 1', '1 ', 'abc', 'nan', '1e5000', '1e-5000', '--1', '1e', '.', '0x', '1,5', '1\0'];
const TEXTS = [
  '',
  'value',
  'x'.repeat(44),
  'y'.repeat(45),
  'z'.repeat(300),
  'two\r\nlines\0\xfe',
  '10.5',
  '99',
];
const PATTERNS = [
  '*',
  '?',
  'a*',
  '[a-c]',
  '[^a]',
  '*o*:*',
  '\\{tag}*',
  '[',
  '[^',
  'k*\xff',
  'float:[21]',
  '**x',
  '*long',
];
const WORDS = [
  'NX',
  'XX',
  'GET',
  'EX',
  'KEEPTTL',
  'PERSIST',
  'foo',
  'MATCH',
  'COUNT',
  'REPLACE',
  'DB',
  'GT',
  'LT',
];

/** Milliseconds since 1970 well after every run, and well before. */
const FAR_MS = 4_000_000_000_000;
const PAST_SECONDS = ['1', '1000000000', '-5', '0'];

type Arguments = string[];

export class CommandGenerator {
  private readonly random: Random;
  private times = 0;
  /** Commands that are also tried with wrong arguments. */
  private readonly onKeys: readonly (() => Arguments)[];
  /** Those that with other arguments could stop the server, fill its memory, or reply what cannot be compared. */
  private readonly others: readonly (() => Arguments)[];

  constructor(seed: number) {
    this.random = new Random(seed);
    this.onKeys = [
      ...this.stringCommands(),
      ...this.counters(),
      ...this.keyCommands(),
      ...this.expiryCommands(),
    ];
    this.others = [
      ...this.iterationCommands(),
      ...this.connectionCommands(),
      this.tooLong,
      this.restore,
      this.restore,
    ];
  }

  next(): Arguments {
    if (this.random.chance(0.3)) return this.random.pick(this.others)();
    const command = this.random.pick(this.onKeys)();
    if (this.random.chance(0.05)) return this.spoil(command);
    return this.random.chance(0.1) ? [this.mixCase(command[0] as string), ...command.slice(1)] : command;
  }

  private key = (): string => this.random.pick(KEYS);
  private integer = (): string => this.random.pick(this.random.chance(0.85) ? INTEGERS : BAD_INTEGERS);
  private small = (): string =>
    this.random.chance(0.9) ? String(this.random.below(60) - 20) : this.integer();
  private text = (): string => this.random.pick(this.random.chance(0.4) ? INTEGERS : TEXTS);

  private float = (): string => {
    const draw = this.random.fraction();
    return this.random.pick(draw < 0.7 ? FLOATS : draw < 0.85 ? ODD_FLOATS : BAD_FLOATS);
  };

  /** Seconds from now, far away, and never the same twice, so that no comparison hangs on a millisecond. */
  private seconds = (): string => {
    if (this.random.chance(0.1)) return this.integer();
    return String(100_000 + 1000 * ((this.times++ * 7919) % 100_003));
  };

  private milliseconds = (): string => {
    const seconds = this.seconds();
    return seconds.length < 12 && /^[1-9]/.test(seconds) ? `${seconds}000` : seconds;
  };

  private unixSeconds = (): string => {
    if (this.random.chance(0.1)) return this.random.pick(PAST_SECONDS);
    if (this.random.chance(0.1)) return this.integer();
    return String(FAR_MS / 1000 + 1000 * this.random.below(50));
  };

  private unixMilliseconds = (): string => {
    const seconds = this.unixSeconds();
    return seconds.length === 10 ? `${seconds}000` : seconds;
  };

  private tooLong = (): Arguments => [
    'SETRANGE',
    this.key(),
    this.random.pick(['536870911', '536870912', '-1']),
    'xx',
  ];

  /** Not with any number for its time: what overflows is a time that is past in Redis, and the latest here. */
  private restore = (): Arguments => {
    const payload = this.random.chance(0.8) ? payloadOf(this.text()) : this.random.pick(BAD_PAYLOADS);
    const ttl = this.random.chance(0.5) ? '0' : this.random.pick(TTLS);
    const options = Array.from({ length: this.random.below(4) }, () => this.random.pick(RESTORE_OPTIONS));
    return ['RESTORE', this.key(), ttl, payload, ...options.flat()];
  };

  private keyList(most: number): string[] {
    return Array.from({ length: 1 + this.random.below(most) }, this.key);
  }

  private expiryOption = (): string[] =>
    this.random.pick([
      () => ['EX', this.seconds()],
      () => ['px', this.milliseconds()],
      () => ['EXAT', this.unixSeconds()],
      () => ['pxat', this.unixMilliseconds()],
    ])();

  private setOptions(): string[] {
    const options: string[] = [];
    while (this.random.chance(0.5)) {
      options.push(...this.random.pick([() => [this.random.pick(WORDS)], this.expiryOption])());
    }
    return options;
  }

  private stringCommands(): (() => Arguments)[] {
    return [
      () => ['GET', this.key()],
      () => ['MGET', ...this.keyList(4)],
      () => ['STRLEN', this.key()],
      () => ['DUMP', this.key()],
      () => ['DUMP', this.key()],
      () => ['GETRANGE', this.key(), this.small(), this.small()],
      () => ['SUBSTR', this.key(), this.small(), this.small()],
      () => ['SET', this.key(), this.text()],
      () => ['SET', this.key(), this.text(), ...this.setOptions()],
      () => ['SETEX', this.key(), this.seconds(), this.text()],
      () => ['PSETEX', this.key(), this.milliseconds(), this.text()],
      () => ['SETNX', this.key(), this.text()],
      () => ['GETSET', this.key(), this.text()],
      () => ['GETDEL', this.key()],
      () => ['GETEX', this.key(), ...this.random.pick([() => [], () => ['PERSIST'], this.expiryOption])()],
      () => ['GETEX', this.key(), ...this.setOptions()],
      () => ['MSET', ...this.keyList(3).flatMap((key) => [key, this.text()])],
      () => ['MSETNX', ...this.keyList(3).flatMap((key) => [key, this.text()])],
    ];
  }

  private counters(): (() => Arguments)[] {
    const floatKey = () => this.random.pick(FLOAT_KEYS);
    return [
      () => ['APPEND', this.key(), this.text()],
      () => ['SETRANGE', this.key(), this.small(), this.text()],
      () => ['INCR', this.key()],
      () => ['DECR', this.key()],
      () => ['INCRBY', this.key(), this.integer()],
      () => ['DECRBY', this.key(), this.integer()],
      () => ['INCRBYFLOAT', floatKey(), this.float()],
      () => ['INCRBYFLOAT', floatKey(), this.float()],
      () => ['SET', floatKey(), this.float()],
      () => ['GET', floatKey()],
    ];
  }

  private keyCommands(): (() => Arguments)[] {
    return [
      () => ['DEL', ...this.keyList(3)],
      () => ['UNLINK', ...this.keyList(2)],
      () => ['EXISTS', ...this.keyList(4)],
      () => ['TOUCH', ...this.keyList(4)],
      () => ['TYPE', this.key()],
      () => ['RENAME', this.key(), this.key()],
      () => ['RENAMENX', this.key(), this.key()],
      () => ['COPY', this.key(), this.key()],
      () => ['COPY', this.key(), this.key(), 'replace'],
      () => ['COPY', this.key(), this.key(), ...this.setOptions()],
      () => ['COPY', this.key(), this.key(), 'DB', this.random.pick(['0', '-1', '99', '3000000000', 'x'])],
      () => ['OBJECT', 'ENCODING', this.key()],
      () => ['OBJECT', 'ENCODING', this.key()],
      () => ['OBJECT', this.random.pick(['REFCOUNT', 'IDLETIME', 'freq', 'foo']), this.key()],
      () => ['MEMORY', 'USAGE', this.key(), ...(this.random.chance(0.3) ? ['SAMPLES', this.small()] : [])],
    ];
  }

  private expiryCommands(): (() => Arguments)[] {
    const condition = () =>
      this.random.chance(0.5)
        ? []
        : Array.from({ length: 1 + this.random.below(2) }, () => this.random.pick(WORDS));
    return [
      () => ['EXPIRE', this.key(), this.seconds(), ...condition()],
      () => ['PEXPIRE', this.key(), this.milliseconds(), ...condition()],
      () => ['EXPIREAT', this.key(), this.unixSeconds(), ...condition()],
      () => ['PEXPIREAT', this.key(), this.unixMilliseconds(), ...condition()],
      () => ['EXPIREAT', this.key(), this.unixSeconds(), this.random.pick(['NX', 'XX', 'GT', 'LT'])],
      () => ['TTL', this.key()],
      () => ['PTTL', this.key()],
      () => ['EXPIRETIME', this.key()],
      () => ['PEXPIRETIME', this.key()],
      () => ['PERSIST', this.key()],
    ];
  }

  private iterationCommands(): (() => Arguments)[] {
    return [
      () => ['KEYS', this.random.pick(PATTERNS)],
      () => ['SCAN', '0', 'COUNT', '1000', 'MATCH', this.random.pick(PATTERNS)],
      () => ['SCAN', '0', 'COUNT', '1000', 'TYPE', this.random.pick(['string', 'STRING', 'list'])],
      () => ['SCAN', this.random.pick(['x', ' 0', '0x', '', '+', '18446744073709551616']), 'COUNT', '1000'],
      () => ['SCAN', '0', 'COUNT', this.random.pick(['0', '-1', 'x', '9223372036854775808'])],
      () => ['RANDOMKEY'],
      () => ['DBSIZE'],
      () => (this.random.chance(0.1) ? ['FLUSHALL', this.random.pick(['ASYNC', 'SYNC'])] : ['DBSIZE']),
      () => ['FLUSHDB', this.random.pick(['foo', 'ASYNCH'])],
    ];
  }

  private connectionCommands(): (() => Arguments)[] {
    return [
      () => ['PING', ...(this.random.chance(0.5) ? [this.text()] : [])],
      () => ['ECHO', this.text()],
      () => ['SELECT', this.random.pick(['0', 'x', '', '3000000000'])],
      () => ['HELLO', this.random.pick(['2', '3', '4', 'x']), ...this.helloOptions()],
      () => ['HELLO'],
      () => ['AUTH', ...this.random.pick([['secret'], ['default', 'secret'], ['bob', 'x'], ['a', 'b', 'c']])],
      () => ['RESET'],
      () => ['CLIENT', 'SETNAME', this.random.pick(['bob', '', 'a b', 'tab\t', '\xe9'])],
      () => ['CLIENT', 'GETNAME'],
      () => [
        'CLIENT',
        'LIST',
        ...this.random.pick([['TYPE', 'foo'], ['TYPE', 'pubsub'], ['ID', 'x'], ['foo']]),
      ],
      () => ['CLIENT', 'KILL', ...this.random.pick(KILLS)],
      () => ['CLIENT', this.random.pick(['NO-EVICT', 'REPLY']), this.random.pick(['ON', 'foo'])],
      () => ['COMMAND', 'GETKEYS', ...this.next()],
      () => [
        'COMMAND',
        'LIST',
        'FILTERBY',
        ...this.random.pick([
          ['MODULE', 'x'],
          ['foo', 'x'],
          ['ACLCAT', 'x'],
        ]),
      ],
      () => ['TIME', 'now'],
      () => ['SHUTDOWN', ...this.random.pick([['ABORT'], ['foo'], ['NOSAVE', 'SAVE'], ['ABORT', 'NOW']])],
      () => ['INFO', 'nosuchsection'],
      () => ['CONFIG', this.random.pick(['foo', 'GET']), ...this.random.pick([[], ['no-such-option']])],
      () => [this.random.pick(['foo', 'nosuch\r\ncommand', 'GETT', 'x'.repeat(200)]), ...this.keyList(9)],
    ];
  }

  private helloOptions(): string[] {
    return this.random.pick([
      [],
      [],
      ['SETNAME', 'alice'],
      ['setname'],
      ['SETNAME', 'a b'],
      ['AUTH', 'default', 'x', 'SETNAME', 'carol'],
      ['AUTH', 'bob', 'x'],
      ['AUTH', 'bob'],
      ['foo\nbar'],
    ]);
  }

  /** The command with an argument less, more, or of another kind. */
  private spoil(command: Arguments): Arguments {
    const at = 1 + this.random.below(command.length);
    const other = this.random.pick([this.key, this.integer, this.text, () => this.random.pick(WORDS)])();
    const removed = this.random.below(2);
    return [
      ...command.slice(0, at),
      ...(this.random.chance(0.6) ? [other] : []),
      ...command.slice(at + removed),
    ];
  }

  private mixCase(word: string): string {
    return [...word].map((letter) => (this.random.chance(0.5) ? letter.toLowerCase() : letter)).join('');
  }
}

const TTLS = ['123456000', '-1', '4000000000000', '9007199254740993', 'x', ''];

const RESTORE_OPTIONS = [
  ['REPLACE'],
  ['replace'],
  ['ABSTTL'],
  ['IDLETIME', '1'],
  ['IDLETIME', '-1'],
  ['IDLETIME', 'x'],
  ['IDLETIME'],
  ['FREQ', '255'],
  ['FREQ', '256'],
  ['FREQ', '-1'],
  ['freq', ''],
  ['foo'],
];

const KILLS = [
  ['1.2.3.4:5'],
  ['ID', '0'],
  ['ID', 'x'],
  ['ID', '999999'],
  ['TYPE', 'foo'],
  ['TYPE', 'pubsub'],
  ['USER', 'nobody'],
  ['SKIPME', 'perhaps'],
  ['ADDR', '1.2.3.4:5', 'LADDR', '1.2.3.4:6'],
  ['ADDR', '1.2.3.4:5', 'LADDR'],
  ['foo', 'bar'],
];
