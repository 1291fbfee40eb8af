import { type NodeOptions, type OptionKey } from '../config/options.ts';
import { type ExitCode } from './exit-codes.ts';
export interface ClusterRequest {
    readonly nodeCount: number;
    /** Of the first node; the others differ in port, name, dir and whom they join. */
    readonly options: NodeOptions;
}
export interface ClusterSurroundings {
    /** The script that runs `server` with flags. */
    readonly entry: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly print: (line: string) => void;
}
/** Options that the user of `hearsay cluster` may set. */
export declare function clusterOptionKeys(): OptionKey[];
/** The options of each node. Throws ConfigError if a port would be out of range. */
export declare function clusterNodeOptions({ nodeCount, options }: ClusterRequest): NodeOptions[];
/** The flags that give a node `options`. */
export declare function serverFlags(options: NodeOptions): string[];
/**
 * Resolves when all nodes have stopped. Throws ConfigError or PortError before anything is started if the ports are
 * out of range or not free.
 */
export declare function runCluster(request: ClusterRequest, surroundings: ClusterSurroundings): Promise<ExitCode>;
