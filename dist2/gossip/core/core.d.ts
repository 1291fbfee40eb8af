/**
 * One member's part of the membership protocol, as a state machine without I/O. Every input takes the time (milliseconds of any
 * monotonic clock) and returns what is to be done; the same inputs and the same random source give the same
 * effects. After each input, `tick` is due at `nextTickMs()`.
 *
 * The parts: Prober asks for signs of life, FailureDetector judges silence, Accusations decides on it,
 * Rumours merges and spreads what is said of others, Identity speaks for this member, Tombstones and Bans keep the forgotten out, Sync repairs, Contacts finds others,
 * Departure leaves, Receiver hands each message to the part that it concerns. What came of it all is in MemberTable.
 */
import type { Random } from '../../lib/base/random.ts';
import { type TableFactory } from './context.ts';
import type { Effect, Incoming } from './messages.ts';
import type { Address, Ban, CoreConfig, CoreStatus, Failure, ForgetResult, MemberInfo, Phase, Readings, ViewSnapshot } from './types.ts';
export declare class MembershipCore {
    private readonly context;
    private readonly identity;
    private readonly tombstones;
    private readonly prober;
    private readonly accusations;
    private readonly rumours;
    private readonly detector;
    private readonly sync;
    private readonly contacts;
    private readonly departure;
    private readonly banning;
    private readonly receiver;
    private readonly agreement;
    private readonly broadcast;
    private readonly crashEvidence;
    private readonly isolation;
    private readonly serveStall;
    private nextBeatMs;
    private scheduledMs;
    private seenVersion;
    private seenEpoch;
    /** @throws RangeError when ttl is less than 5 hf */
    constructor(config: CoreConfig, random: Random, nowMs: number, tableOf?: TableFactory);
    /** Joins by any of these addresses; they are kept to find the cluster again later. */
    join(addresses: readonly Address[], nowMs: number): Effect[];
    /** Invites the node at this address. If the two had been banned from each other, the invited one may come back. */
    meet(address: Address, nowMs: number): Effect[];
    /** Takes a member off every list and bans its id for the forget ttl. */
    forget(id: string, nowMs: number): {
        result: ForgetResult;
        effects: Effect[];
    };
    /** Tells the others that this member goes. The effect `left` says that they know. */
    leave(nowMs: number): Effect[];
    setPhase(phase: Phase, nowMs: number): Effect[];
    /** @param metadata at most 256 bytes; the core keeps it, it must not change any more */
    setMetadata(metadata: Uint8Array, nowMs: number): Effect[];
    /**
     * Goes by these settings from now on. All members count as heard of just now: what was silence under the old settings need not be any
     * under the new ones.
     * @throws RangeError when ttl is less than 5 hf; nothing is changed then
     */
    reconfigure(settings: Omit<CoreConfig, 'self'>, nowMs: number): Effect[];
    /**
     * Publishes a message to every other live member, each of which delivers it once. Not ordered, and lost where its origin
     * crashes before a neighbour has it. The core keeps the payload: it must not change any more.
     * @throws RangeError when it is longer than 1024 bytes
     */
    publish(payload: Uint8Array, nowMs: number): Effect[];
    /** A valid datagram of this cluster came in. */
    onDatagram(incoming: Incoming, from: Address, nowMs: number): Effect[];
    /**
     * A ping for another instance came in, of whose sender nothing is known but the address. Where that instance may have been one of this
     * member, or of somebody at its address before it, the sender is told who is here now; a ping for a known member is somebody's mischief.
     */
    onMisdirected(pinged: string, from: Address, nowMs: number): Effect[];
    /**
     * A datagram to this address was refused (ECONNREFUSED at a connected UDP socket): perhaps the process is gone. It is probed at once; refusals
     * remove a member only as crash-evidence.ts says.
     */
    onRefused(address: Address, nowMs: number): Effect[];
    /** A connection to this member was reset or refused, for whatever reason: it is probed at once. */
    onLinkReset(id: string, nowMs: number): Effect[];
    /**
     * Asks every live member for its view hash: until it tells the same as this member has, it does not count as agreeing in `status`. Goes on
     * asking those that do not agree for ttl.
     */
    askViews(nowMs: number): Effect[];
    tick(nowMs: number, readings: Readings): Effect[];
    /** When `tick` is due; Infinity when nothing is. */
    nextTickMs(): number;
    /** How this member stands with the others now. */
    status(): CoreStatus;
    /** The last removals that were noticed here, oldest first, at most 128. */
    failures(): Failure[];
    /** Every member in the list, dead and left ones and oneself included. */
    members(nowMs: number): MemberInfo[];
    /** The live members; nobody once this member has left or was forgotten. */
    view(): ViewSnapshot;
    /** The epoch of the live view. */
    get epoch(): number;
    /** The banned ids, the own one included while the others have banned it. */
    bans(nowMs: number): Ban[];
    /** Changes whenever a member or a ban in the lists does, suspicion apart. */
    listHash(): string;
    private beat;
    /** The time that this member itself lost counts against nobody. */
    private noticeStall;
    /** What every input ends with. */
    private finish;
    private earliestMs;
}
