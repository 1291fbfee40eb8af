/**
 * Load whose arrivals follow a schedule, not the server: a request that is due while the server stalls waits like its users would,
 * and its latency counts from when it was due. (A client that waits for a reply before it sends on hides stalls.)
 */
import { Random } from '../../lib/base/random.js';
import { Connection, commandText } from './connection.js';
import { filling, keyName } from './dataset.js';
const SEED = 3;
const PREPARED = 50_000;
const READ_SHARE = 0.9;
const WARM_UP_SECONDS = 2;
const ERROR = 0x2d;
/** Sends GET and SET, 9 to 1, at random times, `perSecond` on average, spread over the connections in turn. */
export async function runOpenLoop(port, run) {
    const dueMs = schedule(run.perSecond, run.seconds + WARM_UP_SECONDS);
    const commands = prepare(run);
    const latenciesMs = new Float64Array(dueMs.length);
    const lateMs = new Float64Array(dueMs.length);
    const connections = await Promise.all(Array.from({ length: run.connections }, () => Connection.open(port)));
    const beginMs = performance.now();
    connections.forEach((connection, first) => {
        let arrival = first;
        connection.onReply = (buf, start, end) => {
            if (buf[start] === ERROR)
                throw new Error(`answered ${buf.toString('latin1', start, end).trim()}`);
            latenciesMs[arrival] = performance.now() - beginMs - dueMs[arrival];
            arrival += run.connections;
        };
    });
    for (let next = 0; next < dueMs.length;) {
        const nowMs = performance.now() - beginMs;
        for (; next < dueMs.length && dueMs[next] <= nowMs; next++) {
            connections[next % run.connections]?.send(commands[next % commands.length], 1);
            lateMs[next] = nowMs - dueMs[next];
        }
        // Timers are in whole milliseconds, far too coarse here.
        await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(connections.map((connection) => connection.answered()));
    for (const connection of connections)
        connection.close();
    const first = dueMs.findIndex((due) => due > WARM_UP_SECONDS * 1000);
    return summary(latenciesMs.subarray(first), lateMs.subarray(first));
}
/** A Poisson process: exponential times between arrivals. */
function schedule(perSecond, seconds) {
    const random = new Random(SEED);
    const dueMs = new Float64Array(Math.round(perSecond * seconds));
    let atMs = 0;
    for (let i = 0; i < dueMs.length; i++) {
        atMs -= (Math.log(1 - random.fraction()) * 1000) / perSecond;
        dueMs[i] = atMs;
    }
    return dueMs;
}
function prepare(run) {
    const random = new Random(SEED + 1);
    const value = filling(run.valueBytes);
    return Array.from({ length: PREPARED }, () => {
        const key = keyName(random.uint32() % run.keys);
        const isRead = random.fraction() < READ_SHARE;
        return Buffer.from(isRead ? commandText('GET', key) : commandText('SET', key, value), 'latin1');
    });
}
function summary(latenciesMs, lateMs) {
    latenciesMs.sort();
    lateMs.sort();
    const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return {
        p50: at(latenciesMs, 0.5),
        p99: at(latenciesMs, 0.99),
        p999: at(latenciesMs, 0.999),
        max: at(latenciesMs, 1),
        lateP999: at(lateMs, 0.999),
    };
}
//# sourceMappingURL=open-loop.js.map