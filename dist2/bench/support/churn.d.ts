import type { Server } from './server.ts';
export declare class Churn {
    /** Size of each key's value; 0 if the key is not there. */
    private readonly sizes;
    private readonly random;
    constructor(keys: number);
    /** Number of keys that must be there. */
    get liveKeys(): number;
    /** Bytes of the keys and values that must be there. */
    get liveBytes(): number;
    /** Writes all keys, then half of them again in each period, with sizes about the mean of the period. */
    changeSizes(server: Server): Promise<void>;
    delete(server: Server): Promise<void>;
    /** Gives keys a short life and resolves when the server itself has removed them all. */
    expire(server: Server): Promise<void>;
    /** Writes what must be there to an empty server. */
    copyTo(server: Server): Promise<void>;
    private draw;
    private write;
    private send;
}
