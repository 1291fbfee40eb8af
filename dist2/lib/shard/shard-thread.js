/** A shard in a worker thread, as the member's main thread sees it. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Channel } from './channel.js';
export class ShardThread {
    channel;
    worker;
    isStopping = false;
    exited;
    /** `onDeath` is called if the thread ends without having been stopped. */
    constructor(setup, member, onDeath) {
        const url = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
        const worker = new Worker(url, { workerData: setup, name: `hearsay-shard-${setup.index}` });
        this.worker = worker;
        this.channel = new Channel(worker, member);
        let reason = 'it ended';
        worker.on('error', (error) => {
            reason = error.stack ?? error.message;
        });
        this.exited = new Promise((resolve) => {
            worker.once('exit', () => {
                const death = new Error(`shard ${setup.index} died: ${reason}`);
                this.channel.close(death);
                if (!this.isStopping)
                    onDeath(death);
                resolve();
            });
        });
    }
    /** Ends the thread, with whatever it still has. */
    async stop() {
        this.isStopping = true;
        await this.worker.terminate();
        await this.exited;
    }
}
//# sourceMappingURL=shard-thread.js.map