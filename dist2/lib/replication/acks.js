/**
 * Writes that wait until enough replicas hold them.
 *
 * A write waits for as many replicas as it was asked to, or for all that follow its slot if they are fewer; a replica that is lost
 * meanwhile is not waited for. Bound: one wait for each command under way, which connections and links bound.
 */
/** A write that waits. */
export class AckWait {
    needed;
    outstanding;
    done;
    /** `done` is called once, when `needed` of `asked` replicas hold the write or are lost. */
    constructor(needed, asked, done) {
        this.needed = needed;
        this.outstanding = asked;
        this.done = done;
    }
    onHeld() {
        this.outstanding--;
        if (--this.needed === 0)
            this.done();
    }
    onLost() {
        this.outstanding--;
        if (this.needed > this.outstanding && --this.needed === 0)
            this.done();
    }
}
/** The waits for one replica, in the order of the batches that carry their writes. */
export class AckQueue {
    waits = [];
    batches = [];
    head = 0;
    add(wait, batch) {
        this.waits.push(wait);
        this.batches.push(batch);
    }
    /** The replica holds everything up to that batch. */
    onHeld(batch) {
        const { waits, batches } = this;
        while (this.head < waits.length && batches[this.head] <= batch) {
            waits[this.head++].onHeld();
        }
        if (this.head < waits.length)
            return;
        this.waits = [];
        this.batches = [];
        this.head = 0;
    }
    /** The replica is lost. */
    onLost() {
        const lost = this.waits.slice(this.head);
        this.waits = [];
        this.batches = [];
        this.head = 0;
        for (const wait of lost)
            wait.onLost();
    }
}
//# sourceMappingURL=acks.js.map