/** Two servers measured in turn, so that what the machine does besides falls on both. */
import { processorSeconds } from './process-stats.js';
const TRIAL_GROWTH = 4;
/** Each round loads both servers one after the other for about `seconds`, in alternating order, and one round more comes first to warm up. */
export async function compare(ours, theirs, load, plan) {
    const operations = new Map();
    for (const server of [ours, theirs]) {
        operations.set(server, await operationsIn(plan.seconds, server, load, plan.trial));
    }
    const costs = new Map([
        [ours, []],
        [theirs, []],
    ]);
    for (let round = 0; round <= plan.rounds; round++) {
        for (const server of round % 2 === 0 ? [theirs, ours] : [ours, theirs]) {
            const cost = await costOf(server, load, operations.get(server));
            if (round > 0)
                costs.get(server)?.push(cost);
        }
    }
    return summary(costs.get(ours), costs.get(theirs));
}
/** How many operations take about that many seconds. */
export async function operationsIn(seconds, server, load, trial) {
    for (let operations = trial.operations;; operations *= TRIAL_GROWTH) {
        const perSecond = await load(server, operations);
        if (operations / perSecond >= trial.seconds)
            return Math.max(operations, Math.round(perSecond * seconds));
    }
}
/** Runs the load once. */
export async function costOf(server, load, operations) {
    const before = processorSeconds(server.pids);
    const perSecond = await load(server, operations);
    const seconds = processorSeconds(server.pids) - before;
    return { processorMicros: (seconds * 1e6) / operations, perSecond };
}
function summary(ours, theirs) {
    const ratios = ours.map((cost, round) => cost.processorMicros / theirs[round].processorMicros);
    return {
        ours: medianCost(ours),
        theirs: medianCost(theirs),
        ratio: median(ratios),
        ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    };
}
export function medianCost(costs) {
    return {
        processorMicros: median(costs.map((cost) => cost.processorMicros)),
        perSecond: median(costs.map((cost) => cost.perSecond)),
    };
}
/** The middle value; the mean of the two middle ones of an even number. */
export function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle];
    return sorted.length % 2 === 1 ? upper : (sorted[middle - 1] + upper) / 2;
}
//# sourceMappingURL=rounds.js.map