/** Many trials: `make sim-copies`, or with ARGS: --seeds N, --from N, --seed N (one seed, to replay a failure:
 * prints what happened), --slot N (with it, what is sent of that slot), --only 'FAULT', --replicas N, --shards N (of each member). */
import { choices, parseFlags, positive } from '../../../bench/support/flags.ts';
import { FAULT_KINDS } from './faults.ts';
import { Trial } from './trial.ts';

const values = parseFlags({
  seeds: { type: 'string', default: '2000' },
  from: { type: 'string', default: '1' },
  seed: { type: 'string' },
  slot: { type: 'string' },
  only: { type: 'string' },
  replicas: { type: 'string' },
  shards: { type: 'string' },
});

const [only] = values.only === undefined ? [] : choices(values.only, FAULT_KINDS);
const replicas = values.replicas === undefined ? undefined : positive(values.replicas);
const shards = values.shards === undefined ? undefined : positive(values.shards);
const first = positive(values.seed ?? values.from);
const count = values.seed === undefined ? positive(values.seeds) : 1;
const startedMs = performance.now();
let failures = 0;
for (let seed = first; seed < first + count; seed++) {
  const trial = new Trial(seed, { only, replicas, shards });
  trial.world.isTraced = values.slot !== undefined;
  try {
    trial.run();
  } catch (error) {
    failures++;
    console.log(`seed ${seed}: ${(error as Error).message}`);
    if (count === 1) console.log((error as Error).stack);
  }
  if (count === 1) console.log(trial.world.log.filter(isWanted).join('\n'));
}
function isWanted(line: string): boolean {
  return !line.includes(' slot ') || line.includes(` slot ${values.slot} `);
}

const seconds = (performance.now() - startedMs) / 1000;
console.log(`${count} seeds, ${failures} failed, ${seconds.toFixed(1)} s`);
if (failures > 0) process.exitCode = 1;
