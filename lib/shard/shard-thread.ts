/** A shard in a worker thread, as the member's main thread sees it. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MemberCalls, ShardCalls, ShardSetup } from './calls.ts';
import { Channel } from './channel.ts';

export class ShardThread {
  readonly channel: Channel<ShardCalls, MemberCalls>;
  private readonly worker: Worker;
  private isStopping = false;
  private readonly exited: Promise<void>;

  /** `onDeath` is called if the thread ends without having been stopped. */
  constructor(setup: ShardSetup, member: MemberCalls, onDeath: (error: Error) => void) {
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
        if (!this.isStopping) onDeath(death);
        resolve();
      });
    });
  }

  /** Ends the thread, with whatever it still has. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.worker.terminate();
    await this.exited;
  }
}
