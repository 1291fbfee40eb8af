/**
 * Writes that wait until enough replicas hold them.
 *
 * A write waits for as many replicas as it was asked to, or for all that follow its slot if they are fewer; a replica that is lost
 * meanwhile is not waited for. Bound: one wait for each command under way, which connections and links bound.
 */
/** A write that waits. */
export declare class AckWait {
    private needed;
    private outstanding;
    private readonly done;
    /** `done` is called once, when `needed` of `asked` replicas hold the write or are lost. */
    constructor(needed: number, asked: number, done: () => void);
    onHeld(): void;
    onLost(): void;
}
/** The waits for one replica, in the order of the batches that carry their writes. */
export declare class AckQueue {
    private waits;
    private batches;
    private head;
    add(wait: AckWait, batch: number): void;
    /** The replica holds everything up to that batch. */
    onHeld(batch: number): void;
    /** The replica is lost. */
    onLost(): void;
}
