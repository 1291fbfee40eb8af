import { EventEmitter } from 'node:events';
import type { Address, Ban, CoreStatus, Failure, ForgetResult, MemberInfo, Phase, ViewSnapshot } from '../core/types.ts';
import type { MessageCounts } from '../wire/counts.ts';
import { type ListReport, MemberLists } from './member-lists.ts';
import { type MembershipOptions, type MembershipSettings } from './options.ts';
import { type MembershipEvent, type PublishedMessage } from './thread-messages.ts';
interface MembershipEvents {
    /** Something happened to a member. The lists are already up to date. */
    event: [MembershipEvent];
    /** The lists were brought up to date: for copies of them in other threads. Comes before the events and the view. */
    report: [ListReport];
    /** The live view or its epoch changed. */
    view: [ViewSnapshot];
    /** Another member published this; once for each message. */
    message: [PublishedMessage];
    /** The host name of a seed cannot be resolved, for this reason; it is tried again. Told once, until it can be. */
    unresolved: [host: string, reason: string];
    /** The gossip thread died of an unexpected error; this member is silent from now on. */
    error: [Error];
}
/** A removal that was noticed here. */
export interface FailureReport extends Omit<Failure, 'removedMs'> {
    /** When it was taken off the list here; wall-clock time. */
    readonly atMs: number;
}
export declare class Membership extends EventEmitter<MembershipEvents> {
    private readonly config;
    private settings;
    /** Undefined if the threads that serve have heartbeats of their own. */
    private readonly heartbeat;
    private worker;
    private boundAddress;
    /** Who is who, as last reported. */
    readonly lists: MemberLists;
    private failed;
    private readonly answers;
    private nextRequest;
    private onStopped;
    /** @throws RangeError that names the option that is wrong */
    constructor(options: MembershipOptions);
    /**
     * Binds the bus port and starts to look for the others. Rejects when the port cannot be bound, naming it; may be called
     * again only then.
     */
    start(): Promise<void>;
    /** Started and neither stopped nor stopping. */
    get isRunning(): boolean;
    /** Where the others reach this member. @throws Error before it has started */
    address(): Address;
    /** Every member known, dead and left ones and oneself included; a new array for each call. */
    members(): MemberInfo[];
    /** The live members as last reported. */
    view(): ViewSnapshot;
    /** The member ids that are banned now. */
    bans(): Ban[];
    /** How this member stands with the others; at most one hf old. */
    status(): CoreStatus;
    /** The last removals that were noticed here, oldest first, at most 128. */
    failures(): FailureReport[];
    /** Resolves to true when every live member has told that its view is that of this member, to false after the timeout. */
    converged(timeoutMs: number): Promise<boolean>;
    /**
     * Resolves when everything that has happened to this member until now, such as that others may have removed it while the process
     * stood still, has been reported as events.
     */
    confirm(): Promise<void>;
    /** What was sent, received and dropped; at most a second or one hf old. */
    messageCounts(): MessageCounts;
    /**
     * Invites the node with this bus address, and lifts a ban on it. It shows up as a member when it answers.
     * @throws RangeError when that is no address
     */
    meet(host: string, busPort: number): void;
    /** Takes a member off every list and bans it for the forget ttl. */
    forget(id: string): Promise<ForgetResult>;
    setPhase(phase: Phase): void;
    /** @throws RangeError when it is longer than 256 bytes */
    setMetadata(metadata: Uint8Array): void;
    /**
     * Publishes a message: every other live member emits `message` with it, once. Not ordered, and not kept for who joins later.
     * @throws RangeError when it is longer than 1024 bytes
     */
    publish(payload: Uint8Array): void;
    /** A connection to this member was reset: perhaps its process is gone. It is probed at once. */
    linkReset(id: string): void;
    /**
     * Changes settings while it runs. Give all members the same ones.
     * @throws RangeError that names the setting that is wrong; nothing is changed then
     */
    reconfigure(change: MembershipSettings): void;
    /** The settings that hold now. */
    get currentSettings(): Required<MembershipSettings>;
    /** Accepts datagrams sealed with this key from now on: the first step to exchange a key. @throws RangeError */
    installKey(key: Uint8Array): void;
    /** Seals with this key from now on: the second step, when every member has installed it. @throws RangeError */
    useKey(key: Uint8Array): void;
    /** Accepts this key no longer: the last step, when every member uses another one. @throws RangeError */
    removeKey(key: Uint8Array): void;
    /** Tells the others that this member goes; resolves when they know, at the latest after about one hf. Then `stop` it. */
    leave(): Promise<void>;
    /** Stops at once, without telling anybody. May be called more than once. */
    stop(): Promise<void>;
    private onReport;
    private onLists;
    /** The configuration with what `reconfigure` has changed before the start. */
    private startConfig;
    private ask;
    private answer;
    /** The thread is gone: nobody will answer any more, which is what `unknown` stands for, and no `true`. */
    private settle;
    private post;
    private bindError;
}
export {};
