/** Whether a client of any make is answered rightly, for keys of every owner. */
import { expect } from 'chai';
import { eventually } from '../cluster/harness.ts';
import type { Cache } from '../compat/clients-cache.ts';

export const KEY_COUNT = 100;
/** Within so long a client is to work again after a node was killed: detection takes up to ttl, then it tries again. */
export const RECOVERY_MS = 10_000;

/** Rejects unless the client gets a right reply for each of some keys that begin with its name. */
export async function works(name: string, client: Cache): Promise<void> {
  const keys = Array.from({ length: KEY_COUNT }, (_, i) => `${name}:${i}`);
  await Promise.all(keys.map((key) => client.set(key, Buffer.from(key))));
  const values = await Promise.all(keys.map((key) => client.get(key)));
  expect(values.map(String)).to.deep.equal(keys);
}

/** Its commands may fail for a while; once they do not, they go on to work. */
export async function worksSoon(name: string, client: Cache): Promise<void> {
  const tries = (): Promise<boolean> =>
    works(name, client).then(
      () => true,
      () => false,
    );
  await eventually(tries, RECOVERY_MS);
  await works(name, client);
}
