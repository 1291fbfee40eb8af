/**
 * What a member answers to another one that has sent it a command for a key of another owner: `-NOTOWNER owner epoch` (the error
 * is declared in errors.ts). It has not executed the command, and sends it to nobody: the replies on a link come in order, so that two
 * members that each wait for the other would wait for ever. The sender routes the command anew.
 */

/** In the place of an owner: nobody owns the key. */
const NOBODY = '-';
const PREFIX = Buffer.from('-NOTOWNER ');

export interface Refusal {
  /** Id of the shard that owns the key; undefined if nobody does, or if there are several keys of several owners. */
  readonly owner: string | undefined;
  /** Of the map by which that is so. */
  readonly epoch: number;
}

/** What the error's text is filled in with. */
export function refusalValues({ owner, epoch }: Refusal): { readonly owner: string; readonly epoch: number } {
  return { owner: owner ?? NOBODY, epoch };
}

/** The refusal that the reply `[start, end)` of `buf` is; undefined if it is any other. */
export function readRefusal(buf: Buffer, start: number, end: number): Refusal | undefined {
  const from = start + PREFIX.length;
  if (end < from || buf.compare(PREFIX, 0, PREFIX.length, start, from) !== 0) return undefined;
  const [owner, epoch] = buf.toString('latin1', from, end).trimEnd().split(' ');
  return { owner: owner === NOBODY ? undefined : owner, epoch: Number(epoch) };
}
