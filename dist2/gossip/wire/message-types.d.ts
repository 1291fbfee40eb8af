/**
 * The one table of message types: each one's code, and how its value is laid out. All else about messages on the wire derives
 * from it. A reader may ignore bytes at the end of a value: later versions append fields there.
 */
import type { Message } from '../core/messages.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
export type MessageName = Message['type'];
type MessageOf<Name extends MessageName> = Extract<Message, {
    type: Name;
}>;
interface MessageType<Name extends MessageName> {
    readonly code: number;
    write(to: ByteWriter, message: MessageOf<Name>): void;
    read(from: ByteReader): MessageOf<Name>;
}
export declare const MESSAGE_TYPES: {
    readonly [Name in MessageName]: MessageType<Name>;
};
export {};
