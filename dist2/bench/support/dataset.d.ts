/** The keys that redis-benchmark asks for, written beforehand so that reads find them; and whether a server answers right. */
import { Random } from '../../lib/base/random.ts';
import type { Server } from './server.ts';
/** `keys`, or as many as make MAX_DATA_BYTES: a million values of 16 KB are more than many machines hold twice. */
export declare function keysThatFit(keys: number, valueBytes: number): number;
/** As redis-benchmark names key `i`: 16 bytes. */
export declare function keyName(i: number): string;
/** As redis-benchmark fills values. */
export declare function filling(bytes: number): string;
/** Writes keys 0 to `keys` - 1 with values of that size. */
export declare function loadKeys(server: Server, keys: number, valueBytes: number): Promise<void>;
/** Removes every key. */
export declare function flush(server: Server): Promise<void>;
/** Throws unless the server writes, counts and reads back values of `valueBytes`, one by one and pipelined. */
export declare function checkAnswers(server: Server, valueBytes: number): Promise<void>;
/** The reply to one command, as it is on the wire. */
export declare function query(server: Server, ...command: readonly string[]): Promise<string>;
/** Throws unless the server has that many keys. */
export declare function expectSize(server: Server, keys: number): Promise<void>;
/** `bytes` small letters. */
export declare function randomText(random: Random, bytes: number): string;
