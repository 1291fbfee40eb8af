/**
 * How long do requests wait, and what makes a server stop?
 *
 *     make bench-latency [ARGS='--large --keys 1000000 --seconds 20 --json']
 *
 * Both servers grow, get an open-loop load at half of what the slower of the two can do, and are emptied. Growing and emptying are the
 * scenes of support/pause-scenes.ts, watched from outside by PING and, in ours, from inside the event loop. The data is loaded once.
 */
import { parseArgs } from 'node:util';
import { checkAnswers, flush } from './support/dataset.js';
import { positive } from './support/flags.js';
import { runOpenLoop } from './support/open-loop.js';
import { playGrowth, playRemoval } from './support/pause-scenes.js';
import { runRedisBenchmark } from './support/redis-benchmark.js';
import { median } from './support/rounds.js';
import { Stage } from './support/stage.js';
import { printTable } from './support/table.js';
const LIMIT_MINUTES = 20;
const VALUE_BYTES = 64;
const CAPACITY_SHARE = 0.5;
const CAPACITY_RUNS = 3;
const CAPACITY_OPERATIONS = 200_000;
/** The generator spends about 20 microseconds of its one core on a request. */
const MOST_PER_SECOND = 40_000;
const { values: flags } = parseArgs({
    options: {
        large: { type: 'boolean', default: false },
        keys: { type: 'string' },
        seconds: { type: 'string', default: '20' },
        rounds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '50' },
        rate: { type: 'string' },
        json: { type: 'boolean', default: false },
    },
});
const keys = positive(flags.keys ?? (flags.large ? '10000000' : '1000000'));
const connections = positive(flags.connections);
/** GETs a second without pipelining, the median of some runs. */
async function capacity(server) {
    const run = { test: 'get', operations: CAPACITY_OPERATIONS, pipeline: 1 };
    const perSecond = [];
    for (let i = 0; i < CAPACITY_RUNS; i++) {
        perSecond.push(await runRedisBenchmark(server.port, { ...run, keys, valueBytes: VALUE_BYTES, connections }));
    }
    return median(perSecond);
}
/** The medians of each figure over the rounds, but the greatest of the longest waits. */
function overRounds(server, rounds) {
    const middle = (figure) => median(rounds.map((round) => round[figure]));
    const max = Math.max(...rounds.map((round) => round.max));
    const { name } = server;
    return {
        server: name,
        p50: middle('p50'),
        p99: middle('p99'),
        p999: middle('p999'),
        max,
        lateP999: middle('lateP999'),
    };
}
async function openLoop(servers, perSecond) {
    const run = { perSecond, seconds: positive(flags.seconds), connections, keys, valueBytes: VALUE_BYTES };
    const rounds = servers.map(() => []);
    for (let round = 0; round < positive(flags.rounds); round++) {
        for (const [i, server] of servers.entries())
            rounds[i]?.push(await runOpenLoop(server.port, run));
    }
    return servers.map((server, i) => overRounds(server, rounds[i]));
}
function printOpenLoop(rows) {
    const columns = ['p50', 'p99', 'p999', 'max', 'lateP999'];
    printTable(['ms', 'p50', 'p99', 'p99.9', 'max', 'sent late, p99.9'], rows.map((row) => [row.server, ...columns.map((column) => row[column].toFixed(2))]));
}
function printScenes(scenes) {
    printTable(['longest, ms', 'server', 'keys', 'took, s', 'PING', 'event loop', 'of it busy'], scenes.map(({ name, server, keys: count, seconds, pingMs, pauses }) => {
        const inside = [pauses?.longestMs, pauses?.longestBusyMs].map((ms) => ms?.toFixed(1) ?? '-');
        return [name, server, count, seconds.toFixed(1), pingMs.toFixed(1), ...inside];
    }));
}
await Stage.run(LIMIT_MINUTES, async (stage) => {
    const servers = [await stage.redis(), await stage.watchedHearsay()];
    for (const server of servers) {
        await checkAnswers(server, VALUE_BYTES);
        await flush(server);
    }
    const scenes = await playGrowth(servers, keys);
    const most = [];
    for (const server of servers)
        most.push(await capacity(server));
    const half = Math.min(MOST_PER_SECOND, Math.round(CAPACITY_SHARE * Math.min(...most)));
    const perSecond = flags.rate === undefined ? half : positive(flags.rate);
    const latencies = await openLoop(servers, perSecond);
    scenes.push(...(await playRemoval(servers, keys)));
    if (flags.json) {
        console.log(JSON.stringify({ keys, perSecond, latencies, scenes }, null, 2));
        return;
    }
    console.log(`open loop, ${perSecond} requests a second over ${connections} connections, ${keys} keys\n`);
    printOpenLoop(latencies);
    console.log('');
    printScenes(scenes);
});
//# sourceMappingURL=latency.js.map