/** What a step of the request parser, or of the reply scanner, came to. */
/** What has been pushed holds nothing more that is whole. */
export declare const INCOMPLETE = 0;
/** A command was parsed. */
export declare const COMMAND = 1;
/** The end of a reply was found. */
export declare const REPLY = 2;
/** The bytes break the protocol; nothing after them can be made sense of. */
export declare const PROTOCOL_ERROR = 3;
export type ParseResult = typeof INCOMPLETE | typeof COMMAND | typeof REPLY | typeof PROTOCOL_ERROR;
