import { Connection } from './connection.js';
export class Connections {
    byNumber = new Map();
    shard;
    /** How many clients each shard of the member has; the shards share the memory. */
    counts;
    lastId;
    peerCount = 0;
    /** `counts` has an element for each shard of the member, of which this is the one with index `shard`. */
    constructor(shard = 0, counts = new Int32Array(1)) {
        this.shard = shard;
        this.counts = counts;
        this.lastId = 1 + shard - counts.length;
    }
    /** Number of connections that are not peers. */
    get clientCount() {
        return this.byNumber.size - this.peerCount;
    }
    /** `clientCount` of all shards of the member. */
    get memberClientCount() {
        return this.counts.reduce((sum, count) => sum + count, 0);
    }
    add(socket, kind, isOverLimit, dispatcher) {
        this.lastId += this.counts.length;
        const id = this.lastId;
        const onPeer = () => {
            this.peerCount++;
            this.publishCount();
        };
        const onClose = () => {
            this.byNumber.delete(id);
            dispatcher.node.pubsub.drop(connection);
            if (connection.kind === 'peer')
                this.peerCount--;
            this.publishCount();
        };
        const connection = new Connection(socket, id, kind, isOverLimit, dispatcher, onPeer, onClose);
        this.byNumber.set(id, connection);
        this.publishCount();
    }
    *list() {
        for (const connection of this.byNumber.values())
            if (connection.kind !== 'peer')
                yield connection;
    }
    *peers() {
        for (const connection of this.byNumber.values())
            if (connection.kind === 'peer')
                yield connection;
    }
    byId(id) {
        const connection = this.byNumber.get(id);
        return connection?.kind === 'peer' ? undefined : connection;
    }
    /** Has every client close once its replies are sent; peers go on. */
    closeClients() {
        for (const client of this.list())
            client.closeAfterReplies();
    }
    /** Closes the links of other members at once; what they sent and is not executed yet is not executed any more. */
    killPeers() {
        for (const connection of this.byNumber.values())
            if (connection.kind === 'peer')
                connection.kill();
    }
    /** Whether only peers are left, which have not sent anything since `sinceMs` (wall clock) and wait for nothing. */
    isQuiet(sinceMs) {
        for (const connection of this.byNumber.values()) {
            if (connection.kind !== 'peer' || connection.lastActiveAtMs > sinceMs || connection.isWaiting)
                return false;
        }
        return true;
    }
    publishCount() {
        this.counts[this.shard] = this.clientCount;
    }
    /** Closes all at once. */
    kill() {
        for (const connection of this.byNumber.values())
            connection.kill();
    }
}
//# sourceMappingURL=connections.js.map