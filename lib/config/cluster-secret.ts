/**
 * The secret keys of a cluster, as people keep them: 32 random bytes each, as 64 hex digits or in base64, one a line. Members
 * send with the first and accept all, so that a key can be changed without a pause: add the new one at the end of every
 * member's file, then move it to the front everywhere, then take the old one out.
 *
 * Nothing here puts a key, or part of one, into a message.
 */
import { parseKey } from '../../gossip/index.ts';
import { ConfigError } from './config-error.ts';
import type { NodeOptions } from './options.ts';
import { readTextFile } from './read-file.ts';

/** As many as the gossip layer takes. */
const MAX_KEYS = 8;
/** A file of secrets longer than this is refused. */
const MAX_FILE_BYTES = 64 * 1024;
const HOW_TO_MAKE_ONE = 'make one with `openssl rand -hex 32`';

/** The keys of `secret`, separated by spaces, commas or lines; undefined if it holds none, too many, or what is no key. */
export function parseSecret(secret: string): Uint8Array[] | undefined {
  const words = secret.split(/[\s,]+/).filter((word) => word !== '');
  const keys = words.map(keyOf).filter((key) => key !== undefined);
  return keys.length === words.length && keys.length >= 1 && keys.length <= MAX_KEYS ? keys : undefined;
}

/**
 * The keys that a node with these options uses, the one to send with first; none: its gossip is not encrypted. Reads the
 * file anew each time. Throws ConfigError, which names the file and the line.
 */
export function clusterKeys({ clusterSecret, clusterSecretFile }: NodeOptions): Uint8Array[] {
  if (clusterSecretFile !== '') return keysOfFile(clusterSecretFile);
  return clusterSecret === '' ? [] : (parseSecret(clusterSecret) ?? []);
}

function keysOfFile(path: string): Uint8Array[] {
  const text = readTextFile('cluster-secret-file', path, MAX_FILE_BYTES);
  const keys: Uint8Array[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const word = line.trim();
    if (word === '' || word.startsWith('#')) continue;
    const key = keyOf(word);
    if (key === undefined) {
      throw new ConfigError(
        `${path}:${index + 1}: must be a key of 32 bytes, as 64 hex digits or in base64; ${HOW_TO_MAKE_ONE}`,
      );
    }
    keys.push(key);
  }
  if (keys.length === 0) throw new ConfigError(`${path} holds no key; ${HOW_TO_MAKE_ONE}`);
  if (keys.length > MAX_KEYS) throw new ConfigError(`${path} holds more than ${MAX_KEYS} keys`);
  return keys;
}

function keyOf(word: string): Uint8Array | undefined {
  try {
    return parseKey(word);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
