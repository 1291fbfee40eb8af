/**
 * The UDP socket of the bus: binds, decodes what comes in, encodes and sends what goes out, and counts both.
 *
 * Bounds: at most SEND_LIMIT datagrams wait to be sent; more are dropped and counted. A datagram that is not good is
 * counted and dropped. An empty one is a knock (knocker.ts), for which being received is enough.
 */
import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIPv6 } from 'node:net';
import type { Incoming, Message } from '../core/messages.ts';
import type { Address, MemberInfo } from '../core/types.ts';
import { countMessages, type MessageCounts, newCounts } from '../wire/counts.ts';
import { clusterHashOf, DatagramEncoder, decodeDatagram, type MisdirectedPing } from '../wire/datagram.ts';
import { Keyring } from '../wire/keyring.ts';
import { ReplayGuard } from '../wire/replay-window.ts';
import { CIPHER_SUITE } from './cipher-suite.ts';
import { Destinations } from './destinations.ts';
import { Knocker } from './knocker.ts';
import { NameCache } from './name-cache.ts';
import type { DriverConfig } from './options.ts';
import { monotonicMs } from './thread-messages.ts';

/** The usual default holds only some 256 small datagrams, too few for a stall of the process. */
const RECEIVE_BUFFER_SIZE = 4 * 1024 * 1024;
const SEND_LIMIT = 4096;

export interface BusEvents {
  receive(incoming: Incoming, from: Address): void;
  /** A sealed ping came here that was for another instance. */
  misdirected(pinged: string, from: Address): void;
  /** Nobody listens at this address. */
  refused(address: Address): void;
}

export class BusSocket {
  private readonly socket: Socket;
  private readonly encoder: DatagramEncoder;
  private readonly clusterHash: number;
  private readonly keyring: Keyring | undefined;
  /** For what is clear; the keyring has one of its own. */
  private readonly guard = new ReplayGuard();
  private readonly knocker: Knocker;
  /** For what is sealed. */
  private readonly destinations = new Destinations();
  private readonly names = new NameCache(lookup, monotonicMs);
  private readonly events: BusEvents;
  private readonly tally = newCounts();
  private sending = 0;

  constructor({ bindHost, clusterName, keys, config }: DriverConfig, events: BusEvents) {
    this.events = events;
    const { instance } = config.self;
    this.clusterHash = clusterHashOf(clusterName);
    this.keyring = keys.length > 0 ? new Keyring(CIPHER_SUITE, instance, keys) : undefined;
    this.encoder = new DatagramEncoder(this.clusterHash, instance, this.keyring);
    const type = isIPv6(bindHost) ? 'udp6' : 'udp4';
    const options: SocketOptions = { type, lookup: this.names.lookup };
    this.knocker = new Knocker(options, bindHost, events.refused);
    this.socket = createSocket(options);
    this.socket.on('message', (datagram, from) => {
      if (datagram.length > 0) this.onDatagram(datagram, { host: from.address, port: from.port });
    });
  }

  /** Whether to knock at who does not answer. */
  set isKnocking(on: boolean) {
    this.knocker.isOn = on;
  }

  /** Seals with the first of these keys from now on, and opens with all of them. Only where there were keys before. */
  setKeys(keys: readonly Uint8Array[]): void {
    this.keyring?.setKeys(keys);
  }

  get counts(): MessageCounts {
    return this.tally;
  }

  /** Resolves to the port bound; rejects with the error of the operating system. */
  bind(host: string, port: number): Promise<number> {
    const { socket } = this;
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, host, () => {
        socket.off('error', reject);
        // An error later on concerns single datagrams: they count as lost.
        socket.on('error', () => this.tally.sendErrors++);
        this.enlargeReceiveBuffer();
        resolve(socket.address().port);
      });
    });
  }

  /** The member list changed. Only for sealed datagrams. */
  follow(members: readonly MemberInfo[]): void {
    this.destinations.follow(members);
  }

  send(messages: readonly Message[], to: Address): void {
    countMessages(this.tally.sent, messages);
    if (messages.some(({ type }) => type === 'ping')) this.knocker.pinging(to, this.names.known(to.host));
    this.encoder.encode(messages, (bytes) => this.sendBytes(bytes, to), this.destinations.at(to));
  }

  private sendBytes(bytes: Buffer, to: Address): void {
    if (this.sending >= SEND_LIMIT) {
      this.tally.sendErrors++;
      return;
    }
    this.sending++;
    this.tally.datagramsSent++;
    this.tally.bytesSent += bytes.length;
    this.socket.send(Buffer.from(bytes), to.port, to.host, this.onSend);
  }

  private readonly onSend = (error: Error | null): void => {
    this.sending--;
    if (error) this.tally.sendErrors++;
  };

  close(): Promise<void> {
    this.knocker.close();
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private onDatagram(datagram: Buffer, from: Address): void {
    const decoded = decodeDatagram(datagram, this.clusterHash, this.keyring, this.guard);
    if (!decoded.ok) {
      this.tally.dropped[decoded.reason]++;
      if (decoded.misdirected) this.onMisdirected(decoded.misdirected, from);
      return;
    }
    if (this.keyring) this.destinations.learn(from, decoded.sender);
    this.tally.datagramsReceived++;
    this.tally.bytesReceived += datagram.length;
    countMessages(this.tally.received, decoded.messages);
    this.knocker.heard(from);
    this.events.receive(decoded, from);
  }

  private onMisdirected({ sender, pinged }: MisdirectedPing, from: Address): void {
    // So that the answer can be opened; but a replay must not take the place of what is known.
    if (this.destinations.at(from) === undefined) this.destinations.learn(from, sender);
    this.events.misdirected(pinged, from);
  }

  private enlargeReceiveBuffer(): void {
    try {
      this.socket.setRecvBufferSize(RECEIVE_BUFFER_SIZE);
    } catch {
      // Some systems refuse sizes above their limit instead of clamping them; the default still works.
    }
  }
}
