/**
 * Pings: the regular round, and probes of single members (SWIM, section 3.1).
 *
 * A round takes one hf and has 4 beats: one ping to the successor on each of the 3 rings, and one to a member in shuffled
 * round-robin order (SWIM, section 4.3). A probe is a ping; without an ack after Tp it is repeated once, and 3 helpers are asked
 * to ping the target too; a helper without an answer says so (NACK) at 0.8 Tp. Not in the paper: the direct retry, and that probes
 * decide nothing. They only produce signs of life; silence is judged by the failure detector.
 *
 * Bounds: one probe for each live member; RELAY_LIMIT pings on behalf of others.
 */
import { type Context } from './context.ts';
import type { Member } from './member.ts';
import type { Ack, IndirectAck, Nack, PingRequest } from './messages.ts';
import type { Address } from './types.ts';
export declare class Prober {
    private readonly context;
    private readonly probes;
    private readonly probeSeqOf;
    private readonly relays;
    /** Smoothed round trip of probes, in ms; 0 while there was none. */
    srttMs: number;
    private beatCount;
    /** The present round-robin: how many turns it has left, where on the ring it is, and by how much it moves. */
    private turnsLeft;
    private place;
    private stride;
    constructor(context: Context);
    /** One beat of the regular round. */
    beat(nowMs: number): void;
    /** Starts a probe of a member, unless one is under way. */
    probe(member: Member, nowMs: number): void;
    /** Starts a probe of a member afresh, with a ping at once. */
    probeAgain(member: Member, nowMs: number): void;
    tick(nowMs: number): void;
    /** The time of the next deadline; Infinity if there is none. */
    nextMs(): number;
    onAck(ack: Ack, nowMs: number): void;
    /** A helper's ping was answered. Returns the member, which was alive at the time returned with it or later. */
    onIndirectAck(message: IndirectAck, nowMs: number): {
        member: Member;
        aliveMs: number;
    } | undefined;
    onNack(message: Nack): void;
    onPingRequest(request: PingRequest, from: Address, nowMs: number): void;
    /** Moves every deadline on by the time that this member itself was stalled. */
    shift(lostMs: number): void;
    /** Gives up everything under way. */
    clear(): void;
    /** How long to wait for an ack, in ms: 4 smoothed round trips, at least 20 ms, at most hf/4. */
    get timeoutMs(): number;
    private sendPing;
    private widen;
    private fail;
    private finish;
    private measure;
    /** Up to 3 live members to ask for an indirect probe, drawn at random. */
    private pickHelpers;
    /** The next member of the round-robin: it goes over the ring by a stride that is drawn for each round and reaches everybody. */
    private nextInTurn;
}
