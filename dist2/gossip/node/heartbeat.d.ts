/** Memory for the heartbeats of so many threads. Until each has begun to beat it counts as having done so now. */
export declare function newHeartbeats(threads: number): SharedArrayBuffer;
/** Of one thread that serves. */
export declare class Heartbeat {
    private readonly words;
    private readonly thread;
    private timer;
    /** @param shared of `newHeartbeats` */
    constructor(shared: SharedArrayBuffer, thread: number);
    /** Beats now, and twice in each heartbeat period until `stop`. Keeps no process alive. */
    start(hfMs: number): void;
    stop(): void;
    beat(nowMs?: number): void;
}
/** For how long the thread that is furthest behind has done nothing, in ms, as the gossip thread reads it. */
export declare function heartbeatAgeMs(shared: SharedArrayBuffer, nowMs: number): number;
