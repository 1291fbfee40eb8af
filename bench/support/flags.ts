/** Reads the flags of the benches and sweeps. What cannot be used ends the program with one line and exit code 2. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type FlagTable = NonNullable<ParseArgsConfig['options']>;
type FlagValues<Flags extends FlagTable> = ReturnType<typeof parseArgs<{ options: Flags }>>['values'];

const EXIT_USAGE = 2;

/** The flags given, by name; `options` are those that there are, with their defaults. */
export function parseFlags<const Flags extends FlagTable>(options: Flags): FlagValues<Flags> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    return refuse(`${(error as Error).message}; known are ${known.join(', ')}`);
  }
}

/** Ends the program with `reason` as its one line. */
export function refuse(reason: string): never {
  console.error(reason);
  process.exit(EXIT_USAGE);
}

/** `1,16,64` */
export function numbers(text: string): number[] {
  return text.split(',').map(positive);
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  return refuse(`'${text}' is not a number above 0`);
}

/** `a,b`: some of `all`. */
export function choices<Name extends string>(text: string, all: readonly Name[]): Name[] {
  return text.split(',').map((word) => {
    const name = all.find((candidate) => candidate === word);
    return name ?? refuse(`'${word}' is none of ${all.join(', ')}`);
  });
}
