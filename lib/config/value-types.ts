/**
 * Types of option values: how each is read from text, checked and written back. Flags, environment variables, the
 * config file, CONFIG SET and the library all go through these.
 */
import { parseJoinAddress } from './join-address.ts';

export interface ValueType<Value> {
  /** For a message that goes `must be ...` and for the docs, such as `an integer from 0 to 65535`. */
  readonly allowed: string;
  /** Short name of the value for the help page, such as `PORT`. */
  readonly placeholder: string;
  /** Given more than once, the values are collected; `parse` and `format` take one of them a word. */
  readonly repeatable: boolean;
  /** The value that `words` stand for (one word unless `repeatable`), `undefined` if it is none of this type. */
  parse(words: readonly string[]): Value | undefined;
  accepts(value: unknown): value is Value;
  /** The words that `parse` reads as `value`. */
  format(value: Value): string[];
  /** The value for people. */
  show(value: Value): string;
}

interface Single<Value> {
  readonly allowed: string;
  readonly placeholder: string;
  parse(word: string): Value | undefined;
  accepts(value: unknown): value is Value;
  format(value: Value): string;
  show?(value: Value): string;
}

function single<Value>(type: Single<Value>): ValueType<Value> {
  return {
    allowed: type.allowed,
    placeholder: type.placeholder,
    repeatable: false,
    parse: ([word, ...more]) => {
      const value = word === undefined || more.length > 0 ? undefined : type.parse(word);
      return type.accepts(value) ? value : undefined;
    },
    accepts: type.accepts,
    format: (value) => [type.format(value)],
    show: type.show ?? type.format,
  };
}

/** An integer from `min` to `max`, both included. */
export function integer(min: number, max: number, placeholder = 'N'): ValueType<number> {
  return single({
    allowed: `an integer from ${min} to ${max}`,
    placeholder,
    parse: (word) => (/^[+-]?\d{1,16}$/.test(word) ? Number(word) : undefined),
    accepts: isIntegerWithin(min, max),
    format: String,
  });
}

/** Factors of the units that Redis knows: `k` is 1000, `kb` is 1024. */
const BYTE_UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['k', 1000],
  ['kb', 1024],
  ['m', 1000 ** 2],
  ['mb', 1024 ** 2],
  ['g', 1000 ** 3],
  ['gb', 1024 ** 3],
]);

/** A number of bytes from `min` to `max`, written as Redis writes sizes: `64kb`, `256mb`, `1gb` or a plain number. */
export function byteSize(min: number, max: number): ValueType<number> {
  return single({
    allowed: `a size from ${formatBytes(min)} to ${formatBytes(max)} (a whole number, with kb, mb or gb)`,
    placeholder: 'SIZE',
    parse: (word) => {
      const [, digits, unit] = /^(\d{1,16})([a-z]*)$/i.exec(word) ?? [];
      const factor = BYTE_UNITS.get(unit?.toLowerCase() ?? '');
      return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
    },
    accepts: isIntegerWithin(min, max),
    format: String,
    show: formatBytes,
  });
}

/** `bytes` in the largest unit that it is a whole number of, for people: `256mb`. */
export function formatBytes(bytes: number): string {
  for (const unit of ['gb', 'mb', 'kb']) {
    const factor = BYTE_UNITS.get(unit) as number;
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return String(bytes);
}

/** Text that matches the pattern or passes the test, which `allowed` puts into words. */
export function text(
  rule: RegExp | ((value: string) => boolean),
  allowed: string,
  placeholder: string,
): ValueType<string> {
  const fits = rule instanceof RegExp ? (value: string): boolean => rule.test(value) : rule;
  return single({
    allowed,
    placeholder,
    parse: (word) => word,
    accepts: (value): value is string => typeof value === 'string' && fits(value),
    format: (value) => value,
  });
}

/** One of `choices`, in any mix of cases. */
export function choice<const Choice extends string>(...choices: readonly Choice[]): ValueType<Choice> {
  return single({
    allowed: `one of ${choices.join(', ')}`,
    placeholder: choices.join('|'),
    parse: (word) => choices.find((each) => each === word.toLowerCase()),
    accepts: (value): value is Choice => choices.some((each) => each === value),
    format: (value) => value,
  });
}

/** How many addresses may be given. */
const MAX_ADDRESSES = 64;

/** Addresses of members to join, each as `parseJoinAddress` reads it; a word may be several, separated by commas or spaces, and no word is none. */
export function joinAddresses(): ValueType<readonly string[]> {
  const isAddress = (word: unknown): boolean =>
    typeof word === 'string' && parseJoinAddress(word) !== undefined;
  const accepts = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.length <= MAX_ADDRESSES && value.every(isAddress);
  return {
    allowed: `HOST:PORT of a member's client port or HOST:PORT@BUSPORT, at most ${MAX_ADDRESSES} of them, separated by commas`,
    placeholder: 'HOST:PORT',
    repeatable: true,
    parse: (words) => {
      const addresses = words.map(addressesIn);
      const all = addresses.flat();
      return accepts(all) && addresses.every(({ length }) => length > 0) ? all : undefined;
    },
    accepts,
    format: (value) => [...value],
    show: (value) => value.join(' '),
  };
}

function addressesIn(word: string): string[] {
  return word.split(/[\s,]+/).filter((address) => address !== '');
}

function isIntegerWithin(min: number, max: number): (value: unknown) => value is number {
  return (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}
