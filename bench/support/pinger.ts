/**
 * Sends PING every millisecond from a thread of its own and keeps the longest wait: a pause seen from outside, which can be measured of
 * any server. The file is both the thread and the class that starts it.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';

const PERIOD_MS = 1;

export class Pinger {
  private readonly worker: Worker;

  private constructor(port: number) {
    this.worker = new Worker(new URL(import.meta.url), { workerData: port });
  }

  /** Resolves when the first reply is there. */
  static async start(port: number): Promise<Pinger> {
    const pinger = new Pinger(port);
    await once(pinger.worker, 'message');
    return pinger;
  }

  /** Ends it; resolves to the longest wait for a reply in ms. */
  async stop(): Promise<number> {
    const answer = once(this.worker, 'message');
    this.worker.postMessage('stop');
    const [longestMs] = (await answer) as [number];
    await this.worker.terminate();
    return longestMs;
  }
}

async function ping(port: number): Promise<void> {
  const connection = await Connection.open(port);
  await connection.command('PING');
  let running = true;
  let longestMs = 0;
  parentPort?.once('message', () => {
    running = false;
  });
  parentPort?.postMessage('ready');
  while (running) {
    const beginMs = performance.now();
    await connection.command('PING');
    longestMs = Math.max(longestMs, performance.now() - beginMs);
    await sleep(PERIOD_MS);
  }
  connection.close();
  parentPort?.postMessage(longestMs);
}

if (!isMainThread) await ping(workerData as number);
