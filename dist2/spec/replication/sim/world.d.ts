/** The simulated cluster of a trial: its members, its network and its time, as they follow from the seed. */
import { Random } from '../../../lib/base/random.ts';
import type { ShardMap } from '../../../shard/index.ts';
import { Schedule } from '../../sim/schedule.ts';
import { History } from './history.ts';
import { Member, type Phase } from './membership.ts';
import type { NetworkHost } from './network.ts';
export declare const HANDOFF_TIMEOUT_MS = 10000;
export declare class World {
    readonly log: string[];
    /** Whether messages are logged. */
    isTraced: boolean;
    readonly schedule: Schedule;
    readonly random: Random;
    readonly minAcks: number;
    readonly replicas: number;
    readonly history: History;
    readonly members: Member[];
    /** Which side of a cut each member is on. */
    readonly sides: Map<string, number>;
    isCut: boolean;
    private instances;
    private names;
    readonly tags: string[];
    readonly slots: number[];
    readonly keysPerTag: number[];
    readonly makeMap: (ids: readonly string[], epoch: number) => ShardMap;
    readonly network: NetworkHost;
    private readonly windowBytes;
    readonly limitBytes: number;
    isWriting: boolean;
    constructor(seed: number);
    begin(count: number): void;
    newName(): string;
    start(id: string, phase: Phase): Member;
    get up(): Member[];
    get serving(): Member[];
    pick(members: readonly Member[]): Member;
    sideOf(id: string): number;
    later(ms: number, work: () => void): void;
    pass(ms: number): void;
    find(id: string | undefined): Member;
    note(text: string): void;
    fail(message: string): never;
}
