import type { Incoming, Message } from '../core/messages.ts';
import type { Address, MemberInfo } from '../core/types.ts';
import { type MessageCounts } from '../wire/counts.ts';
import type { DriverConfig } from './options.ts';
export interface BusEvents {
    receive(incoming: Incoming, from: Address): void;
    /** A sealed ping came here that was for another instance. */
    misdirected(pinged: string, from: Address): void;
    /** Nobody listens at this address. */
    refused(address: Address): void;
}
export declare class BusSocket {
    private readonly socket;
    private readonly encoder;
    private readonly clusterHash;
    private readonly keyring;
    /** For what is clear; the keyring has one of its own. */
    private readonly guard;
    private readonly knocker;
    /** For what is sealed. */
    private readonly destinations;
    private readonly names;
    private readonly events;
    private readonly tally;
    private sending;
    constructor({ bindHost, clusterName, keys, config }: DriverConfig, events: BusEvents);
    /** Whether to knock at who does not answer. */
    set isKnocking(on: boolean);
    /** Seals with the first of these keys from now on, and opens with all of them. Only where there were keys before. */
    setKeys(keys: readonly Uint8Array[]): void;
    get counts(): MessageCounts;
    /** Resolves to the port bound; rejects with the error of the operating system. */
    bind(host: string, port: number): Promise<number>;
    /** The member list changed. Only for sealed datagrams. */
    follow(members: readonly MemberInfo[]): void;
    send(messages: readonly Message[], to: Address): void;
    private sendBytes;
    close(): Promise<void>;
    private onDatagram;
    private onMisdirected;
    private enlargeReceiveBuffer;
}
