/**
 * The UDP socket of the bus: binds, decodes what comes in, encodes and sends what goes out, and counts both.
 *
 * Bounds: at most SEND_LIMIT datagrams wait to be sent; more are dropped and counted. A datagram that is not good is
 * counted and dropped. An empty one is a knock (knocker.ts), for which being received is enough.
 */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIPv6 } from 'node:net';
import { countMessages, newCounts } from '../wire/counts.js';
import { clusterHashOf, DatagramEncoder, decodeDatagram } from '../wire/datagram.js';
import { Keyring } from '../wire/keyring.js';
import { ReplayGuard } from '../wire/replay-window.js';
import { CIPHER_SUITE } from './cipher-suite.js';
import { Destinations } from './destinations.js';
import { Knocker } from './knocker.js';
import { NameCache } from './name-cache.js';
import { monotonicMs } from './thread-messages.js';
/** The usual default holds only some 256 small datagrams, too few for a stall of the process. */
const RECEIVE_BUFFER_SIZE = 4 * 1024 * 1024;
const SEND_LIMIT = 4096;
export class BusSocket {
    socket;
    encoder;
    clusterHash;
    keyring;
    /** For what is clear; the keyring has one of its own. */
    guard = new ReplayGuard();
    knocker;
    /** For what is sealed. */
    destinations = new Destinations();
    names = new NameCache(lookup, monotonicMs);
    events;
    tally = newCounts();
    sending = 0;
    constructor({ bindHost, clusterName, keys, config }, events) {
        this.events = events;
        const { instance } = config.self;
        this.clusterHash = clusterHashOf(clusterName);
        this.keyring = keys.length > 0 ? new Keyring(CIPHER_SUITE, instance, keys) : undefined;
        this.encoder = new DatagramEncoder(this.clusterHash, instance, this.keyring);
        const type = isIPv6(bindHost) ? 'udp6' : 'udp4';
        const options = { type, lookup: this.names.lookup };
        this.knocker = new Knocker(options, bindHost, events.refused);
        this.socket = createSocket(options);
        this.socket.on('message', (datagram, from) => {
            if (datagram.length > 0)
                this.onDatagram(datagram, { host: from.address, port: from.port });
        });
    }
    /** Whether to knock at who does not answer. */
    set isKnocking(on) {
        this.knocker.isOn = on;
    }
    /** Seals with the first of these keys from now on, and opens with all of them. Only where there were keys before. */
    setKeys(keys) {
        this.keyring?.setKeys(keys);
    }
    get counts() {
        return this.tally;
    }
    /** Resolves to the port bound; rejects with the error of the operating system. */
    bind(host, port) {
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
    follow(members) {
        this.destinations.follow(members);
    }
    send(messages, to) {
        countMessages(this.tally.sent, messages);
        if (messages.some(({ type }) => type === 'ping'))
            this.knocker.pinging(to, this.names.known(to.host));
        this.encoder.encode(messages, (bytes) => this.sendBytes(bytes, to), this.destinations.at(to));
    }
    sendBytes(bytes, to) {
        if (this.sending >= SEND_LIMIT) {
            this.tally.sendErrors++;
            return;
        }
        this.sending++;
        this.tally.datagramsSent++;
        this.tally.bytesSent += bytes.length;
        this.socket.send(Buffer.from(bytes), to.port, to.host, (error) => {
            this.sending--;
            if (error)
                this.tally.sendErrors++;
        });
    }
    close() {
        this.knocker.close();
        return new Promise((resolve) => this.socket.close(() => resolve()));
    }
    onDatagram(datagram, from) {
        const decoded = decodeDatagram(datagram, this.clusterHash, this.keyring, this.guard);
        if (!decoded.ok) {
            this.tally.dropped[decoded.reason]++;
            if (decoded.misdirected)
                this.onMisdirected(decoded.misdirected, from);
            return;
        }
        if (this.keyring)
            this.destinations.learn(from, decoded.sender);
        this.tally.datagramsReceived++;
        this.tally.bytesReceived += datagram.length;
        countMessages(this.tally.received, decoded.messages);
        this.knocker.heard(from);
        this.events.receive(decoded, from);
    }
    onMisdirected({ sender, pinged }, from) {
        // So that the answer can be opened; but a replay must not take the place of what is known.
        if (this.destinations.at(from) === undefined)
            this.destinations.learn(from, sender);
        this.events.misdirected(pinged, from);
    }
    enlargeReceiveBuffer() {
        try {
            this.socket.setRecvBufferSize(RECEIVE_BUFFER_SIZE);
        }
        catch {
            // Some systems refuse sizes above their limit instead of clamping them; the default still works.
        }
    }
}
//# sourceMappingURL=bus-socket.js.map