/**
 * The words of the membership core: members, their states, and what the core tells its driver. Plain data, no I/O.
 */
/** Longest metadata of a member, in bytes. */
export const METADATA_LIMIT = 256;
/** Longest host name, in bytes. */
export const HOST_LIMIT = 255;
/** Longest member name or zone, in bytes of UTF-8. */
export const NAME_LIMIT = 64;
/** Longest published message, in bytes. */
export const PAYLOAD_LIMIT = 1024;
//# sourceMappingURL=types.js.map