/**
 * Commands that other members have refused: `-NOTOWNER epoch`, as the sender's map was not the latest. Who says so has executed nothing and
 * sent nothing on: replies on a link come in order, so that two members that each wait for the other would wait for ever. The sender
 * routes the command anew, by a newer map.
 *
 * Replies to what one client has sent come over several links, and maps may change between two refusals. So that nothing of a client
 * overtakes what it sent before, refused commands are collected until all that was under way when the first of them was refused is answered
 * or refused too. The clients concerned are held back meanwhile (`RouterHost.keepOrder`): then all that is left of theirs is here, in the
 * order in which they sent it, and goes on by one map.
 *
 * What is sent meanwhile, by clients that waited for nothing, and refused, makes the next batch.
 *
 * Bound: there are no more than were under way (peer-link.ts), and none stays longer than `proxy-timeout`.
 */
import type { HeldFields } from './held-commands.ts';
import type { PeerLink } from './peer-link.ts';

const PREFIX = Buffer.from('-NOTOWNER ');

/** Whether the reply `[start, end)` of `buf` is a refusal. */
export function isRefusal(buf: Buffer, start: number, end: number): boolean {
  const prefixEnd = start + PREFIX.length;
  return end >= prefixEnd && buf.compare(PREFIX, 0, PREFIX.length, start, prefixEnd) === 0;
}

interface Refused {
  readonly fields: HeldFields;
  readonly link: PeerLink;
  /** The how many-th command it was on that link. */
  readonly at: number;
}

export class RefusedCommands {
  private commands: Refused[] = [];
  /** How many commands each link must have answered, from its beginning, before the batch is complete. */
  private readonly awaited = new Map<PeerLink, number>();

  get length(): number {
    return this.commands.length;
  }

  /** Adds the command that `link` has just answered. `links`: all over which commands may be under way. */
  add(link: PeerLink, fields: HeldFields, links: Iterable<PeerLink>): void {
    const isFirst = this.commands.push({ fields, link, at: link.answeredCount }) === 1;
    if (isFirst) this.beginBatch(links);
  }

  /** Takes the commands of complete batches, in the order in which they were refused. */
  takeComplete(links: Iterable<PeerLink>): HeldFields[] {
    const taken: HeldFields[] = [];
    while (this.commands.length > 0 && this.isComplete()) {
      const rest: Refused[] = [];
      for (const command of this.commands) {
        if (command.at <= (this.awaited.get(command.link) ?? 0)) taken.push(command.fields);
        else rest.push(command);
      }
      this.commands = rest;
      this.beginBatch(links);
    }
    return taken;
  }

  /** Takes those that have waited since before `beforeMs`. */
  takeOlder(beforeMs: number): HeldFields[] {
    const older = this.commands.filter(({ fields }) => fields.heldSinceMs < beforeMs);
    if (older.length > 0)
      this.commands = this.commands.filter(({ fields }) => fields.heldSinceMs >= beforeMs);
    return older.map(({ fields }) => fields);
  }

  private beginBatch(links: Iterable<PeerLink>): void {
    this.awaited.clear();
    for (const link of links) this.awaited.set(link, link.sentCount);
    // A link may have ended since.
    for (const { link } of this.commands) this.awaited.set(link, link.sentCount);
  }

  private isComplete(): boolean {
    for (const [link, count] of this.awaited) if (link.answeredCount < count) return false;
    return true;
  }
}
