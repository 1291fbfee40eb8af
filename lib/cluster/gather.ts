/**
 * Gathers the replies of a command's parts and merges them into one.
 *
 * The rules are those of `Spread` in commands/spec.ts. A part that was answered with an error makes that error the
 * whole command's reply. A part whose member is gone (an empty range) counts as nothing.
 */
import type { Spread } from '../commands/spec.ts';
import { bodyStart, readElementCount, readElements, readInteger } from '../resp/reply-reader.ts';
import type { Origin, ReplySink } from './origin.ts';

const OK = Buffer.from('+OK\r\n');
const MINUS = 0x2d;
const BULK = 0x24;

export class Gathering implements ReplySink {
  private readonly origin: Origin;
  private readonly tag: number;
  private readonly spread: Spread;
  /** For `split-values`: which element of the merged array each part's elements are. */
  private readonly positions: readonly (readonly number[])[];
  private readonly parts: Buffer[];
  private missing: number;

  constructor(origin: Origin, tag: number, spread: Spread, positions: readonly (readonly number[])[]) {
    this.origin = origin;
    this.tag = tag;
    this.spread = spread;
    this.positions = positions;
    this.missing = positions.length;
    this.parts = new Array<Buffer>(positions.length);
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
    switch (this.spread) {
      case 'split-values':
        return this.mergeValues();
      case 'split-sum':
      case 'every-sum':
        return Buffer.from(
          `:${present.reduce((sum, part) => sum + readInteger(part, 0, part.length), 0)}\r\n`,
        );
      case 'every-concat':
        return concatenate(present);
      case 'every-any':
        return pickAny(present);
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
      readElements(reply, 0, reply.length, ranges);
      for (const [at, position] of positions.entries()) {
        elements[position] = reply.subarray(ranges[2 * at], ranges[2 * at + 1]);
      }
    }
    return Buffer.concat([arrayHeader(elements.length), ...elements]);
  }
}

function concatenate(parts: readonly Buffer[]): Buffer {
  let count = 0;
  const bodies: Buffer[] = [];
  for (const part of parts) {
    count += readElementCount(part, 0, part.length);
    bodies.push(part.subarray(bodyStart(part, 0, part.length)));
  }
  return Buffer.concat([arrayHeader(count), ...bodies]);
}

/** One of the replies that are not nil, each as likely as the others; nil if all are. */
function pickAny(parts: readonly Buffer[]): Buffer {
  const found = parts.filter((part) => part[0] === BULK && part[1] !== MINUS);
  const among = found.length > 0 ? found : parts;
  return among[Math.floor(Math.random() * among.length)] as Buffer;
}

function arrayHeader(count: number): Buffer {
  return Buffer.from(`*${count}\r\n`);
}
