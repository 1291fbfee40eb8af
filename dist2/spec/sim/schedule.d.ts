/** Virtual time: what is to happen, in order of time, and of entry where the times are equal. A binary heap. */
export declare class Schedule {
    nowMs: number;
    private readonly heap;
    private order;
    /** Runs `run` at a virtual time; at once when that is over. */
    at(atMs: number, run: () => void): void;
    /** Lets virtual time pass until `untilMs`, or until `isDone` holds. */
    run(untilMs: number, isDone?: () => boolean): void;
    private pop;
    private isBefore;
    private swap;
}
