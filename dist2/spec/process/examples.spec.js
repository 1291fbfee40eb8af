/** The flags in the example files start a cluster, on three addresses of this machine in place of three containers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.js';
import { freePorts } from '../cli/program.js';
import { eventually, RawClient } from '../cluster/harness.js';
const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const HOSTS = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const SECRET = '5'.repeat(64);
describe('the example files', function () {
    this.timeout(30_000);
    let folder;
    let nodes;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'hearsay-example-'));
        writeFileSync(join(folder, 'secret'), SECRET);
        nodes = [];
    });
    afterEach(async () => {
        await Promise.all(nodes.map((node) => node.kill()));
        rmSync(folder, { recursive: true });
    });
    /** The flags of a file, for the node at `host`: what names a place in a container names one here. */
    function flagsOf(file, host, port) {
        const text = readFileSync(join(EXAMPLES, file), 'utf8');
        const flags = [...text.matchAll(/^ +- (--[a-z-]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
        expect(flags.length).to.be.above(5);
        return flags.flatMap(([name, value]) => {
            if (name === '--host')
                return [`--host=${host}`];
            if (name === '--announce-host')
                return [];
            if (name === '--port')
                return [`--port=${port}`];
            // The name of the service stands for all nodes, the one that looks it up included.
            if (name === '--join')
                return HOSTS.map((each) => `--join=${each}:${port}`);
            if (name === '--cluster-secret-file')
                return [`${name}=${join(folder, 'secret')}`];
            if (name === '--dir')
                return [`${name}=${join(folder, host)}`];
            return [`${name}=${value}`];
        });
    }
    for (const file of ['compose.yaml', 'kubernetes.yaml']) {
        it(`${file}: three nodes find each other and serve`, async () => {
            const port = await freePorts(1);
            nodes = await Promise.all(HOSTS.map((host) => NodeProcess.start(...flagsOf(file, host, port), '--port', String(port))));
            const client = await RawClient.connect(port);
            await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':3\r\n', 10_000);
            expect(await client.call('SET', 'a', '1')).to.equal('+OK\r\n');
            expect(await client.call('CLUSTER', 'INFO')).to.include('cluster_state:ok\r\n');
            client.close();
        });
    }
});
//# sourceMappingURL=examples.spec.js.map