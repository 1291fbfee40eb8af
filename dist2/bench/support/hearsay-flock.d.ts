import { Agent, type Flock, type Place } from './agent.ts';
export interface HearsayOptions {
    readonly hfMs: number;
    readonly ttlMs: number;
    readonly crashEvidence: boolean;
    readonly sealed: boolean;
    readonly basePort: number;
}
export declare class HearsayFlock implements Flock {
    readonly label: string;
    readonly patienceMs: number;
    private readonly options;
    constructor(options: HearsayOptions);
    start(index: number, seeds: readonly Agent[], place?: Place): Promise<Agent>;
    forget(by: Agent, member: Agent): Promise<void>;
    rotate(agents: readonly Agent[]): Promise<void>;
    private portOf;
}
