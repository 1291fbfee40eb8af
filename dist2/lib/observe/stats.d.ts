/** Counters of one shard: plain numbers that hot paths increment. INFO reads them. */
import { Rate } from './rate.ts';
/** Counters of one shard. Plain numbers that hot paths increment; INFO and the metrics read them. */
export declare class Stats {
    connectionsReceived: number;
    connectionsRejected: number;
    commandsProcessed: number;
    commandsProxied: number;
    commandsFannedOut: number;
    errorReplies: number;
    /** Error replies by their code, such as `ERR`. */
    readonly errorsByCode: Map<string, number>;
    protocolErrors: number;
    netInputBytes: number;
    netOutputBytes: number;
    clientsClosedForOutput: number;
    /** Commands that waited for a new owner, and those that were answered with an error because none came in time. */
    commandsHeld: number;
    commandsTimedOut: number;
    /** Writes that were under way when their owner went away. */
    outcomesUnknown: number;
    /** Keys dropped because another member owns them now. */
    keysDropped: number;
    readonly commandRate: Rate;
    readonly inputRate: Rate;
    readonly outputRate: Rate;
    /** Counts an error reply by its code: the first word of its text. */
    countError(text: string): void;
    /** Takes a sample of what the rates are of; called every RATE_SAMPLE_MS or so. */
    sample(nowMs: number): void;
    /** CONFIG RESETSTAT. */
    reset(): void;
}
