export interface OpenLoopRun {
    readonly perSecond: number;
    readonly seconds: number;
    readonly connections: number;
    readonly keys: number;
    readonly valueBytes: number;
}
/** Milliseconds. */
export interface Latencies {
    readonly p50: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
    /** How late the generator itself sent a request, 99.9th percentile: what it adds to the figures above. */
    readonly lateP999: number;
}
/** Sends GET and SET, 9 to 1, at random times, `perSecond` on average, spread over the connections in turn. */
export declare function runOpenLoop(port: number, run: OpenLoopRun): Promise<Latencies>;
