/**
 * Keeps a connection's replies in the order of its commands while some of them are still on their way.
 *
 * A ring of places. A place is a range of bytes that is ready, or a ticket whose reply comes later (a command that
 * another member executes, or one that waits). Only what is ready from the front on is handed out. Connections whose
 * commands are all local never put anything in and never allocate the ring.
 *
 * Invariants: tickets grow by one for each place; places `[head, tail)` exist; a ticket is fulfilled at most once.
 * Bound: the owner executes no commands while `length`, `bytes` or `expectedBytes` is at its limit, so the ring never outgrows it by more
 * than a few places. A ring that has become far larger than needed is given back. Ranges are referred to, not copied: their memory must never be written to again.
 */

const INITIAL_PLACES = 16;
/** How long replies are taken to be before there were any. */
const FIRST_REPLY_BYTES = 128 * 1024;
/** A ring up to this size is kept for good. */
const KEPT_PLACES = 256;

/** One place; the objects are used again and again. */
class Place {
  buf: Buffer | undefined = undefined;
  start = 0;
  end = 0;
  ready = false;
  muted = false;
}

export class ReplyQueue {
  private places: Place[] = [];
  private head = 0;
  private tail = 0;
  /** Most places that there were at once since the queue was last empty. */
  private peak = 0;
  /** Bytes of the ranges that are ready and not handed out yet. */
  bytes = 0;
  /** Tickets whose replies are still to come. */
  outstanding = 0;
  /** The length of the longest reply of late to a ticket: it falls by a sixteenth with each that is shorter. */
  private replyBytes = FIRST_REPLY_BYTES;

  /** Number of places, ready ones and tickets. */
  get length(): number {
    return this.tail - this.head;
  }

  /** About how many bytes there will be once all tickets have their replies. */
  get expectedBytes(): number {
    return this.bytes + this.outstanding * this.replyBytes;
  }

  /** Whether there is something that can be handed out. */
  get isFrontReady(): boolean {
    return this.tail > this.head && this.at(this.head).ready;
  }

  /** Number of places that memory is held for. */
  get capacity(): number {
    return this.places.length;
  }

  /** Appends a range that is ready. One that follows the last in memory, too, takes no place of its own. */
  push(buf: Buffer, start: number, end: number): void {
    const last = this.tail > this.head ? this.at(this.tail - 1) : undefined;
    if (last?.ready && last.buf === buf && last.end === start) {
      last.end = end;
      this.bytes += end - start;
    } else this.fill(this.append(), buf, start, end);
  }

  /** Appends a ticket; a `muted` one is fulfilled with nothing whatever comes (CLIENT REPLY OFF). */
  reserve(muted: boolean): number {
    this.append().muted = muted;
    this.outstanding++;
    return this.tail - 1;
  }

  /** The reply for `ticket` is `[start, end)` of `buf`. Returns whether it is at the front, so that there is something to send. */
  fulfil(ticket: number, buf: Buffer, start: number, end: number): boolean {
    const place = this.at(ticket);
    this.outstanding--;
    this.fill(place, buf, start, place.muted ? start : end);
    this.replyBytes = Math.max(place.end - start, this.replyBytes - (this.replyBytes >>> 4));
    return ticket === this.head;
  }

  /** Hands the ranges that are ready from the front on to `sink`, in order, up to the first ticket that is not. */
  drain(sink: { raw(buf: Buffer, start: number, end: number): void }): void {
    while (this.head < this.tail) {
      const place = this.at(this.head);
      if (!place.ready) return;
      if (place.end > place.start) sink.raw(place.buf as Buffer, place.start, place.end);
      this.bytes -= place.end - place.start;
      place.buf = undefined;
      this.head++;
    }
    this.shrink();
  }

  private fill(place: Place, buf: Buffer, start: number, end: number): void {
    place.buf = buf;
    place.start = start;
    place.end = end;
    place.ready = true;
    this.bytes += end - start;
  }

  private at(ticket: number): Place {
    return this.places[ticket & (this.places.length - 1)] as Place;
  }

  private append(): Place {
    if (this.tail - this.head === this.places.length) this.grow();
    const place = this.at(this.tail++);
    if (this.length > this.peak) this.peak = this.length;
    place.ready = false;
    place.muted = false;
    return place;
  }

  /** The queue is empty: gives back a ring of which little was used since the last time. */
  private shrink(): void {
    if (this.places.length > KEPT_PLACES && 8 * this.peak < this.places.length) this.places = [];
    this.peak = 0;
  }

  /** Doubles the ring; every ticket keeps its number. */
  private grow(): void {
    const grown: Place[] = [];
    const size = Math.max(INITIAL_PLACES, 2 * this.places.length);
    for (let i = 0; i < size; i++) grown.push(new Place());
    for (let ticket = this.head; ticket < this.tail; ticket++) {
      grown[ticket & (size - 1)] = this.at(ticket);
    }
    this.places = grown;
  }
}
