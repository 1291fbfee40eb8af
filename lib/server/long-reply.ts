/**
 * What another member gets instead of a reply that is longer than it takes: that would end the link, and with it the commands of all clients
 * that are under way over it.
 */
import { ERRORS } from '../resp/errors.ts';
import { REPLY_LIMITS } from '../resp/limits.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';

/** Puts an error in place of the reply that was written last, behind `before` bytes of others, if it is longer than `mostBytes`. */
export function refuseLongReply(
  writer: ReplyWriter,
  before: number,
  mostBytes: number = REPLY_LIMITS.replyBytes,
): void {
  if (writer.pendingBytes - before <= mostBytes) return;
  const others: Buffer[] = [];
  let left = before;
  writer.take((buf, start, end) => {
    const length = Math.min(left, end - start);
    if (length > 0) others.push(buf.subarray(start, start + length));
    left -= length;
  });
  for (const other of others) writer.raw(other, 0, other.length);
  writer.error(ERRORS.replyTooLong);
}
