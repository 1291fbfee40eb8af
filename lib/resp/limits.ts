/**
 * How much of what another party sends is believed, and kept. The figures are those of Redis's networking.c and of its
 * defaults for proto-max-bulk-len and client-query-buffer-limit.
 */

export interface RequestLimits {
  /** Most arguments of a command. (Redis 7.0 itself has none short of 2^31; up to 6.2 it was this.) */
  readonly multibulkCount: number;
  /** Longest argument in bytes. */
  readonly bulkBytes: number;
  /** Longest inline command, and longest header line, in bytes without the line's end. */
  readonly inlineBytes: number;
  /** Most bytes of a command, and of what was received and not parsed yet. */
  readonly queryBufferBytes: number;
}

/** Longest command, whatever the limits: offsets into its bytes have 32 bits, and memory of twice its length can be had. */
export const MAX_COMMAND_BYTES = 2 ** 31 - 2 ** 20;

export const REQUEST_LIMITS: RequestLimits = {
  multibulkCount: 1024 * 1024,
  bulkBytes: 512 * 1024 * 1024,
  inlineBytes: 64 * 1024,
  queryBufferBytes: 1024 * 1024 * 1024,
};

export interface ReplyLimits {
  /** Longest reply that is one line (status, error, number), in bytes without its end. */
  readonly lineBytes: number;
  /** Most bytes of one reply, all that is nested in it included. */
  readonly replyBytes: number;
}

export const REPLY_LIMITS: ReplyLimits = {
  lineBytes: 64 * 1024,
  replyBytes: 1024 * 1024 * 1024,
};
