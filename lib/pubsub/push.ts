/**
 * What subscribers are sent: a push of RESP3, or the array of the same words in RESP2, which has no pushes.
 * https://github.com/redis/redis-specifications/blob/master/protocol/RESP3.md, "Push type".
 */
import type { Protocol } from '../resp/reply-writer.ts';

const CRLF = Buffer.from('\r\n');
const NIL: Readonly<Record<Protocol, Buffer>> = { 2: Buffer.from('$-1\r\n'), 3: Buffer.from('_\r\n') };

/** A word: bytes, or a string of latin1; a number; undefined is nil. */
export type PushWord = Buffer | string | number | undefined;

/** One push, encoded when it is first needed in a protocol, and never changed after. */
export class Push {
  private readonly words: readonly PushWord[];
  private readonly encoded: Partial<Record<Protocol, Buffer>> = {};

  constructor(words: readonly PushWord[]) {
    this.words = words;
  }

  bytes(protocol: Protocol): Buffer {
    this.encoded[protocol] ??= encode(this.words, protocol);
    return this.encoded[protocol];
  }
}

function encode(words: readonly PushWord[], protocol: Protocol): Buffer {
  const parts: Buffer[] = [Buffer.from(`${protocol === 3 ? '>' : '*'}${words.length}\r\n`)];
  for (const word of words) {
    if (word === undefined) parts.push(NIL[protocol]);
    else if (typeof word === 'number') parts.push(Buffer.from(`:${word}\r\n`));
    else {
      const bytes = typeof word === 'string' ? Buffer.from(word, 'latin1') : word;
      parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, CRLF);
    }
  }
  return Buffer.concat(parts);
}
