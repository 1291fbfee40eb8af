/**
 * Proof that a process is gone, which is faster than silence: a machine that is up answers a datagram to a port that nobody has open
 * with a refusal (ICMP port unreachable, ECONNREFUSED at a connected UDP socket).
 *
 * One refusal proves nothing: a socket may just be opened anew, a firewall or an address translator on the way may refuse, another
 * member may know better. So a case is opened: the address is pinged again until it has refused twice, at least
 * REFUSAL_GAP_MS apart, and the other observers are asked to look for themselves. The process is gone when another one has found the same,
 * or when there is no other to ask. Any sign of life after the first refusal, here or at another observer, closes the case.
 *
 * Bounds: one case for each live member, given up after ttl.
 */
import type { Accusations } from './accusations.ts';
import { type Context } from './context.ts';
import type { Member } from './member.ts';
import { type Query, type Reply } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Address } from './types.ts';
export declare class CrashEvidence {
    private readonly context;
    private readonly prober;
    private readonly accusations;
    private readonly cases;
    constructor(context: Context, prober: Prober, accusations: Accusations);
    /** A datagram to this address was refused. */
    onRefused(address: Address, nowMs: number): void;
    /** A connection to this member was reset: perhaps its process is gone. */
    onLinkReset(id: string, nowMs: number): void;
    /** Another observer had a datagram to this member refused. Returns whether this one has found the same. */
    onQuery(query: Query, member: Member, nowMs: number): boolean;
    onReply(reply: Reply, sender: string, nowMs: number): void;
    tick(nowMs: number): void;
    nextMs(): number;
    /** Asks the other observers; where there is none that could know better, the own evidence decides. */
    private ask;
    private conclude;
    /** The member answered meanwhile, is somebody or somewhere else now, or too much time has passed. */
    private isOver;
    /** The live member at this address; undefined if there is none, or more than one says so. */
    private memberAt;
}
