import type { Cache } from './clients-cache.ts';
/** Runs `operations` commands; rejects at the first reply that is not what it should be. */
export declare function runMixedLoad(cache: Cache, operations: number, prefix: string): Promise<void>;
