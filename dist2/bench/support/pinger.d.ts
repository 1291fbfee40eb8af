export declare class Pinger {
    private readonly worker;
    private constructor();
    /** Resolves when the first reply is there. */
    static start(port: number): Promise<Pinger>;
    /** Ends it; resolves to the longest wait for a reply in ms. */
    stop(): Promise<number>;
}
