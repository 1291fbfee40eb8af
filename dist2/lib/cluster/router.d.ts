/**
 * Decides where a command is executed: here, at the owner of its slot (forwarder.ts takes it there), or at several
 * owners (fan-out.ts, scan.ts). The client port answers every command for every key; the shard port answers MOVED for
 * what another shard owns.
 */
import { type ShardMap } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { Forwarder, type RouterHost } from './forwarder.ts';
import type { Origin } from './origin.ts';
import type { RouteMember } from './peer-links.ts';
export declare class Router {
    readonly host: RouterHost;
    readonly forwarder: Forwarder;
    map: ShardMap;
    /** Whether a slot without an owner may get one: commands wait for it then. False once this member was forgotten. */
    awaitsOwners: boolean;
    /** Nothing is answered for here until it is clear whether others have taken over; commands wait. */
    isFenced: boolean;
    /** Whether this shard has a copy of the slot from which a client that said READONLY may read. */
    hasCopy: (slot: number) => boolean;
    /** This shard's index in the map; -1 while it owns nothing. */
    private selfIndex;
    /** Where each slot's commands go: an index into the map's shards, -1, or WAIT. */
    private routes;
    constructor(host: RouterHost, map: ShardMap);
    /**
     * Takes a new shard map and the shards that there are now, this one excepted. `routes`, which may change at any time, says for
     * each slot who answers for it now; default: its owner.
     */
    setMap(map: ShardMap, members: readonly RouteMember[], routes?: Int16Array): void;
    /** Whether this shard owns the slot. */
    ownsSlot(slot: number): boolean;
    /** Where the slot's commands go now: an index into the map's shards, -1 if nobody owns it, or WAIT. */
    routeOf(slot: number): number;
    /**
     * Takes the command of `origin` to where it belongs. Returns true if that is here, and then the caller executes it.
     * Otherwise its reply comes through `origin.onReply`, unless an error was written to `reply` at once.
     */
    route(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean;
    /** Whether no other shard owns anything. */
    get isAlone(): boolean;
    isSelf(shardIndex: number): boolean;
    private routeOneSlot;
    private routeSlotArgument;
    private routeSlot;
    private routeSplit;
    /**
     * Whether no owner will come for a slot that has none. What a peer only reads waits even so: the peer reads it from
     * another member once it knows that this one is out.
     */
    private isHopeless;
    /** Strict Redis Cluster: says who owns the slot. */
    private refuse;
}
/** The hash slot of the key at argument `at`. */
export declare function slotOfKey(request: Request, at: number): number;
