/**
 * A seeded network in virtual time: what happens depends on the seed alone. A datagram takes a random delay, so that datagrams
 * overtake each other, and may be lost (one by one, or in bursts on one link), delivered twice, changed on its way, or held up by a block
 * between two addresses.
 */
import { Random } from '../../lib/base/random.ts';
import { Schedule } from './schedule.ts';
export interface NetworkOptions {
    readonly minDelayMs: number;
    readonly maxDelayMs: number;
    /** Share of datagrams lost, each way. */
    readonly loss: number;
    /** Share of datagrams that arrive twice. */
    readonly duplication: number;
    /** Share of the time in which a link, one way, loses everything, and how long that lasts on average. */
    readonly burstShare: number;
    readonly burstMs: number;
    /** Share of datagrams that take up to `spikeMs` longer. */
    readonly spikeShare: number;
    readonly spikeMs: number;
    /** Share of datagrams in which one bit is changed. */
    readonly corruption: number;
}
export declare const CALM: NetworkOptions;
export declare class Network extends Schedule {
    readonly random: Random;
    options: NetworkOptions;
    /** Blocked directions, as `from>to` of addresses; `*` stands for any. */
    private readonly blocked;
    /** Loss of what single addresses send, in the place of the general one. */
    private readonly lossFrom;
    private readonly links;
    constructor(seed: number, options: NetworkOptions);
    /** Carries something from one address to another, if it does not get lost. */
    carry(from: string, to: string, deliver: () => void): void;
    /** @param from address, or `*` for all; likewise `to` */
    block(from: string, to: string): void;
    unblockAll(): void;
    setLossFrom(from: string, loss: number): void;
    private isBlocked;
    /** A link is good and bad in turn, each for a random time (Gilbert 1960). */
    private isInBurst;
    private delayMs;
}
