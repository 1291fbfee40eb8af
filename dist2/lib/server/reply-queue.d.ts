/**
 * Keeps a connection's replies in the order of its commands while some of them are still on their way.
 *
 * A ring of places. A place is a range of bytes that is ready, or a ticket whose reply comes later (a command that
 * another member executes, or one that waits). Only what is ready from the front on is handed out. Connections whose
 * commands are all local never put anything in and never allocate the ring.
 *
 * Invariants: tickets grow by one for each place; places `[head, tail)` exist; a ticket is fulfilled at most once.
 * Bound: the owner executes no commands while `length` or `bytes` is at its limit, so the ring never outgrows it by more
 * than a few places. A ring that has become far larger than needed is given back. Ranges are referred to, not copied: their memory must never be written to again.
 */
export declare class ReplyQueue {
    private places;
    private head;
    private tail;
    /** Most places that there were at once since the queue was last empty. */
    private peak;
    /** Bytes of the ranges that are ready and not handed out yet. */
    bytes: number;
    /** Number of places, ready ones and tickets. */
    get length(): number;
    /** Number of places that memory is held for. */
    get capacity(): number;
    /** Appends a range that is ready. One that follows the last in memory, too, takes no place of its own. */
    push(buf: Buffer, start: number, end: number): void;
    /** Appends a ticket; a `muted` one is fulfilled with nothing whatever comes (CLIENT REPLY OFF). */
    reserve(muted: boolean): number;
    /** The reply for `ticket` is `[start, end)` of `buf`. Returns whether it is at the front, so that there is something to send. */
    fulfil(ticket: number, buf: Buffer, start: number, end: number): boolean;
    /** Hands the ranges that are ready from the front on to `sink`, in order, up to the first ticket that is not. */
    drain(sink: {
        raw(buf: Buffer, start: number, end: number): void;
    }): void;
    private fill;
    private at;
    private append;
    /** The queue is empty: gives back a ring of which little was used since the last time. */
    private shrink;
    /** Doubles the ring; every ticket keeps its number. */
    private grow;
}
