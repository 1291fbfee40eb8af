/** One run of redis-benchmark. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const RUN_LIMIT_MS = 300_000;

/** redis-benchmark's own tests that the benches use. MSET sets 10 keys; one MSET is one operation. */
export type BenchmarkTest = 'get' | 'set' | 'incr' | 'mset';

export interface BenchmarkRun {
  readonly test: BenchmarkTest;
  readonly operations: number;
  readonly valueBytes: number;
  /** Keys are drawn evenly from about this many. */
  readonly keys: number;
  readonly pipeline: number;
  readonly connections: number;
  /**
   * Asks CLUSTER NODES and sends each command to the owner of its key, in a cluster of so many masters. redis-benchmark has one hash tag
   * for each of them, and draws only the number that follows it.
   */
  readonly masters?: number | undefined;
}

/** Operations a second that the server at `port` answered. */
export async function runRedisBenchmark(port: number, options: BenchmarkRun): Promise<number> {
  const { masters } = options;
  const flags: Readonly<Record<string, string | number>> = {
    '-p': port,
    '-t': options.test,
    '-n': options.operations,
    '-d': options.valueBytes,
    '-r': Math.ceil(options.keys / (masters ?? 1)),
    '-P': options.pipeline,
    '-c': options.connections,
  };
  const args = [
    ...Object.entries(flags).flat().map(String),
    '--csv',
    ...(masters === undefined ? [] : ['--cluster']),
  ];
  const { stdout, stderr } = await run('redis-benchmark', args, {
    timeout: RUN_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const line = new RegExp(`^"${options.test}[^"]*","([\\d.]+)"`, 'im').exec(stdout);
  if (line === null) throw new Error(`redis-benchmark ${args.join(' ')} says\n${stdout}${stderr}`);
  return Number(line[1]);
}
