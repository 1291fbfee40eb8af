import { NodeProcess } from './node-process.ts';
import { Server } from './server.ts';
/** A node of ours; `node` is for what only ours can be asked. */
export declare class HearsayServer extends Server {
    readonly node: NodeProcess;
    constructor(node: NodeProcess);
}
export declare class Stage {
    private readonly folder;
    private readonly servers;
    private constructor();
    /** Runs `scene` and stops every server that it started. Beyond `limitMinutes` all is stopped and the process fails. */
    static run(limitMinutes: number, scene: (stage: Stage) => Promise<void>): Promise<void>;
    /** A redis-server that saves nothing. `settings` are options of redis.conf. */
    redis(settings?: Readonly<Record<string, string | number>>): Promise<Server>;
    /** A node of ours with these flags. */
    hearsay(...flags: readonly string[]): Promise<HearsayServer>;
    /** A node of ours that reports its pauses and its heap when it is asked to (pauses.ts). The watching costs about 1 %. */
    watchedHearsay(...flags: readonly string[]): Promise<HearsayServer>;
    /** `count` nodes of ours with these flags that all have each other in their shard maps. */
    hearsayCluster(count: number, ...flags: readonly string[]): Promise<HearsayServer[]>;
    /** A Redis Cluster of so many masters, each with `replicas` replicas. */
    redisCluster(masters: number, replicas?: number): Promise<Server>;
    /** A nutcracker in front of `backends`, set up as its own recommendations have it. */
    nutcracker(backends: readonly Server[]): Promise<Server>;
    private hearsayIn;
    private keep;
}
