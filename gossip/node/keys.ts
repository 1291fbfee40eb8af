/** The three steps in which a key is exchanged, on a list of keys whose first one is used to seal. */
import { checkKey } from '../wire/keyring.ts';

/** @throws RangeError when it is no key, or is there already */
export function installed(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[] {
  if (indexOf(keys, key) >= 0) throw new RangeError('that key is installed already');
  return [...keys, key];
}

/** @throws RangeError when it is no key, or not installed */
export function used(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[] {
  return [key, ...without(keys, key)];
}

/** @throws RangeError when it is no key, not installed, or in use */
export function removed(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[] {
  const rest = without(keys, key);
  if (indexOf(keys, key) === 0) throw new RangeError('that key is in use: use another one first');
  return rest;
}

function without(keys: readonly Uint8Array[], key: Uint8Array): Uint8Array[] {
  const index = indexOf(keys, key);
  if (index < 0) throw new RangeError('that key is not installed');
  return keys.filter((_, at) => at !== index);
}

function indexOf(keys: readonly Uint8Array[], key: Uint8Array): number {
  checkKey('key', key);
  return keys.findIndex((other) => Buffer.compare(other, key) === 0);
}
