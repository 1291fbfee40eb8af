import { resolveOptions } from '../../lib/config/resolve.js';
import { Connections } from '../../lib/server/connections.js';
import { Dispatcher } from '../../lib/server/dispatcher.js';
import { buildShardMap } from '../../shard/index.js';
import { FakeNode, MY_ID } from '../commands/harness.js';
import { FakeSocket } from '../server/fake-socket.js';
export const PROXY_TIMEOUT_MS = 5000;
const STEP_MS = 100;
export class Rig {
    node = new FakeNode();
    defects = [];
    httpClients = [];
    resets = [];
    connections = new Connections();
    dispatcher = new Dispatcher({
        keyspace: this.node.keyspace,
        stats: this.node.stats,
        node: this.node.services,
        selfId: () => MY_ID,
        options: () => resolveOptions({ proxyTimeoutMs: PROXY_TIMEOUT_MS }),
        onDefect: (error) => this.defects.push(error),
        onHttp: (address) => this.httpClients.push(address),
        onLinkReset: (memberId) => this.resets.push(memberId),
        clock: () => this.clockMs(),
    });
    /** By which a turn of the event loop is bounded. It stands still, so that no turn is ever cut short, unless a spec says otherwise. */
    clockMs = () => 0;
    nowMs = 0;
    peers = new Set();
    constructor() {
        this.dispatcher.router.forwarder.tick(0);
    }
    /** A map in which these members own the slots; those that leave are members, too. */
    setMap(epoch, owners, leaving = []) {
        const peers = owners.filter((owner) => owner !== 'me');
        for (const peer of [...peers, ...leaving])
            this.peers.add(peer);
        const ids = owners.map((owner) => (owner === 'me' ? MY_ID : owner.id));
        const placed = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
        const members = [...peers, ...leaving].map((peer) => ({
            id: peer.id,
            host: '127.0.0.1',
            via: '127.0.0.1',
            shardPort: peer.port,
            leaving: leaving.includes(peer),
        }));
        this.dispatcher.router.setMap(buildShardMap(placed, epoch), members);
    }
    connect(kind = 'client') {
        const socket = new FakeSocket(false, () => this.dispatcher.turn.run());
        this.connections.add(socket, kind, false, this.dispatcher);
        return socket;
    }
    /** Whether the link to that member is ready. */
    isLinked(peer) {
        for (const link of this.dispatcher.router.forwarder.linkList())
            if (link.address.memberId === peer.id)
                return link.ready && link.address.port === peer.port;
        return false;
    }
    /** Time passes, in ticks as a node's. */
    pass(ms) {
        for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
            this.nowMs += STEP_MS;
            this.dispatcher.router.forwarder.tick(this.nowMs);
        }
    }
    /** The process stands still for that long: only then comes the next tick. */
    stall(ms) {
        this.nowMs += ms;
        this.dispatcher.router.forwarder.tick(this.nowMs);
    }
    close() {
        this.dispatcher.router.forwarder.close();
        for (const peer of this.peers)
            peer.close();
    }
}
//# sourceMappingURL=rig.js.map