/**
 * The options of a running node: what CONFIG GET, SET and REWRITE work on.
 */
import { matchesGlob } from '../base/glob.ts';
import type { RuntimeConfig } from '../commands/context.ts';
import { rewriteConfigFile } from './config-file.ts';
import { readConfigFile } from './load.ts';
import {
  FIXED_SETTINGS,
  type NodeOptions,
  OPEN_OPTION_KEYS,
  OPTIONS,
  type OptionKey,
  optionNamed,
  optionSpec,
} from './options.ts';
import { ConfigError, checkTogether, defaultOf } from './resolve.ts';
import { writeFileAtomically } from './write-file.ts';

type Admit = (options: NodeOptions, named: { has(key: OptionKey): boolean }) => void;

export class LiveOptions implements Omit<RuntimeConfig, 'set'> {
  private options: NodeOptions;
  private readonly onChange: (options: NodeOptions) => void;

  /** `onChange` is told all options after each CONFIG SET that changed them, to pass them on to who uses them. */
  constructor(options: NodeOptions, onChange: (options: NodeOptions) => void) {
    this.options = options;
    this.onChange = onChange;
  }

  /** The present values. The object is never changed, but replaced. */
  get current(): NodeOptions {
    return this.options;
  }

  get(patterns: readonly string[]): [name: string, value: string][] {
    const lowerCase = patterns.map((pattern) => Buffer.from(pattern.toLowerCase()));
    return this.settings().filter(([name]) => {
      const bytes = Buffer.from(name);
      return lowerCase.some((glob) => matchesGlob(glob, 0, glob.length, bytes, 0, bytes.length));
    });
  }

  /**
   * Sets all of `pairs` or none; returns an error line (without the code) for the first that cannot be. `admit` is told the
   * options as they would be, and which were named; if it throws a ConfigError nothing is set.
   */
  set(
    pairs: readonly (readonly [name: string, value: string])[],
    admit: Admit = () => {},
  ): string | undefined {
    const changes = new Map<OptionKey, unknown>();
    for (const [name, value] of pairs) {
      const known = name.toLowerCase();
      const key = optionNamed(known);
      if (key === undefined && !Object.hasOwn(FIXED_SETTINGS, known)) {
        return `Unknown option or number of arguments for CONFIG SET - '${name}'`;
      }
      if (key === undefined || !OPTIONS[key].runtime) return setFailed(name, "can't set immutable config");
      if (changes.has(key)) return setFailed(name, 'duplicate parameter');
      const { type } = optionSpec(key);
      const parsed = type.parse([value]);
      if (parsed === undefined) return setFailed(name, `argument must be ${type.allowed}`);
      changes.set(key, parsed);
    }
    const options = Object.freeze({ ...this.options, ...Object.fromEntries(changes) });
    try {
      checkTogether(options, (key) => OPTIONS[key].name);
      admit(options, changes);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return setFailed([...changes.keys()].map((key) => OPTIONS[key].name).join(), error.message);
    }
    this.replace(options);
    return undefined;
  }

  /** Takes options that were checked before. */
  replace(options: NodeOptions): void {
    this.options = options;
    this.onChange(options);
  }

  /** Lines of the file are replaced in place; options that are not in it are added if they differ from the default. */
  async rewrite(): Promise<string | undefined> {
    const path = this.options.configFile;
    if (path === '') return 'The server is running without a config file';
    try {
      writeFileAtomically(path, this.rewritten(readConfigFile(path)));
      return undefined;
    } catch (error) {
      return `Rewriting config file: ${(error as Error).message}`;
    }
  }

  private rewritten(text: string): string {
    const lines = new Map<string, string[][]>();
    const changed = new Set<string>();
    for (const key of OPEN_OPTION_KEYS) {
      if (key === 'configFile') continue;
      const { name, type } = optionSpec(key);
      const byDefault = defaultOf(key, this.options);
      const words = type.format(this.options[key]);
      lines.set(name, type.repeatable ? words.map((word) => [word]) : [words]);
      if (String(words) !== String(type.format(byDefault))) changed.add(name);
    }
    return rewriteConfigFile(text, lines, changed);
  }

  private settings(): [name: string, value: string][] {
    const options = OPEN_OPTION_KEYS.map((key): [string, string] => {
      const { name, type } = optionSpec(key);
      return [name, type.format(this.options[key]).join(' ')];
    });
    return [...options, ...Object.entries(FIXED_SETTINGS)];
  }
}

function setFailed(name: string, reason: string): string {
  return `CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
}
