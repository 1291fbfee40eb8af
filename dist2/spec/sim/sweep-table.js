import { broadcast, cost, forget, storm } from './service-trials.js';
import * as trials from './trials.js';
function rows(trial, run, seedsOf, unit = 'ms') {
    return Object.entries(seedsOf).map(([count, seeds]) => ({ trial, count: Number(count), seeds, unit, run }));
}
const SMALL = { 2: 20, 3: 20, 5: 20, 10: 20, 30: 10 };
const SINGLE = { 3: 40, 5: 40, 10: 30, 30: 15, 100: 4, 1000: 2 };
const SHARE = { 10: 30, 30: 15, 100: 4, 1000: 2 };
const COST = { 2: 3, 3: 3, 5: 3, 7: 3, 8: 3, 10: 3, 30: 2, 100: 1, 1000: 1 };
const TIGHT = { ttlMs: 1000 };
const { pauses, suspensions, clockSteps, oneWayLoss, dataStalls } = trials;
const WILD = {
    loss: 0.2,
    duplication: 0.1,
    spikeShare: 0.05,
    spikeMs: 100,
    corruption: 0.01,
};
function crashes() {
    return [0, 0.02, 0.2].flatMap((loss) => [
        ...rows(`crash of one, ${loss * 100} % loss`, (seed, count) => trials.crash(seed, count, 0, { loss }), SINGLE),
        ...rows(`crash of 30 %, ${loss * 100} % loss`, (seed, count) => trials.crash(seed, count, 0.3, { loss }), SHARE),
        ...rows(`crash of 30 %, ${loss * 100} % loss, ttl = 5 hf`, (seed, count) => trials.crash(seed, count, 0.3, { ...TIGHT, loss }), { 10: 20, 30: 10, 100: 2 }),
        ...rows(`crash of one, refused, ${loss * 100} % loss`, (seed, count) => trials.crash(seed, count, 0, { loss }, true), { 2: 20, 3: 20, 5: 20, 10: 20, 30: 10, 100: 2 }),
    ]);
}
function steadfast(trial, options, troubles) {
    return rows(trial, (seed, count) => trials.steadfast(seed, count, options, troubles), { ...SMALL, 100: 1 });
}
export const SWEEP = [
    ...crashes(),
    ...rows('crash of one, 0 % loss', (seed, count) => trials.crash(seed, count, 0, {}), { 10000: 1 }),
    ...steadfast('steadfast, 20 % loss', { loss: 0.2 }, []),
    ...steadfast('steadfast, 40 % loss', { loss: 0.4 }, []),
    ...steadfast('steadfast, 20 % loss, ttl = 5 hf', { ...TIGHT, loss: 0.2 }, []),
    ...steadfast('steadfast, bursts', { burstShare: 0.2, burstMs: 100 }, []),
    ...steadfast('steadfast, delay, reordering, duplication', { spikeShare: 0.2, spikeMs: 150, duplication: 0.2 }, []),
    ...steadfast('steadfast, one-way loss', {}, [oneWayLoss]),
    ...steadfast('steadfast, pauses', {}, [pauses]),
    ...steadfast('steadfast, pauses, 40 % loss', { loss: 0.4 }, [pauses]),
    ...steadfast('steadfast, pauses, ttl = 5 hf', TIGHT, [pauses]),
    ...steadfast('steadfast, suspensions', {}, [suspensions]),
    ...steadfast('steadfast, wall clock steps, 20 % loss', { loss: 0.2 }, [clockSteps]),
    ...steadfast('steadfast, data stalls', {}, [dataStalls]),
    ...steadfast('steadfast, all at once', WILD, [pauses, suspensions, clockSteps, dataStalls]),
    ...rows('sleep beyond ttl, paused', (seed, count) => trials.sleep(seed, count, 'pause'), SMALL),
    ...rows('sleep beyond ttl, suspended', (seed, count) => trials.sleep(seed, count, 'suspend'), SMALL),
    ...rows('partition', (seed, count) => trials.partition(seed, count), SMALL),
    ...rows('partition, 20 % loss', (seed, count) => trials.partition(seed, count, { loss: 0.2 }), SMALL),
    ...rows('deaf', (seed, count) => trials.deafOrMute(seed, count, 'deaf'), SMALL),
    ...rows('mute', (seed, count) => trials.deafOrMute(seed, count, 'mute'), SMALL),
    ...rows('forget', (seed, count) => forget(seed, count), { 3: 20, 5: 20, 10: 20, 30: 5 }),
    ...rows('forget, 20 % loss', (seed, count) => forget(seed, count, { loss: 0.2 }), {
        3: 20,
        5: 20,
        10: 20,
        30: 5,
    }),
    ...[0, 0.02, 0.2].flatMap((loss) => {
        const counts = { 3: 10, 10: 10, 30: 5, 100: 1 };
        const name = `published messages, ${loss * 100} % loss`;
        return [
            ...rows(`${name}, redundancy`, (seed, count) => broadcast(seed, count, { loss }).redundancy, counts, 'share'),
            ...rows(`${name}, last delivery`, (seed, count) => broadcast(seed, count, { loss }).lastMs, counts),
        ];
    }),
    ...rows('cost at rest, datagrams per hf', (seed, count) => cost(seed, count, 'datagrams'), COST, 'datagrams'),
    ...rows('cost at rest, bytes per hf', (seed, count) => cost(seed, count, 'bytes'), COST, 'bytes'),
    ...rows('storm of suspicions, most datagrams per hf', (seed, count) => storm(seed, count), { 10: 10, 30: 5, 100: 1 }, 'datagrams'),
    ...rows('join', (seed, count) => trials.join(seed, count), { ...SMALL, 30: 20 }),
];
//# sourceMappingURL=sweep-table.js.map