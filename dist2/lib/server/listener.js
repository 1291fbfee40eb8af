/**
 * Listens on a port and makes a Connection of everything that connects. The client port and the shard port each have one, in
 * each shard.
 *
 * The shards of a member share the client port in the best way that there is: each has a socket of its own that the
 * system spreads connections over (SO_REUSEPORT, Node 22.12 on some systems), or all listen on the first one's
 * descriptor, or the first accepts alone.
 */
import net from 'node:net';
import { ERRORS, errorText } from '../resp/errors.js';
import { descriptorOf } from './socket-handle.js';
const BACKLOG = 511;
const KEEP_ALIVE_MS = 300_000;
/** Shard-port connections beyond `maxclients` that may yet turn out to be peers. */
const PEER_ALLOWANCE = 1024;
export class Listener {
    options;
    server;
    /** Others listen on the same descriptor. */
    isShared = false;
    isClosed = false;
    constructor(options) {
        this.options = options;
        this.server = this.newServer();
    }
    /** The port that it listens on; 0 before it does. */
    get port() {
        const address = this.server.address();
        return address === null || typeof address === 'string' ? 0 : address.port;
    }
    /** Resolves when it listens; rejects with the system's error (`EADDRINUSE`, ...) if it cannot. Port 0 takes a free one. */
    listen(host, port) {
        return this.begin({ host, port });
    }
    /** Like `listen`, on a port that other threads are to listen on too: resolves to what they need for it. */
    async listenFirst(host, port) {
        // With SO_REUSEPORT another process of the same user would not notice, nor be noticed: first see that there is none.
        await this.begin({ host, port });
        const found = this.port;
        await this.closed();
        try {
            await this.begin({ host, port: found, reusePort: true });
        }
        catch (error) {
            if (!isUnsupported(error))
                throw error;
            await this.begin({ host, port: found });
        }
        return { host, port: found, descriptor: descriptorOf(this.server) };
    }
    /** Listens on a port that another thread has opened, if that is possible here. */
    async listenToo({ host, port, descriptor }) {
        try {
            await this.begin({ host, port, reusePort: true });
            return 'own socket';
        }
        catch (error) {
            const isTaken = error.code === 'EADDRINUSE';
            if (!isTaken && !isUnsupported(error))
                throw error;
        }
        if (descriptor === undefined)
            return 'none';
        await this.begin({ fd: descriptor });
        this.isShared = true;
        return 'descriptor';
    }
    /** Others listen on this one's descriptor from now on. */
    share() {
        this.isShared = true;
    }
    /** Accepts no more connections. Those there are go on. A shared descriptor stays open until `end`. */
    close() {
        this.isClosed = true;
        if (!this.isShared)
            this.server.close();
    }
    /** Closes it; resolves when the port is free, to be listened on again. */
    async closed() {
        await new Promise((resolve) => this.server.close(resolve));
    }
    /** Closes the socket. Of a shared one: when the reserve of descriptors is released, see descriptor-reserve.ts. */
    end() {
        this.server.close();
    }
    newServer() {
        return net.createServer({
            allowHalfOpen: true,
            pauseOnConnect: true,
            noDelay: true,
            keepAlive: true,
            keepAliveInitialDelay: KEEP_ALIVE_MS,
        }, (socket) => this.accept(socket));
    }
    async begin(options) {
        const { server } = this;
        this.isClosed = false;
        this.isShared = false;
        await new Promise((resolve, reject) => {
            server.once('error', reject);
            server.listen({ ...options, backlog: BACKLOG }, () => {
                server.off('error', reject);
                resolve();
            });
        });
        // Later errors of a listening socket (EMFILE on accept) cost one connection, not the node.
        server.on('error', () => {
            this.options.dispatcher.stats.connectionsRejected++;
        });
    }
    accept(socket) {
        const { kind, dispatcher, connections } = this.options;
        if (this.isClosed) {
            socket.destroy();
            return;
        }
        const excess = connections.memberClientCount - this.options.maxClients();
        if (excess >= (kind === 'client' ? 0 : PEER_ALLOWANCE)) {
            dispatcher.stats.connectionsRejected++;
            socket.on('error', () => { });
            socket.end(`-${errorText(ERRORS.maxClients)}\r\n`, () => socket.destroy());
            return;
        }
        dispatcher.stats.connectionsReceived++;
        connections.add(socket, kind, excess >= 0, dispatcher);
    }
}
function isUnsupported(error) {
    const { code } = error;
    return code === 'ENOTSUP' || code === 'EINVAL' || code === 'ENOPROTOOPT';
}
//# sourceMappingURL=listener.js.map