import type { Server } from './server.ts';
import type { Trace } from './traces.ts';
export interface CacheRun {
    readonly requests: number;
    /** Keys get expiry times far away, as the volatile policies need. */
    readonly expiring: boolean;
    /** A write may be refused for want of memory. */
    readonly mayRefuse: boolean;
}
/** Hits over requests, in the second half of the trace. Rejects if a value has another size than the one written. */
export declare function hitRatio(server: Server, trace: Trace, run: CacheRun): Promise<number>;
