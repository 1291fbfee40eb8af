/** Drives the parser and the scanner over chunks, for the specs of this folder. Bytes are written as latin1 strings. */
import type { RequestLimits } from '../../lib/resp/limits.ts';
import { COMMAND, INCOMPLETE, PROTOCOL_ERROR, REPLY } from '../../lib/resp/parse-result.ts';
import { RequestParser } from '../../lib/resp/parser.ts';
import { ReplyScanner } from '../../lib/resp/reply-scanner.ts';

export function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function oneByOne(text: string): Buffer[] {
  return Array.from(text, bytes);
}

/** `text` cut after each of `lengths` in turn, and the rest. */
export function split(text: string, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    chunks.push(bytes(text.slice(at, at + length)));
    at += length;
  }
  chunks.push(bytes(text.slice(at)));
  return chunks;
}

/** A command as a client library sends it. */
export function multibulk(...args: readonly string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}

export interface Parsed {
  /** The arguments of each command. */
  readonly commands: string[][];
  /** The raw bytes of each command. */
  readonly raw: string[];
  readonly error: string;
}

/** What a parser makes of `chunks`, each parsed before the next is pushed. */
export function parse(
  chunks: readonly Buffer[],
  limits?: RequestLimits,
  parser: RequestParser = new RequestParser(limits),
): Parsed {
  const commands: string[][] = [];
  const raw: string[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    let result = parser.next();
    for (; result === COMMAND; result = parser.next()) {
      const { request } = parser;
      commands.push(Array.from({ length: request.argc }, (_, i) => request.text(i)));
      raw.push(request.buf.toString('latin1', request.rawStart, request.rawEnd));
    }
    if ((result === PROTOCOL_ERROR) !== (parser.error !== '')) throw new Error('result and error disagree');
    if (result !== PROTOCOL_ERROR && result !== INCOMPLETE) throw new Error(`result ${result}`);
  }
  return { commands, raw, error: parser.error };
}

export interface Scanned {
  /** The raw bytes of each reply, and whether it is an error. */
  readonly replies: [raw: string, isError: boolean][];
  readonly error: string;
}

export function scan(chunks: readonly Buffer[], scanner: ReplyScanner = new ReplyScanner()): Scanned {
  const replies: [string, boolean][] = [];
  for (const chunk of chunks) {
    scanner.push(chunk);
    let result = scanner.next();
    for (; result === REPLY; result = scanner.next()) {
      replies.push([scanner.buf.toString('latin1', scanner.start, scanner.end), scanner.isError]);
    }
    if ((result === PROTOCOL_ERROR) !== (scanner.error !== '')) throw new Error('result and error disagree');
    if (result !== PROTOCOL_ERROR && result !== INCOMPLETE) throw new Error(`result ${result}`);
  }
  return { replies, error: scanner.error };
}
