import { Agent, type Flock, type Place } from './agent.ts';
export declare function hasSerf(): boolean;
export declare class SerfFlock implements Flock {
    readonly label: string;
    readonly patienceMs = 60000;
    private readonly profile;
    private readonly basePort;
    private readonly sealed;
    /** @param profile one of serf's own: local, lan, wan */
    constructor(profile: string, basePort: number, sealed: boolean);
    start(index: number, seeds: readonly Agent[], place?: Place): Promise<Agent>;
    forget(by: Agent, member: Agent): Promise<void>;
    rotate(agents: readonly Agent[]): Promise<void>;
    private ask;
    private portOf;
    private rpc;
}
