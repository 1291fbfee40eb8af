/** What a step of the request parser, or of the reply scanner, came to. */
/** What has been pushed holds nothing more that is whole. */
export const INCOMPLETE = 0;
/** A command was parsed. */
export const COMMAND = 1;
/** The end of a reply was found. */
export const REPLY = 2;
/** The bytes break the protocol; nothing after them can be made sense of. */
export const PROTOCOL_ERROR = 3;
//# sourceMappingURL=parse-result.js.map