/** Takes the words of a command line apart. What values mean is not decided here. */
import { parseArgs } from 'node:util';
import type { FlagValues } from '../config/load.ts';
import { didYouMean } from '../config/nearest.ts';
import { insteadOfSecret } from '../config/options.ts';
import { ConfigError } from '../config/resolve.ts';

export interface FlagSpec {
  readonly name: string;
  /** One letter that stands for it after a single dash. */
  readonly short?: string;
  /** What the value may be; without it the flag takes none. */
  readonly allowed?: string;
  readonly placeholder?: string;
  readonly doc: string;
}

/**
 * The values of each flag, in order, by name without dashes; a flag without value has none. Takes `--flag value` and
 * `--flag=value`. Throws ConfigError for a flag that is not in `known`, a value that is missing or too many, and a
 * word that is no flag.
 */
export function parseFlags(words: readonly string[], known: readonly FlagSpec[]): FlagValues {
  const options = Object.fromEntries(
    known.map(({ name, short, allowed }) => {
      const type = allowed === undefined ? ('boolean' as const) : ('string' as const);
      return [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }];
    }),
  );
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true });
  const flags = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') throw new ConfigError(`unexpected argument '${token.value}'`);
    if (token.kind !== 'option') continue;
    const spec = known.find(({ name }) => name === token.name);
    if (spec === undefined) throw new ConfigError(unknownFlag(token.rawName, known));
    const values = flags.get(spec.name) ?? [];
    flags.set(spec.name, values);
    if (spec.allowed === undefined) {
      if (token.value !== undefined) throw new ConfigError(`--${spec.name} ${token.value}: takes no value`);
    } else {
      const isFlag = token.inlineValue === false && token.value.startsWith('--');
      if (token.value === undefined || isFlag) {
        throw new ConfigError(`--${spec.name} needs a value: ${spec.allowed}`);
      }
      values.push(token.value);
    }
  }
  return flags;
}

/** Says nothing of its value, which may be a secret. */
function unknownFlag(rawName: string, known: readonly FlagSpec[]): string {
  const name = rawName.replace(/^-+/, '');
  const instead = insteadOfSecret(name, '--');
  if (instead !== undefined) return `${name} has no flag: use ${instead}`;
  const names = known.map((spec) => spec.name);
  const hint = didYouMean(name, names, '--');
  return `unknown flag ${rawName}${hint === '' ? `; known are --${names.join(', --')}` : hint}`;
}
