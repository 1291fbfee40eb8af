/**
 * Gathers the replies of a command's parts and merges them into one.
 *
 * The rules are those of `Spread` in commands/spec.ts. A part that was answered with an error makes that error the
 * whole command's reply. A part whose member is gone (an empty range) counts as nothing. A part of another type than it
 * must have is a defect of the member that sent it, and answered as one. What all parts have together is bounded as one reply of a member is.
 */
import type { Spread } from '../commands/spec.ts';
import { ERRORS, errorText } from '../resp/errors.ts';
import { REPLY_LIMITS } from '../resp/limits.ts';
import { bodyStart, readElementCount, readElements, readInteger } from '../resp/reply-reader.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Origin, ReplySink } from './origin.ts';

const OK = Buffer.from('+OK\r\n');
const NIL: Readonly<Record<Protocol, Buffer>> = { 2: Buffer.from('$-1\r\n'), 3: Buffer.from('_\r\n') };
const UNREADABLE = Buffer.from(`-${errorText(ERRORS.internal)}\r\n`);
const TOO_LONG = Buffer.from(`-${errorText(ERRORS.replyTooLong)}\r\n`);
const MINUS = 0x2d;
const BULK = 0x24;

export class Gathering implements ReplySink {
  readonly origin: Origin;
  private readonly tag: number;
  private readonly spread: Spread;
  /** For `split-values`: which element of the merged array each part's elements are. */
  private readonly positions: readonly (readonly number[])[];
  private readonly parts: Buffer[];
  /** In the protocol that the client spoke when it asked. */
  private readonly nil: Buffer;
  private missing: number;

  constructor(origin: Origin, tag: number, spread: Spread, positions: readonly (readonly number[])[]) {
    this.origin = origin;
    this.tag = tag;
    this.spread = spread;
    this.positions = positions;
    this.missing = positions.length;
    this.nil = NIL[origin.protocol];
    this.parts = new Array<Buffer>(positions.length);
  }

  get isGone(): boolean {
    return this.origin.isGone === true;
  }

  onReply(part: number, buf: Buffer, start: number, end: number): void {
    this.parts[part] = buf.subarray(start, end);
    if (--this.missing > 0) return;
    const merged = this.merge();
    this.origin.onReply(this.tag, merged, 0, merged.length);
  }

  private merge(): Buffer {
    const present = this.parts.filter((part) => part.length > 0);
    const failed = present.find((part) => part[0] === MINUS);
    if (failed !== undefined) return failed;
    if (present.reduce((sum, part) => sum + part.length, 0) > REPLY_LIMITS.replyBytes) return TOO_LONG;
    switch (this.spread) {
      case 'split-values':
        return this.mergeValues();
      case 'split-sum':
      case 'every-sum':
      case 'members-sum':
        return sum(present);
      case 'every-concat':
        return concatenate(present);
      case 'every-any':
        return pickAny(present) ?? this.nil;
      default:
        return OK;
    }
  }

  /** Puts every part's elements where their keys stood. */
  private mergeValues(): Buffer {
    const elements: Buffer[] = [];
    for (const [part, positions] of this.positions.entries()) {
      const reply = this.parts[part] as Buffer;
      const ranges = new Int32Array(2 * positions.length);
      if (readElements(reply, 0, reply.length, ranges) !== positions.length) return UNREADABLE;
      for (const [at, position] of positions.entries()) {
        elements[position] = reply.subarray(ranges[2 * at], ranges[2 * at + 1]);
      }
    }
    return Buffer.concat([arrayHeader(elements.length), ...elements]);
  }
}

function sum(parts: readonly Buffer[]): Buffer {
  let total = 0;
  for (const part of parts) total += readInteger(part, 0, part.length);
  return Number.isNaN(total) ? UNREADABLE : Buffer.from(`:${total}\r\n`);
}

function concatenate(parts: readonly Buffer[]): Buffer {
  let total = 0;
  const bodies: Buffer[] = [];
  for (const part of parts) {
    const count = readElementCount(part, 0, part.length);
    if (count < 0) return UNREADABLE;
    total += count;
    bodies.push(part.subarray(bodyStart(part, 0, part.length)));
  }
  return Buffer.concat([arrayHeader(total), ...bodies]);
}

/** One of the replies that are not nil, each as likely as the others; undefined if all are. */
function pickAny(parts: readonly Buffer[]): Buffer | undefined {
  const found = parts.filter((part) => part[0] === BULK && part[1] !== MINUS);
  return found[Math.floor(Math.random() * found.length)];
}

function arrayHeader(count: number): Buffer {
  return Buffer.from(`*${count}\r\n`);
}
