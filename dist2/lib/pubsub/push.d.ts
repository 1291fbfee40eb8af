/**
 * What subscribers are sent: a push of RESP3, or the array of the same words in RESP2, which has no pushes.
 * https://github.com/redis/redis-specifications/blob/master/protocol/RESP3.md, "Push type".
 */
import type { Protocol } from '../resp/reply-writer.ts';
/** A word: bytes, or a string of latin1; a number; undefined is nil. */
export type PushWord = Buffer | string | number | undefined;
/** One push, encoded when it is first needed in a protocol, and never changed after. */
export declare class Push {
    private readonly words;
    private readonly encoded;
    constructor(words: readonly PushWord[]);
    bytes(protocol: Protocol): Buffer;
}
