/**
 * Connections between simulated shards: messages and their answers arrive in order, after delays that differ from link to link. A
 * broken connection loses what is under way. While two shards cannot reach each other everything between them waits.
 */
import type { Random } from '../../../lib/base/random.ts';
import type { Schedule } from '../../sim/schedule.ts';
/** A process as the network sees it. */
export interface Endpoint {
    readonly id: string;
    readonly isUp: boolean;
    /** Has `work` done by the process: now, or when it runs again; never if it has ended. */
    enter(work: () => void): void;
    onMessage(from: string, message: Buffer): Buffer | undefined;
    onLinkReady(): void;
    onLinkDown(peer: string): void;
}
export interface NetworkHost {
    readonly schedule: Schedule;
    readonly random: Random;
    /** The process that has that id now. */
    find(id: string): Endpoint | undefined;
    isCut(a: string, b: string): boolean;
}
/** The connection of one shard to another, made anew whenever it is lost, until it is closed. */
export declare class Link {
    isReady: boolean;
    private isClosed;
    /** Which connection it is: what comes late of an earlier one is void. */
    private generation;
    private pending;
    private arrivalMs;
    private answerMs;
    private readonly delayMs;
    private readonly host;
    private readonly from;
    private readonly peer;
    constructor(host: NetworkHost, from: Endpoint, peer: string);
    send(message: Buffer, onReply: (reply?: Buffer) => void): boolean;
    /** The connection is lost; it is made again. */
    break(): void;
    close(): void;
    /** Gives up on answers that do not come. */
    expire(): void;
    private answer;
    private lose;
    private reconnectLater;
    private connect;
    private delay;
    /** Keeps the order: what waits for the network delays what comes behind it. */
    private travel;
    private readonly waiting;
    private blocked;
    private retry;
}
