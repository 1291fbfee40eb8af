export interface LoadRow {
    readonly keys: string;
    readonly commands: number;
    readonly errors: number;
    readonly longestGapMs: number;
}
export interface LoadReport {
    readonly rows: readonly LoadRow[];
    readonly errorTexts: Readonly<Record<string, number>>;
}
export declare class Load {
    private readonly affected;
    private readonly others;
    private readonly errorTexts;
    private readonly clients;
    private readonly isAffected;
    private running;
    private workers;
    private constructor();
    /** `isAffected` tells the keys of the node that will be killed. Half of the clients use only those, half only others. */
    static start(ports: readonly number[], count: number, isAffected: (key: string) => boolean): Promise<Load>;
    /** Forgets the gaps seen so far (of the warm-up). */
    mark(): void;
    stop(): Promise<LoadReport>;
    private work;
    private randomKey;
}
