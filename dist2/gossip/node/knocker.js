/**
 * Evidence that a process is gone, faster than silence: where nobody listens on a UDP port any more the operating system
 * answers with ICMP "port unreachable", which only a connected socket reports (ECONNREFUSED, usually within milliseconds).
 *
 * Who has not answered the last ping when the next one goes out gets a knock as well: an empty datagram from a connected
 * socket of its own. A living member takes no notice of it. So knocking costs nothing as long as everybody answers, and the pings
 * themselves still come from the bus port.
 *
 * Bounds: SOCKET_LIMIT sockets, PINGED_LIMIT addresses that have not answered yet; the oldest one goes first.
 */
import { createSocket } from 'node:dgram';
const SOCKET_LIMIT = 16;
const PINGED_LIMIT = 256;
const NOTHING = new Uint8Array(0);
export class Knocker {
    options;
    bindHost;
    onRefused;
    /** Addresses pinged that nothing has come from since. */
    pinged = new Set();
    sockets = new Map();
    isKnocking = true;
    /**
     * @param options for the sockets
     * @param bindHost what the bus is bound to
     * @param onRefused called for each knock that the system says nobody can have heard
     */
    constructor(options, bindHost, onRefused) {
        this.options = options;
        this.bindHost = bindHost;
        this.onRefused = onRefused;
    }
    set isOn(on) {
        this.isKnocking = on;
        if (!on)
            this.close();
    }
    /** A ping goes to this address. @param ip what its host stands for, as what comes from there will say */
    pinging(to, ip) {
        if (!this.isKnocking)
            return;
        const key = keyOf({ host: ip, port: to.port });
        if (this.pinged.has(key))
            this.knock(key, to);
        else {
            this.pinged.add(key);
            dropOldest(this.pinged, PINGED_LIMIT);
        }
    }
    /** Something came from this address. */
    heard(from) {
        // Asked for each datagram, and nearly always answered by the first look.
        if (this.pinged.size > 0)
            this.pinged.delete(keyOf(from));
    }
    close() {
        for (const key of [...this.sockets.keys()])
            this.closeSocket(key);
        this.pinged.clear();
    }
    knock(key, to) {
        const known = this.sockets.get(key);
        if (known) {
            this.send(key, known);
            return;
        }
        const socket = createSocket(this.options);
        this.sockets.set(key, socket);
        if (this.sockets.size > SOCKET_LIMIT)
            this.closeSocket(this.sockets.keys().next().value);
        socket.on('error', (error) => {
            if (this.sockets.get(key) !== socket)
                return;
            if (error.code === 'ECONNREFUSED')
                this.onRefused(to);
            else
                this.closeSocket(key);
        });
        socket.unref();
        // From the address that the member is bound to, so that the knock takes the way of the pings.
        socket.bind(0, this.bindHost, () => {
            if (this.sockets.get(key) === socket)
                socket.connect(to.port, to.host, () => this.send(key, socket));
        });
    }
    send(key, socket) {
        try {
            // The refusal of an earlier knock may come back as the error of this one: both mean the same.
            socket.send(NOTHING, (error) => {
                if (error)
                    socket.emit('error', error);
            });
        }
        catch {
            // It could not be connected: the next knock tries it with a new one.
            this.closeSocket(key);
        }
    }
    closeSocket(key) {
        this.sockets.get(key)?.close();
        this.sockets.delete(key);
    }
}
function keyOf({ host, port }) {
    return `${host}:${port}`;
}
function dropOldest(set, limit) {
    for (const oldest of set) {
        if (set.size <= limit)
            return;
        set.delete(oldest);
    }
}
//# sourceMappingURL=knocker.js.map