/** A shard map of which only some slots have an owner: what is done slot by slot costs the simulator little then. */
import { type RendezvousMap, type ShardMap } from '../../../shard/index.ts';
export declare class SparseMap implements ShardMap {
    readonly epoch: number;
    readonly owners: Int16Array;
    private readonly whole;
    private readonly placed;
    private constructor();
    get members(): RendezvousMap['members'];
    get shards(): RendezvousMap['shards'];
    get replicas(): number;
    ownerOf(slot: number): number;
    replicaOf(slot: number, n: number): number;
    indexOf(id: string): number;
    heldBy(shardIndex: number): Uint8Array;
    slotRanges(): [number, number][];
    slotCount(shardIndex: number): number;
    /** Makes maps with these slots and so many replicas; members have a shard each. */
    static maker(slots: readonly number[], replicas: number): (ids: readonly string[], epoch: number) => ShardMap;
}
