export interface Row {
    readonly trial: string;
    readonly count: number;
    readonly seeds: number;
    readonly unit: 'ms' | 'share' | 'datagrams' | 'bytes';
    run(seed: number, count: number): number;
}
export declare const SWEEP: readonly Row[];
