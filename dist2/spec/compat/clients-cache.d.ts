/** Commands through a client, by the methods that its users call. Values are bytes. */
export interface Cache {
    /** Whether a command's keys may lie in different slots. */
    readonly anySlots: boolean;
    /** What the client reported outside of replies. */
    readonly errors: Error[];
    set(key: string, value: Buffer): Promise<unknown>;
    setFor(key: string, value: Buffer, ttlMs: number): Promise<unknown>;
    get(key: string): Promise<Buffer | null>;
    setMany(entries: ReadonlyMap<string, Buffer>): Promise<unknown>;
    getMany(keys: readonly string[]): Promise<(Buffer | null)[]>;
    increment(key: string): Promise<number>;
    append(key: string, value: Buffer): Promise<number>;
    delete(keys: readonly string[]): Promise<number>;
    expire(key: string, seconds: number): Promise<boolean>;
    remainingMs(key: string): Promise<number>;
    /** In one pipeline: sets all, then gets each; resolves to what the gets gave. */
    setAndGet(entries: ReadonlyMap<string, Buffer>): Promise<(Buffer | null)[]>;
    /** All keys that match, as often as SCAN gives them. */
    scan(pattern: string): Promise<string[]>;
    close(): Promise<void>;
}
export declare function ioredis(port: number, protocol?: 2 | 3): Cache;
export declare function ioredis5(port: number): Cache;
export declare function ioredisCluster(ports: readonly number[], protocol?: 2 | 3): Cache;
export declare function ioredis5Cluster(ports: readonly number[]): Cache;
export declare function nodeRedis(port: number, RESP?: 2 | 3): Promise<Cache>;
export declare function nodeRedisCluster(ports: readonly number[], RESP?: 2 | 3): Promise<Cache>;
