/**
 * The error catalogue: every error that a client can be sent, declared once. The docs page of errors is made
 * from it. Texts follow Redis 7.0 word for word wherever Redis has the error; `{name}` is filled in when it is sent.
 */

export interface ErrorSpec<Text extends string = string> {
  /** What goes on the wire after `-`, the code first. */
  readonly text: Text;
  /** What it means and what to do, for the docs. */
  readonly meaning: string;
}

/** The names between braces in a text. */
type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** The values that an error's text needs; none if it has no braces. */
export type ErrorValues<Text extends string> = [Holes<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Holes<Text>, string | number>>];

function error<const Text extends string>(text: Text, meaning: string): ErrorSpec<Text> {
  return { text, meaning };
}

export const ERRORS = {
  syntax: error('ERR syntax error', 'The options do not fit together or are not known.'),
  wrongType: error(
    'WRONGTYPE Operation against a key holding the wrong kind of value',
    'The key holds a value of another type than the command works on.',
  ),
  notInteger: error(
    'ERR value is not an integer or out of range',
    'An argument, or the stored value, is not a whole number of 64 bits.',
  ),
  wrongArity: error(
    "ERR wrong number of arguments for '{command}' command",
    'The command was called with too few or too many arguments.',
  ),
  unknownCommand: error(
    "ERR unknown command '{command}', with args beginning with: {args}",
    'No such command here. COMMAND LIST names the ones there are.',
  ),
  crossSlot: error(
    "CROSSSLOT Keys in request don't hash to the same slot",
    'The command needs all its keys in one hash slot; give them the same {hash tag}.',
  ),
  moved: error(
    'MOVED {slot} {address}',
    'Only on the shard port: this shard does not own the slot; ask the given address.',
  ),
} as const;

/** The text of `spec` with its braces filled in; line breaks in a value become spaces, as the protocol demands. */
export function errorText<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): string {
  const holes = values[0] as Readonly<Record<string, string | number>> | undefined;
  if (holes === undefined) return spec.text;
  return spec.text.replace(/\{(\w+)\}/g, (_, hole: string) => String(holes[hole]).replace(/[\r\n]/g, ' '));
}
