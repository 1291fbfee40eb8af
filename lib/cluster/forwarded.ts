/** What a link keeps of a command that was sent over it, until the reply comes. */
import type { Command } from '../commands/command-table.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { ReplySink } from './origin.ts';

const NO_BYTES = Buffer.alloc(0);

/** A command under way to another member; the link's ring uses the objects again and again. */
export class Forwarded {
  /** Where the reply goes; undefined once nobody waits for it any more. */
  sink: ReplySink | undefined = undefined;
  tag = 0;
  /** The command's raw bytes, which are written to again when it is answered, if there are at most MAX_REUSED_BYTES. */
  buf: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  /** Undefined: it was meant for that member alone, so that nobody else can answer it. */
  command: Command | undefined = undefined;
  protocol: Protocol = 2;
  /** Of the map by which it was sent. */
  epoch = 0;
  /** Since when it waits, in ms of the router's clock. */
  sinceMs = 0;

  /** The place is free: nothing is kept. */
  clear(): void {
    this.sink = undefined;
    this.buf = NO_BYTES;
  }
}
