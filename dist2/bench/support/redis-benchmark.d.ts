/** redis-benchmark's own tests that the benches use. MSET sets 10 keys; one MSET is one operation. */
export type BenchmarkTest = 'get' | 'set' | 'incr' | 'mset';
export interface BenchmarkRun {
    readonly test: BenchmarkTest;
    readonly operations: number;
    readonly valueBytes: number;
    /** Keys are drawn evenly from this many. */
    readonly keys: number;
    readonly pipeline: number;
    readonly connections: number;
    /** Asks CLUSTER NODES and sends each command to the owner of its key. */
    readonly cluster?: boolean;
}
/** Operations a second that the server at `port` answered. */
export declare function runRedisBenchmark(port: number, options: BenchmarkRun): Promise<number>;
