/**
 * Datagrams, version 1. Big-endian, at most 1200 bytes, so that they are never fragmented:
 *
 *   magic 1, version 1, flags 1, key id 1, cluster hash 4, sender's instance 8, destination 2, counter 6    the header, 24 bytes
 *   (type 1, length varint, value)*                                                                       the body
 *   clear, flags 0: CRC32C 4, over all before it
 *   sealed, flags 1: the body is encrypted, and behind it stands the tag 16, over header and body (keyring.ts)
 *
 * A sealed datagram names the instance that it is for by 16 bits of a hash, so that nobody can play it to another member than its own:
 * 0 stands for whoever is there, which is good only for a join. A ping says itself whom it is for.
 *
 * A member with keys drops what is clear, and one without drops what is sealed. Types that are not known are skipped.
 * Nothing that comes in can make the decoder throw; a datagram is either good as a whole or dropped with a reason.
 */
import type { Message } from '../core/messages.ts';
import type { Keyring } from './keyring.ts';
import type { ReplayGuard } from './replay-window.ts';
/** Largest datagram, in bytes. */
export declare const DATAGRAM_LIMIT = 1200;
export declare const HEADER_SIZE = 24;
/** Why a datagram was dropped. */
export declare const DROP_REASONS: readonly ['size', 'magic', 'version', 'flags', 'cluster', 
/** It is not sealed, and this member has keys. */
'clear', 
/** It is sealed, and this member has no key. */
'sealed', 'checksum', 
/** Sealed with a key that this member does not have. */
'key', 
/** Changed on its way, or sealed with a key that only looks like one of ours. */
'authentication', 
/** It came before, or is too old to tell. */
'replay', 
/** It was sealed for another instance. */
'destination', 'body'];
export type DropReason = (typeof DROP_REASONS)[number];
export type Decoded = {
    readonly ok: true;
    readonly sender: string;
    readonly messages: Message[];
} | {
    readonly ok: false;
    readonly reason: DropReason;
    readonly misdirected?: MisdirectedPing;
};
/** What is told of a sealed datagram that is dropped for its destination, if it has a ping. It may be a replay. */
export interface MisdirectedPing {
    readonly sender: string;
    /** The instance that the ping was for. */
    readonly pinged: string;
}
/** The hash that keeps clusters with different names apart. */
export declare function clusterHashOf(clusterName: string): number;
/** Encodes the datagrams of one member. */
export declare class DatagramEncoder {
    private readonly writer;
    private readonly datagram;
    private readonly clusterHash;
    private readonly instance;
    private readonly keyring;
    private counter;
    /** Of the datagrams in work, and whether the present one has a join in it. */
    private destination;
    private hasJoin;
    /**
     * @param instance 16 hex digits; that of the keyring if there is one
     * @param keyring seals the datagrams; without one they are clear
     */
    constructor(clusterHash: number, instance: string, keyring?: Keyring);
    /**
     * Packs messages, in order, into as few datagrams as it takes, and hands each to `send`, which must copy what it keeps: the
     * buffer is used again. A message that fits no datagram is left out.
     * @param destination instance that is to open what is sealed, if it is known; a join is for whoever is there
     */
    encode(messages: readonly Message[], send: (datagram: Buffer) => void, destination?: string): void;
    private begin;
    private append;
    private rewind;
    private finish;
}
/**
 * Decodes one datagram. Keeps no reference to `datagram`. Never throws.
 * @param keyring opens it, once: the same datagram again is a replay; without one only clear datagrams are good
 * @param guard knows those that are replays among the clear ones; without one none is. What nobody has sealed may be
 * forged, so this keeps out what the network repeats or somebody recorded, and no more
 */
export declare function decodeDatagram(datagram: Buffer, clusterHash: number, keyring?: Keyring, guard?: ReplayGuard): Decoded;
