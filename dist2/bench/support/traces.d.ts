export interface Trace {
    readonly name: string;
    /** Keys are 0 to `keys` - 1. */
    readonly keys: number;
    sizeOf(key: number): number;
    next(): number;
}
/** All traces, each with that many requests over about `keys` keys. */
export declare function allTraces(keys: number, requests: number): (() => Trace)[];
