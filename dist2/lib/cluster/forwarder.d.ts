/**
 * Takes commands to other members over peer links, and keeps the ones that cannot go anywhere yet (held-commands.ts).
 *
 * Rules:
 * - a command is forwarded at most MAX_HOPS times. One that comes from a peer which knows a newer shard map than we
 *   do, or that has no hops left, waits for our map to change;
 * - while its owner is not connected a command waits, until the map changes, the owner is back, or `proxyTimeoutMs`
 *   has passed since it came. Time in which this process itself stood still does not count;
 * - when an owner goes away, commands that only read, or that had not left yet, are routed again; for any other the
 *   client is told that the outcome is unknown. Nothing that could be applied twice is sent twice.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import type { Stats } from '../observe/stats.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { HeldCommand } from './held-commands.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { PeerAddress, PeerLink, PeerLinkListener } from './peer-link.ts';
import { type RouteMember } from './peer-links.ts';
/** What routing needs from the rest of the node. */
export interface RouterHost {
    readonly selfId: string;
    readonly stats: Stats;
    readonly proxyTimeoutMs: number;
    /** Routes a command again, from its raw bytes. */
    redispatch(held: HeldCommand): void;
    /** Executes `request`, which does not write, here and returns its reply in that protocol, which nobody will write to again. */
    readHere(request: Request, command: Command, protocol: Protocol): Buffer;
    /** Executes `request` here; its reply, in that protocol, goes to `sink`, perhaps later. */
    executeHere(request: Request, command: Command, protocol: Protocol, sink: ReplySink, tag: number): void;
    /** Sends what connections have been given since the last call. */
    flushReplies(): void;
    /** A connection to that member was refused or has ended: perhaps its process is gone. */
    onLinkReset(memberId: string): void;
}
export declare class Forwarder implements PeerLinkListener {
    private readonly host;
    private map;
    private readonly links;
    /** The link to each member of the map, by its index; undefined for this member itself. */
    private linkOf;
    private readonly held;
    /** A clock that stands still while this process does. */
    private nowMs;
    private lastTickMs;
    constructor(host: RouterHost, map: ShardMap);
    /** Links to the members that are to be reached, connected or not. */
    linkList(): Iterable<PeerLink>;
    /** Where the member with that index in the map is reached; undefined for this member itself, and for one that leaves. */
    addressOf(ownerIndex: number): PeerAddress | undefined;
    /** Takes a new shard map and the members that there are now, and tries what is held once more. */
    setMap(map: ShardMap, members: readonly RouteMember[]): void;
    /**
     * Sends the raw bytes of `request` to the owner with that index in the map, or holds them until that is possible. The
     * reply goes to `sink`: the origin itself, or what gathers the parts of its command.
     */
    forward(ownerIndex: number, command: Command, request: Request, origin: Origin, sink?: ReplySink, tag?: number): void;
    /** Links over which a command can be sent now. */
    readyLinks(): PeerLink[];
    linkTo(memberId: string): PeerLink | undefined;
    /**
     * Sends the raw bytes of `request` to the member of a link that is ready and to nobody else, at most once. Its reply, in that
     * protocol, goes to `sink`: nothing if it goes away or does not answer in time.
     */
    tell(link: PeerLink, request: Request, protocol: Protocol, hops: number, sink: ReplySink, tag: number): void;
    /** Sends now what was forwarded in this turn of the event loop. */
    flushLinks(): void;
    /** Gives up on what has waited longer than the proxy timeout. Called a few times a second, with any monotonic clock. */
    tick(monotonicMs: number): void;
    /** Ends all links; whatever is under way is answered with an error. */
    close(): void;
    onLinkReady(link: PeerLink): void;
    onLinkDown(link: PeerLink): void;
    onLinkReset(link: PeerLink): void;
    onRepliesRead(): void;
    /** Holds a command that cannot be forwarded now; one that was held before just waits on. */
    private holdNew;
    private hold;
    private holdOn;
    /** Tries everything that is held once more. */
    releaseHeld(): void;
    /** A command for one member: sent if it is there, void if it owns nothing any more, else held on. */
    private releaseForMember;
    private readonly answerLost;
    private answerError;
}
