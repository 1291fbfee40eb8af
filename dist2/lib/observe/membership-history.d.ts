/**
 * What happened to members, as this node learned of it: each event as the JSON that subscribers and CLUSTER EVENTS get,
 * the last KEPT_EVENTS of them, and how long members that failed had been silent when that was noticed.
 */
/** What a membership event says, as far as it is told on. */
export interface NotedEvent {
    readonly type: string;
    readonly member: {
        readonly id: string;
        readonly name: string;
        readonly host: string;
        readonly clientPort: number;
        readonly instance: string;
        readonly incarnation: number;
    };
    readonly reason: string;
    readonly silentMs: number;
    /** Wall clock in ms since 1970. */
    readonly atMs: number;
}
/** How a failure was found out, for the event `failed`. */
export interface FoundFailure {
    /** `silence`, or `refused`: its process was found to be gone. */
    readonly cause: string;
    /** From its last sign of life to its removal. */
    readonly latencyMs: number;
    /** Names of the observer that reached the verdict, and of one that agreed; '' if none did. */
    readonly reporter: string;
    readonly witness: string;
}
/** A noted event as all shards of the member tell it on. Plain data. */
export interface ToldEvent {
    /** JSON. */
    readonly text: string;
    /** Of a member that failed: its silence in ms before that was noticed. */
    readonly detectionMs: number | undefined;
}
/** Where an event was noticed. */
export interface Witness {
    readonly id: string;
    /** Epoch of its view once the event was part of it. */
    readonly epoch: number;
}
/** Silence in ms, before it was noticed, of the members that failed: of the last one, the median and the most. */
export interface DetectionTimes {
    readonly count: number;
    readonly lastMs: number;
    readonly medianMs: number;
    readonly mostMs: number;
}
export declare class MembershipHistory {
    private readonly events;
    /** Silence of the last members that failed, the oldest first. */
    private readonly detections;
    private failures;
    note({ text, detectionMs }: ToldEvent): void;
    /** The last `count` events, the oldest first. */
    latest(count: number): readonly string[];
    /** Zeros as long as nobody has failed. The median is of the last KEPT_DETECTIONS. */
    detectionTimes(): DetectionTimes;
}
/** What is told on of an event; `failure` says how it was found out, if a member has failed. */
export declare function toldEvent({ type, member, reason, silentMs: toldMs, atMs }: NotedEvent, noticedBy: Witness, failure?: FoundFailure): ToldEvent;
