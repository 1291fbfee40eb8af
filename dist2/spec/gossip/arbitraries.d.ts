/** Arbitrary messages, every one valid. */
import fc from 'fast-check';
import type { Message } from '../../gossip/core/messages.ts';
import { type MemberRecord } from '../../gossip/core/types.ts';
export declare const record: fc.Arbitrary<MemberRecord>;
/** One arbitrary for each type of message. */
export declare const MESSAGES: {
    [Name in Message['type']]: fc.Arbitrary<Extract<Message, {
        type: Name;
    }>>;
};
export declare const anyMessage: fc.Arbitrary<Message>;
