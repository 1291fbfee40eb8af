/**
 * Published messages, to every live member exactly once: Plumtree (Leitao, Pereira, Rodrigues 2007) over the ring neighbours.
 *
 * A member pushes a message to its eager peers, and only tells the lazy ones that it has it (IHAVE). Everybody is eager at first; who gets
 * a message twice prunes the second way (PRUNE), so that the eager links come to be a tree. Who is told of a message and does not get
 * it in time asks for it, and makes that link eager (GRAFT): so the tree mends itself.
 *
 * Deviations from the paper: every origin has a tree of its own, which is one of shortest ways, so that it need not be optimised;
 * announcements are of runs of one origin's messages, and on every beat one neighbour is told again of what is kept, so that no loss of
 * announcements can hide a message for good; the rings are the overlay.
 *
 * Bounds: those of the message store; MISSING_LIMIT messages asked for; one peer for each ring neighbour.
 */
import type { Context } from './context.ts';
import type { Gossip, Graft, IHave } from './messages.ts';
import type { Prober } from './prober.ts';
export declare class Broadcast {
    private readonly context;
    private readonly prober;
    private readonly store;
    /** The ring neighbours, by instance. */
    private peers;
    private peersVersion;
    private readonly missing;
    private lastSeq;
    private flushMs;
    private graftMs;
    private reminderTurn;
    private reminderStart;
    constructor(context: Context, prober: Prober);
    /** @throws RangeError when it is longer than PAYLOAD_LIMIT bytes */
    publish(payload: Uint8Array, nowMs: number): void;
    onGossip(gossip: Gossip, sender: string, nowMs: number): void;
    onIHave(ihave: IHave, sender: string, nowMs: number): void;
    onGraft(graft: Graft, sender: string): void;
    onPrune(origin: string, sender: string, nowMs: number): void;
    tick(nowMs: number): void;
    /** Reminds one neighbour of what is kept. */
    beat(nowMs: number): void;
    nextMs(): number;
    /** Keeps a message, pushes it to the eager peers and announces it to the others. */
    private pass;
    /** The message came twice: this peer's way is not needed. */
    private prune;
    private miss;
    /** Asks for what has not come in time, one holder after the other. */
    private graft;
    private graftFrom;
    private flush;
    private followRings;
    private get patienceMs();
}
