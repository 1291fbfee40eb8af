/**
 * Loads a node's options from the command line, the environment, the config file and the defaults, in this order of
 * precedence. A later source never adds to a list that an earlier one gives.
 */
import { parseConfigFile } from './config-file.ts';
import { didYouMean } from './nearest.ts';
import {
  FIXED_SETTINGS,
  insteadOfSecret,
  type NodeOptions,
  OPEN_OPTION_KEYS,
  OPTION_KEYS,
  OPTIONS,
  type OptionKey,
  optionNamed,
  optionSpec,
  variableOf,
} from './options.ts';
import { readTextFile } from './read-file.ts';
import { ConfigError, invalidValue, resolveOptions } from './resolve.ts';

/** The words given for an option, and what to call their source in an error message. */
interface Given {
  readonly words: readonly string[];
  readonly origin: string;
}

type Source = ReadonlyMap<OptionKey, Given>;

/** Values of flags by name without dashes, every one in the order given. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;

/** A config file longer than this is refused. */
const MAX_FILE_BYTES = 1024 * 1024;

/** The flag of an option, as a message names it. */
export function flagOf(key: OptionKey): string {
  return `--${OPTIONS[key].name}`;
}

/**
 * Throws ConfigError, whose message names the flag, variable, or file and line; `toGive` is the flag to name for an option that is
 * nowhere given.
 */
export function loadOptions(flags: FlagValues, environment: NodeJS.ProcessEnv, toGive = flagOf): NodeOptions {
  const outer = mergeSources(fromFlags(flags), fromEnvironment(environment));
  const path = outer.get('configFile')?.words.at(-1) ?? '';
  const given = mergeSources(outer, path === '' ? new Map() : fromFile(path, readConfigFile(path)));
  const values: Partial<Record<OptionKey, unknown>> = {};
  for (const [key, { words, origin }] of given) {
    const { type, isSecret } = optionSpec(key);
    const value = type.parse(words);
    if (value === undefined)
      throw new ConfigError(invalidValue(origin, isSecret ? '(hidden)' : words.join(' '), type.allowed));
    values[key] = value;
  }
  return resolveOptions(values as Partial<NodeOptions>, (key) => given.get(key)?.origin ?? toGive(key));
}

/** The config file's text. Throws ConfigError. */
export function readConfigFile(path: string): string {
  return readTextFile('config file', path, MAX_FILE_BYTES);
}

function mergeSources(first: Source, second: Source): Source {
  return new Map([...second, ...first]);
}

function fromFlags(flags: FlagValues): Source {
  const source = new Map<OptionKey, Given>();
  for (const [name, words] of flags) {
    const key = optionNamed(name);
    if (key === undefined) throw new ConfigError(`unknown flag --${name}`);
    source.set(key, {
      words: optionSpec(key).type.repeatable ? words : words.slice(-1),
      origin: `--${name}`,
    });
  }
  return source;
}

/**
 * A line for each variable that counts for nothing though it looks like one of an option: `HEARSAY_MAX_MEMORY is no option (did you mean
 * HEARSAY_MAXMEMORY?)`. Others that begin alike are none of ours: Kubernetes makes some for each service.
 */
export function misspeltVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = OPTION_KEYS.map(variableOf);
  return Object.keys(environment)
    .filter((name) => name.startsWith('HEARSAY_') && !known.includes(name))
    .map((name) => [name, didYouMean(name, known)] as const)
    .filter(([, hint]) => hint !== '')
    .map(([name, hint]) => `${name} is no option${hint}: it counts for nothing`);
}

/** What Kubernetes sets HEARSAY_PORT to where a service is called `hearsay`. */
const SERVICE_ADDRESS = /^(tcp|udp|sctp):\/\//;

/** Variables that no option derives are left alone. An empty list is none. */
function fromEnvironment(environment: NodeJS.ProcessEnv): Source {
  const source = new Map<OptionKey, Given>();
  for (const key of OPTION_KEYS) {
    const variable = variableOf(key);
    const value = environment[variable];
    if (value === undefined || (key === 'port' && SERVICE_ADDRESS.test(value))) continue;
    const words = optionSpec(key).type.repeatable && value.trim() === '' ? [] : [value];
    source.set(key, { words, origin: `${variable}` });
  }
  return source;
}

function fromFile(path: string, text: string): Source {
  const settings = parseConfigFile(text);
  if (!Array.isArray(settings)) throw new ConfigError(`${path}:${settings.line}: ${settings.reason}`);
  const source = new Map<OptionKey, Given>();
  const lineOf = new Map<OptionKey, number>();
  for (const { line, name, words } of settings) {
    // Of `name=value`, as other files have it, no value is shown: it may be a secret.
    const key = fileOption(`${path}:${line}`, name.replace(/=.*/s, '='));
    const origin = `${path}:${line}: ${name}`;
    const earlier = source.get(key);
    if (earlier === undefined) {
      source.set(key, { words, origin });
      lineOf.set(key, line);
    } else if (optionSpec(key).type.repeatable) {
      source.set(key, { words: [...earlier.words, ...words], origin });
    } else {
      throw new ConfigError(`${origin}: was set in line ${lineOf.get(key)} already`);
    }
  }
  return source;
}

function fileOption(where: string, name: string): OptionKey {
  const key = optionNamed(name);
  if (key === 'configFile') throw new ConfigError(`${where}: a config file cannot name another one`);
  if (key !== undefined) return key;
  if (Object.hasOwn(FIXED_SETTINGS, name)) throw new ConfigError(`${where}: ${name} cannot be set`);
  const instead = insteadOfSecret(name);
  if (instead !== undefined)
    throw new ConfigError(`${where}: ${name} cannot stand in a config file: use ${instead}`);
  const names = OPEN_OPTION_KEYS.map((each) => OPTIONS[each].name);
  throw new ConfigError(`${where}: unknown option ${name}${didYouMean(name, names)}`);
}
