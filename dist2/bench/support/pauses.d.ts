/** Asks a node for the longest pauses of its event loop, which pause-monitor.ts inside it watches. */
import type { NodeProcess } from './node-process.ts';
export interface Pauses {
    /** The longest time between two turns of the event loop, and the most processor time of the main thread in one, in ms. */
    readonly longestMs: number;
    readonly longestBusyMs: number;
    /** Bytes of V8's heap in use, garbage included. */
    readonly heapUsed: number;
}
/** What was seen since it was last asked. */
export declare function takePauses(node: NodeProcess): Promise<Pauses>;
