/**
 * Where replies may differ from redis-server's, and why. What is not here is the same byte for byte.
 */
export interface Difference {
    readonly reason: string;
    /** Whether it is about this command. Words are lower case. */
    applies(command: readonly string[]): boolean;
    /** Whether the replies, which are not the same, agree all the same. */
    agree(redis: string, ours: string): boolean;
}
export declare const DIFFERENCES: readonly Difference[];
