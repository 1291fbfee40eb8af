/** Numbers for the ids of shards, so that typed arrays can hold them. Bound: one for each shard that this one has ever seen. */
/** No shard. */
export declare const NOBODY = -1;
export declare class PeerNumbers {
    private readonly ids;
    private readonly numbers;
    of(id: string): number;
    idOf(peer: number): string;
}
