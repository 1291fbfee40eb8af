import { median } from './rounds.js';
import { printTable } from './table.js';
export function report(outcomes, asJson) {
    if (asJson) {
        console.log(JSON.stringify(outcomes, null, 2));
        return;
    }
    const isSame = (a, b) => a.scene === b.scene && a.fleet === b.fleet;
    const firsts = outcomes.filter((outcome, at) => outcomes.findIndex((one) => isSame(one, outcome)) === at);
    const rows = firsts.map((first) => rowOf(outcomes.filter((outcome) => isSame(first, outcome))));
    printTable([
        ...['scene', '', 'runs', 'answered', 'lost', 'stale', 'errors'],
        ...['its keys', 'others', 'before', 'p50', 'during', 'p99', 'during'],
        ...['', 'as promised'],
    ], rows);
    console.log('\nits keys, others, before: longest time without an acknowledged write, ms, of the keys of the member that it happens to, of other');
    console.log('keys, and of other keys before it happened; p50, p99: ms for a command, before and during');
    const faults = outcomes.flatMap((outcome) => outcome.faults.map((fault) => ({ ...outcome, fault })));
    for (const { scene, fleet, fault } of faults)
        console.log(`not as promised: ${scene}, ${fleet}: ${fault}`);
}
function rowOf(runs) {
    const [first] = runs;
    const sum = (of) => runs.reduce((total, run) => total + of(run), 0);
    const worst = (of) => Math.max(...runs.map(of));
    const middle = (of) => {
        const value = median(runs.map(of));
        return Number.isNaN(value) ? '-' : value.toFixed(1);
    };
    const figures = Object.keys(first.figures).map((name) => {
        return `${middle((run) => run.figures[name] ?? Number.NaN)} ${name}`;
    });
    return [
        ...[first.scene, first.fleet, runs.length, sum((run) => run.answered)],
        ...[sum((run) => run.lost), sum((run) => run.stale), errorsOf(runs)],
        ...[
            worst((run) => run.affectedGap.ms),
            worst((run) => run.othersGap.ms),
            worst((run) => run.quietGap.ms),
        ],
        ...[middle((run) => run.before.p50), middle((run) => run.during.p50)],
        ...[middle((run) => run.before.p99), middle((run) => run.during.p99)],
        figures.join(', '),
        runs.every(({ faults }) => faults.length === 0) ? 'yes' : 'NO',
    ];
}
function errorsOf(runs) {
    const counts = {};
    for (const { readErrors, writeErrors } of runs) {
        for (const [kind, count] of [...Object.entries(readErrors), ...Object.entries(writeErrors)]) {
            counts[kind] = (counts[kind] ?? 0) + count;
        }
    }
    const texts = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
    return texts.join(', ') || '0';
}
//# sourceMappingURL=chaos-report.js.map