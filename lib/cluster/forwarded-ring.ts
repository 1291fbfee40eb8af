/**
 * The commands under way over a link, oldest first. The places of those that are answered are used again, so that a command costs
 * no memory of its own.
 *
 * Commands are numbered from 0 in the order in which they were added; `head` have been taken out, `tail` were added. Both fit a
 * double for longer than any link lives.
 *
 * Bound: the ring grows to the power of 2 above the most commands that were under way at once (the link stops its sources at so many), and keeps it.
 */
import { Forwarded } from './forwarded.ts';

const INITIAL_PLACES = 64;

export class ForwardedRing {
  /** The number of the oldest one under way. */
  head = 0;
  /** The number of the one to be added next. */
  tail = 0;
  private places = Array.from({ length: INITIAL_PLACES }, () => new Forwarded());

  get length(): number {
    return this.tail - this.head;
  }

  /** The command of that number, `head` <= number < `tail`. */
  at(number: number): Forwarded {
    return this.places[number & (this.places.length - 1)] as Forwarded;
  }

  /** Adds a command that waits since `sinceMs`; the caller fills in the rest. */
  add(sinceMs: number): Forwarded {
    if (this.length === this.places.length) this.grow();
    const entry = this.at(this.tail++);
    entry.sinceMs = sinceMs;
    return entry;
  }

  /** Takes out the oldest one, of which there must be one. It is valid until the next `add`; whoever has read it calls its `clear`. */
  take(): Forwarded {
    return this.at(this.head++);
  }

  /** Forgets all that are under way. They have been cleared, or are not referred to by anybody else. */
  skip(): void {
    this.head = this.tail;
  }

  private grow(): void {
    const { places } = this;
    const mask = 2 * places.length - 1;
    const grown = new Array<Forwarded>(2 * places.length);
    for (let number = this.head; number < this.tail; number++) grown[number & mask] = this.at(number);
    for (let number = this.tail; number < this.head + grown.length; number++)
      grown[number & mask] = new Forwarded();
    this.places = grown;
  }
}
