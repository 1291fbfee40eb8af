/** Reads the files that a node is given, with a bound: a path may lead anywhere, and to files without an end. */
import { closeSync, openSync, readSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

/** The text of a file, which messages call `what`. Throws ConfigError if it cannot be read or is longer than `mostBytes`. */
export function readTextFile(what: string, path: string, mostBytes: number): string {
  let bytes: Buffer;
  try {
    bytes = readUpTo(path, mostBytes + 1);
  } catch (error) {
    throw new ConfigError(`cannot read ${what} ${path}: ${(error as Error).message}`);
  }
  if (bytes.length > mostBytes) throw new ConfigError(`${what} ${path} is longer than ${mostBytes} bytes`);
  return bytes.toString('utf8');
}

function readUpTo(path: string, mostBytes: number): Buffer {
  const bytes = Buffer.alloc(mostBytes);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let more = -1; more !== 0 && length < mostBytes; length += more) {
      more = readSync(file, bytes, length, mostBytes - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
