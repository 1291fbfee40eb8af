/** What the handlers of single keys share: looking a key up, replying its value. */
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { type EntryRef } from '../store/keyspace.ts';
import type { CommandContext } from './context.ts';
/** The entry of the key at argument `i`, which a read is about to use: marks it as used unless NO-TOUCH is on. */
export declare function findKey(request: Request, i: number, context: CommandContext): EntryRef;
/** The entry of the key at argument `i`, neither counted nor marked as used. */
export declare function peekKey(request: Request, i: number, context: CommandContext): EntryRef;
/** The entry of the key at argument `i`, counted as a hit or miss but not marked as used: for reads that are not about its value. */
export declare function countKey(request: Request, i: number, context: CommandContext): EntryRef;
/** Replies the string value of `ref`, or nil if it is NO_ENTRY. */
export declare function replyValue(reply: ReplyWriter, ref: EntryRef, context: CommandContext): void;
/** Replies the key of `ref`. */
export declare function replyKey(reply: ReplyWriter, ref: EntryRef, context: CommandContext): void;
/** Sets the key at argument `keyAt` to the value at argument `valueAt`. */
export declare function setKey(request: Request, keyAt: number, valueAt: number, expiresAtMs: number, context: CommandContext): void;
