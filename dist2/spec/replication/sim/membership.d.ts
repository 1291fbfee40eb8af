/**
 * Membership as the simulator plays it: every member has a list of its own, lists are merged two by two at random, a member that
 * finds itself dead on another's list refutes it and is told that it was ousted. So views come to members at different times and in
 * different steps, as with gossip.
 */
import type { ShardMap } from '../../../shard/index.ts';
import type { NetworkHost } from './network.ts';
import type { Process } from './process.ts';
export type Phase = 'joining' | 'serving' | 'leaving' | 'left';
interface MemberRecord {
    readonly instance: number;
    readonly incarnation: number;
    readonly phase: Phase;
    readonly isDead: boolean;
}
export declare class Member {
    readonly process: Process;
    readonly records: Map<string, MemberRecord>;
    epoch: number;
    private oustedIncarnation;
    private highestEpoch;
    private view;
    private readonly network;
    private readonly everybody;
    private readonly makeMap;
    constructor(network: NetworkHost, process: Process, phase: Phase, everybody: () => readonly Member[], makeMap: (ids: readonly string[], epoch: number) => ShardMap);
    /** Told of every map. */
    onPlace: (map: ShardMap) => void;
    get id(): string;
    get myself(): MemberRecord;
    get viewHash(): string;
    setPhase(phase: Phase): void;
    /** Holds another member for dead. */
    declareDead(id: string, instance: number): void;
    /** Learns of another list, and the other of this one. */
    exchange(other: Member): void;
    private announce;
    private hear;
    private learn;
    private gossip;
    /** Places slots anew if the view is another one than before. */
    update(): void;
    private place;
}
export {};
