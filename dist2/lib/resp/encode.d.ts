/** Makes commands as a client sends them, for those that a node sends of its own or rewrites. */
import { Request } from './request.ts';
/** The command with these words as RESP multibulk bytes; strings are written as UTF-8. */
export declare function encodeCommand(...words: readonly (string | Buffer)[]): Buffer;
/** The same as a request whose raw bytes are the whole of its `buf`. The words are copied. */
export declare function encodeRequest(words: readonly (string | Buffer)[]): Request;
