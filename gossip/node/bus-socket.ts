/**
 * The UDP socket of the bus: binds, decodes what comes in, encodes and sends what goes out, and counts both.
 *
 * Bounds: at most SEND_LIMIT datagrams wait to be sent; more are dropped and counted. A datagram that is not good is
 * counted and dropped.
 */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Incoming, Message } from '../core/messages.ts';
import type { Address } from '../core/types.ts';
import { countMessages, type MessageCounts, newCounts } from '../wire/counts.ts';
import { clusterHashOf, DatagramEncoder, decodeDatagram } from '../wire/datagram.ts';

/** The usual default holds only some 256 small datagrams, too few for a stall of the process. */
const RECEIVE_BUFFER_SIZE = 4 * 1024 * 1024;
const SEND_LIMIT = 4096;

export class BusSocket {
  private readonly socket: Socket;
  private readonly encoder: DatagramEncoder;
  private readonly clusterHash: number;
  private readonly tally = newCounts();
  private sending = 0;

  constructor(
    bindHost: string,
    clusterName: string,
    instance: string,
    receive: (incoming: Incoming, from: Address) => void,
  ) {
    this.clusterHash = clusterHashOf(clusterName);
    this.encoder = new DatagramEncoder(this.clusterHash, instance);
    this.socket = createSocket(isIPv6(bindHost) ? 'udp6' : 'udp4');
    this.socket.on('message', (datagram, from) => {
      const decoded = decodeDatagram(datagram, this.clusterHash);
      if (!decoded.ok) {
        this.tally.dropped[decoded.reason]++;
        return;
      }
      this.tally.datagramsReceived++;
      this.tally.bytesReceived += datagram.length;
      countMessages(this.tally.received, decoded.messages);
      receive(decoded, { host: from.address, port: from.port });
    });
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

  send(messages: readonly Message[], to: Address): void {
    countMessages(this.tally.sent, messages);
    this.encoder.encode(messages, (bytes) => {
      if (this.sending >= SEND_LIMIT) {
        this.tally.sendErrors++;
        return;
      }
      this.sending++;
      this.tally.datagramsSent++;
      this.tally.bytesSent += bytes.length;
      this.socket.send(Buffer.from(bytes), to.port, to.host, (error) => {
        this.sending--;
        if (error) this.tally.sendErrors++;
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private enlargeReceiveBuffer(): void {
    try {
      this.socket.setRecvBufferSize(RECEIVE_BUFFER_SIZE);
    } catch {
      // Some systems refuse sizes above their limit instead of clamping them; the default still works.
    }
  }
}
