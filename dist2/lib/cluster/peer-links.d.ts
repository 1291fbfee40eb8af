/** The links to the other members: one to each that can be reached, and those that still answer though their member leaves. */
import type { Forwarded } from './forwarded.ts';
import { PeerLink, type PeerLinkListener } from './peer-link.ts';
/** A shard that commands may be forwarded to. */
export interface RouteMember {
    readonly id: string;
    /** Where clients reach it. */
    readonly host: string;
    /** Where this shard reaches it. */
    readonly via: string;
    readonly shardPort: number;
    /** It said that it leaves: it still answers what it was sent. */
    readonly leaving: boolean;
}
export declare class PeerLinks {
    private readonly listener;
    private readonly byMember;
    /** Links of members that leave, until what was sent over them is answered. */
    private readonly retiring;
    constructor(listener: PeerLinkListener);
    /** The link to the member with that id, unless it leaves. */
    get(memberId: string): PeerLink | undefined;
    /** Links that new commands may be sent over once they are ready. */
    list(): Iterable<PeerLink>;
    /**
     * Opens links to members that are new or have moved. Returns the links that `end` is to be called with once commands
     * are routed past them.
     */
    update(members: readonly RouteMember[], selfId: string): PeerLink[];
    /** Lets links answer what they still can, if their member leaves, and closes the others. */
    end(links: readonly PeerLink[]): void;
    /** The link's connection is gone. */
    onDown(link: PeerLink): void;
    /** Gives up on replies to commands that have waited since before `beforeMs`. */
    expire(beforeMs: number, giveUp: (entry: Forwarded) => void): void;
    closeAll(): void;
}
