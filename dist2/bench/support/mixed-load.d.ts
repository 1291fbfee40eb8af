export interface MixedRun {
    readonly operations: number;
    /** Part of the operations that are reads. */
    readonly readShare: number;
    readonly valueBytes: number;
    readonly keys: number;
    readonly pipeline: number;
    readonly connections: number;
}
/** Operations a second that the server at `port` answered. Rejects if one was answered with an error. */
export declare function runMixed(port: number, run: MixedRun): Promise<number>;
