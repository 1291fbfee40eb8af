/**
 * How long one turn of the event loop may go on executing commands that have arrived.
 *
 * Commands differ by a factor of a thousand, so counting them does not bound a turn: a read of SETs that all evict takes
 * tens of milliseconds, in which nobody else is served. All connections of a loop share one slice; each asks after every
 * COMMANDS_PER_CHECK commands, and at the end of the slice leaves the rest to the next turn. So a connection always gets on by
 * that many, and a turn is over by SLICE_MS and that many commands of each connection.
 */
export declare class TimeSlice {
    private readonly clock;
    private beganMs;
    private hasBegun;
    /** `clock` gives ms that never go back. */
    constructor(clock: () => number);
    /** Whether a connection that has executed `commands` in a row is to leave the rest to the loop's next turn. */
    isOver(commands: number): boolean;
    private readonly end;
}
