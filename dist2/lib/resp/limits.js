/**
 * How much of what another party sends is believed, and kept. The figures are those of Redis's networking.c and of its
 * defaults for proto-max-bulk-len and client-query-buffer-limit.
 */
export const REQUEST_LIMITS = {
    multibulkCount: 1024 * 1024,
    bulkBytes: 512 * 1024 * 1024,
    inlineBytes: 64 * 1024,
    queryBufferBytes: 1024 * 1024 * 1024,
    unauthenticatedMultibulkCount: 10,
    unauthenticatedBulkBytes: 16 * 1024,
};
export const REPLY_LIMITS = {
    lineBytes: 64 * 1024,
    replyBytes: 1024 * 1024 * 1024,
};
//# sourceMappingURL=limits.js.map