/**
 * All shards of a member, as its main thread sees them: the first, which it runs itself, and those in worker threads. With one shard
 * there are no threads, and nothing here does more than call that one.
 *
 * Order of closing: everything but the client port first, in all shards. Then nothing of the node opens descriptors any
 * more, and the client port, whose descriptor several threads may share, can be closed (see descriptor-reserve.ts).
 */
import { DescriptorReserve } from '../server/descriptor-reserve.js';
import { Shard } from './shard.js';
import { ShardThread } from './shard-thread.js';
/** How often a run of neighbouring free ports is looked for where any will do. */
const PORT_ATTEMPTS = 50;
export class ShardGroup {
    first;
    setup;
    member;
    onDeath;
    reserve = new DescriptorReserve();
    threads = [];
    /** `setup` is that of the first. `onDeath` is called when one of the others ends by itself. */
    constructor(setup, member, onDeath) {
        this.first = new Shard(setup, member);
        this.setup = setup;
        this.member = member;
        this.onDeath = (error) => {
            this.reserve.release();
            onDeath(error);
        };
    }
    get count() {
        return this.setup.clientCounts.length;
    }
    /** Starts the threads and opens all ports. Rejects with the system's error; `close` is to be called then, too. */
    async open(host, clientPort, shardPort, memberId) {
        const { setup, first } = this;
        first.start();
        for (let index = 1; index < this.count; index++) {
            setup.clientCounts[index] = 0;
            const own = { ...setup, index, memberId, options: first.live.current };
            this.threads.push(new ShardThread(own, this.member, this.onDeath));
        }
        await this.openShardPorts(host, shardPort);
        if (this.threads.length > 0)
            this.reserve.take();
        const opened = await first.openClientPort(host, clientPort);
        const sharing = [];
        for (const { channel } of this.threads) {
            const how = await channel.call('shareClientPort', opened);
            if (how === 'descriptor')
                first.clientListener.share();
            sharing.push(how);
        }
        if (!sharing.includes('descriptor'))
            this.reserve.release();
        return sharing;
    }
    /** Tells every shard. */
    tell(method, ...args) {
        for (const { channel } of this.threads)
            channel.post(method, ...args);
        this.callFirst(method, args);
    }
    /** Calls every shard; resolves to what they return, the first one's first. Rejects if one of them is gone. */
    ask(method, ...args) {
        return this.askAllBut(-1, method, args);
    }
    /** Calls every shard but one. */
    async askAllBut(index, method, args) {
        const calls = index === 0 ? [] : [this.callFirst(method, args)];
        for (const [at, { channel }] of this.threads.entries()) {
            if (at + 1 !== index)
                calls.push(channel.call(method, ...args));
        }
        return Promise.all(calls);
    }
    /** Closes all ports and connections at once, and ends the threads. */
    async close() {
        const threads = this.threads;
        this.threads = [];
        this.first.close();
        await Promise.allSettled(threads.map(({ channel }) => channel.call('close')));
        this.reserve.release();
        this.first.end();
        await Promise.allSettled(threads.map(({ channel }) => channel.call('end')));
        await Promise.all(threads.map((thread) => thread.stop()));
    }
    callFirst(method, args) {
        const { first } = this;
        return first[method].apply(first, [...args]);
    }
    /** Shard i gets the port `base` + i; where `base` is 0, any such run of ports. */
    async openShardPorts(host, base) {
        for (let attempts = 1;; attempts++) {
            const port = await this.first.openShardPort(host, base);
            try {
                for (const [at, { channel }] of this.threads.entries()) {
                    await channel.call('openShardPort', host, port + 1 + at);
                }
                return;
            }
            catch (error) {
                const isTaken = error.code === 'EADDRINUSE';
                if (base !== 0 || !isTaken || attempts === PORT_ATTEMPTS)
                    throw error;
                await this.ask('closeShardPort');
            }
        }
    }
}
//# sourceMappingURL=shard-group.js.map