const NO_BYTES = Buffer.alloc(0);
/** A command under way to another member; the link's ring uses the objects again and again. */
export class Forwarded {
    /** Where the reply goes; undefined once nobody waits for it any more. */
    sink = undefined;
    tag = 0;
    /** The command's raw bytes; never written to again. */
    buf = NO_BYTES;
    start = 0;
    end = 0;
    /** Undefined: it was meant for that member alone, so that nobody else can answer it. */
    command = undefined;
    protocol = 2;
    hops = 0;
    /** Since when it waits, in ms of the router's clock. */
    sinceMs = 0;
    /** The place is free: nothing is kept. */
    clear() {
        this.sink = undefined;
        this.buf = NO_BYTES;
    }
}
//# sourceMappingURL=forwarded.js.map