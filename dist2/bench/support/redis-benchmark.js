/** One run of redis-benchmark. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
const run = promisify(execFile);
const RUN_LIMIT_MS = 300_000;
/** Operations a second that the server at `port` answered. */
export async function runRedisBenchmark(port, options) {
    const flags = {
        '-p': port,
        '-t': options.test,
        '-n': options.operations,
        '-d': options.valueBytes,
        '-r': options.keys,
        '-P': options.pipeline,
        '-c': options.connections,
    };
    const args = [
        ...Object.entries(flags).flat().map(String),
        '--csv',
        ...(options.cluster ? ['--cluster'] : []),
    ];
    const { stdout, stderr } = await run('redis-benchmark', args, {
        timeout: RUN_LIMIT_MS,
        killSignal: 'SIGKILL',
    });
    const line = new RegExp(`^"${options.test}[^"]*","([\\d.]+)"`, 'im').exec(stdout);
    if (line === null)
        throw new Error(`redis-benchmark ${args.join(' ')} says\n${stdout}${stderr}`);
    return Number(line[1]);
}
//# sourceMappingURL=redis-benchmark.js.map