/** Many trials: `make sim-copies`, or with ARGS: --seeds N, --from N, --seed N (one seed, to replay a failure:
 * prints what happened), --slot N (with it, what is sent of that slot). */
import { parseArgs } from 'node:util';
import { Trial } from './trial.js';
const { values } = parseArgs({
    options: {
        seeds: { type: 'string', default: '2000' },
        from: { type: 'string', default: '1' },
        seed: { type: 'string' },
        slot: { type: 'string' },
    },
});
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const startedMs = performance.now();
let failures = 0;
for (let seed = first; seed < first + count; seed++) {
    const trial = new Trial(seed);
    trial.world.isTraced = values.slot !== undefined;
    try {
        trial.run();
    }
    catch (error) {
        failures++;
        console.log(`seed ${seed}: ${error.message}`);
        if (count === 1)
            console.log(error.stack);
    }
    if (count === 1)
        console.log(trial.world.log.filter(isWanted).join('\n'));
}
function isWanted(line) {
    return !line.includes(' slot ') || line.includes(` slot ${values.slot} `);
}
const seconds = (performance.now() - startedMs) / 1000;
console.log(`${count} seeds, ${failures} failed, ${seconds.toFixed(1)} s`);
if (failures > 0)
    process.exitCode = 1;
//# sourceMappingURL=sweep.js.map