/** How fast a counter grows: the mean of its last samples, as Redis's instantaneous metrics are. */
/** Time between two samples, about. */
export declare const RATE_SAMPLE_MS = 100;
export declare class Rate {
    private readonly samples;
    private next;
    private lastCount;
    private lastMs;
    /** `count` is the counter at `nowMs`, in ms of any clock. A counter that was set back to zero begins again. */
    sample(count: number, nowMs: number): void;
    get perSecond(): number;
}
