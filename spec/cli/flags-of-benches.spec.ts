import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const REFUSALS: readonly (readonly [command: string, answer: RegExp])[] = [
  ['bench/micro --frob', /^Unknown option '--frob'.*; known are --only, --seconds, --json\n$/],
  ['bench/micro --seconds x', /^'x' is not a number above 0\n$/],
  ['bench/versus --tests frob', /^'frob' is none of .*\n$/],
  ['bench/kill-node --nodes 1', /^--nodes 1: .* at least 2.*\n$/],
  ['spec/sim/sweep --frob', /^Unknown option '--frob'.*; known are --.*\n$/],
  ['spec/sim/sweep --only frob', /^no trial is chosen; there are: .*\n$/],
  ['spec/replication/sim/sweep --only frob', /^'frob' is none of .*\n$/],
];

/** What a program writes to stderr when it is refused its words; it ends at once then. */
function refused(command: string): Promise<string> {
  const [program, ...words] = command.split(' ');
  const path = fileURLToPath(new URL(`../../${program}.js`, import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path, ...words], { timeout: 15_000 }, (error, _, stderr) => {
      if (error?.code === 2) resolve(stderr);
      else reject(new Error(`${command} ended with ${error?.code ?? error?.signal ?? 0}: ${stderr}`));
    });
  });
}

describe('the flags of benches and sweeps', () => {
  it('are refused in one line, which names those that there are', async () => {
    const answers = await Promise.all(REFUSALS.map(([command]) => refused(command)));
    for (const [at, [command, answer]] of REFUSALS.entries()) expect(answers[at], command).to.match(answer);
  });
});
