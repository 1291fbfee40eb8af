/** Runs Redis's own tools, as people and scripts do. */
import { spawn, spawnSync } from 'node:child_process';
/** A tool that has not ended by then is killed. */
const LIMIT_MS = 30_000;
/** Whether the tools are there; says so if they are not, which in CI is an error. */
export function hasRedisTools() {
    const missing = ['redis-cli', 'redis-benchmark'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
    if (missing.length === 0)
        return true;
    if (process.env.CI === 'true')
        throw new Error(`not installed: ${missing}`);
    console.log(`      not installed: ${missing}`);
    return false;
}
/** Runs a tool to its end, with `input` on its standard input. The event loop goes on meanwhile. */
export function runTool(tool, args, input = '') {
    return new Promise((resolve, reject) => {
        const child = spawn(tool, args.map(String), { timeout: LIMIT_MS });
        const output = [];
        const errors = [];
        child.stdout.on('data', (chunk) => output.push(chunk));
        child.stderr.on('data', (chunk) => errors.push(chunk));
        child.stdin.on('error', () => {
            // It ended without reading all of its input; the outcome tells why.
        });
        child.on('error', reject);
        child.on('close', (code) => {
            resolve({ code, output: plainText(Buffer.concat(output)), errors: plainText(Buffer.concat(errors)) });
        });
        child.stdin.end(input);
    });
}
function plainText(bytes) {
    return bytes
        .toString()
        .split('\x1b')
        .map((part, i) => (i === 0 ? part : part.replace(/^\[[\d;]*m/, '')))
        .join('');
}
//# sourceMappingURL=tools.js.map