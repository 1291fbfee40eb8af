/**
 * Sends PING every millisecond from a thread of its own and keeps the longest wait: a pause seen from outside, which can be measured of
 * any server. The file is both the thread and the class that starts it.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Connection } from './connection.js';
const PERIOD_MS = 1;
export class Pinger {
    worker;
    constructor(port) {
        this.worker = new Worker(new URL(import.meta.url), { workerData: port });
    }
    /** Resolves when the first reply is there. */
    static async start(port) {
        const pinger = new Pinger(port);
        await once(pinger.worker, 'message');
        return pinger;
    }
    /** Ends it; resolves to the longest wait for a reply in ms. */
    async stop() {
        const answer = once(this.worker, 'message');
        this.worker.postMessage('stop');
        const [longestMs] = (await answer);
        await this.worker.terminate();
        return longestMs;
    }
}
async function ping(port) {
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
        await new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
    }
    connection.close();
    parentPort?.postMessage(longestMs);
}
if (!isMainThread)
    await ping(workerData);
//# sourceMappingURL=pinger.js.map