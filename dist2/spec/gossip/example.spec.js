import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { eventually } from './real-members.js';
const EXAMPLE = fileURLToPath(new URL('../../docs/examples/membership.js', import.meta.url));
async function freePort() {
    const socket = createSocket('udp4');
    await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    await new Promise((resolve) => socket.close(resolve));
    return port;
}
describe('the example of membership alone', () => {
    const running = [];
    /** Runs it; its output grows in the object returned. */
    function run(...args) {
        const child = spawn(process.execPath, [EXAMPLE, ...args.map(String)], {
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        const output = { child, text: '' };
        for (const stream of [child.stdout, child.stderr])
            stream?.on('data', (chunk) => {
                output.text += chunk;
            });
        running.push(child);
        return output;
    }
    afterEach(() => {
        for (const child of running.splice(0))
            child.kill('SIGKILL');
    });
    it('tells who joins, who was killed, and who left', async () => {
        const ports = [await freePort(), await freePort(), await freePort()];
        const [firstPort, secondPort, thirdPort] = ports;
        const first = run(firstPort);
        await eventually('it lives', () => first.text.includes(`live: worker-${firstPort}`), 10_000);
        const second = run(secondPort, firstPort);
        const third = run(thirdPort, firstPort);
        const names = [...ports].map((port) => `worker-${port}`);
        const showsAll = ({ text }) => text
            .split('\n')
            .some((line) => line.startsWith('live: ') && names.every((name) => line.includes(name)));
        await eventually('all see all', () => [first, second, third].every(showsAll), 10_000);
        expect(first.text).to.include(`worker-${secondPort} joined: `);
        second.child.kill('SIGKILL');
        await eventually('it was killed', () => third.text.includes(`worker-${secondPort} failed: `), 10_000);
        third.child.kill('SIGTERM');
        await eventually('it left', () => first.text.includes(`worker-${thirdPort} left: `), 10_000);
        await eventually('its process has ended', () => third.child.exitCode === 0, 10_000);
    });
});
//# sourceMappingURL=example.spec.js.map