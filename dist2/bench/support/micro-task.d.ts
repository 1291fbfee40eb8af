/** One thing that micro.ts times. */
export interface MicroTask {
    readonly name: string;
    /** How many commands, keys or cells one call handles: few enough that many calls are timed, many enough that the clock costs nothing. */
    readonly units: number;
    /** Returns how many it did handle. */
    readonly run: () => number;
}
