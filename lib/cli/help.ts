/** The help pages, generated from the option table and the tables of flags and exit codes. */
import { type OptionKey, optionSpec, variableOf } from '../config/options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { FlagSpec } from './flags.ts';

const WIDTH = 100;
const INDENT = 6;

/** The options `keys` as flags. Those in `defaults` have a default of the command's own and no variable. */
export function optionFlags(
  keys: readonly OptionKey[],
  defaults: Readonly<Partial<Record<OptionKey, string>>> = {},
): FlagSpec[] {
  return keys.map((key) => {
    const { name, type, doc } = optionSpec(key);
    const shown = defaults[key] ?? defaultText(key);
    const byDefault = shown === '' ? '' : ` Default ${shown}.`;
    const variable = defaults[key] === undefined ? ` [${variableOf(key)}]` : '';
    const plainDoc = doc.replaceAll('`', '');
    return {
      name,
      allowed: type.allowed,
      placeholder: type.placeholder,
      doc: plainDoc + byDefault + variable,
    };
  });
}

/** An option's default with its unit, for people; empty if there is none. */
export function defaultText(key: OptionKey): string {
  const { type, default: byDefault, unit } = optionSpec(key);
  const shown = type.show(byDefault);
  return unit === undefined ? shown : `${shown} ${unit}`;
}

export function flagLines(flags: readonly FlagSpec[]): string[] {
  return flags.flatMap(({ name, placeholder, doc }) => [
    `  --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`,
    ...wrap(doc, WIDTH - INDENT).map((line) => ' '.repeat(INDENT) + line),
  ]);
}

export function exitCodeLines(): string[] {
  return EXIT_CODES.map(({ code, meaning }) => `  ${code}  ${meaning}`);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
