import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BIOME = join(ROOT, 'node_modules', '.bin', 'biome');
const IMPORTS = 'lint/style/noRestrictedImports';
const NODE_MODULES = 'lint/correctness/noNodejsModules';
const GLOBALS = 'lint/style/noRestrictedGlobals';
const CYCLES = 'lint/suspicious/noImportCycles';
const FLOATING = 'lint/nursery/noFloatingPromises';
const imports = (path, module, ...broken) => {
    return [path, `import { x } from '${module}';\nexport const y = x;\n`, `an import of ${module}`, broken];
};
const uses = (path, expression, ...broken) => {
    return [path, `export const f = (): unknown => ${expression};\n`, expression, broken];
};
const FLOATING_PROMISE = 'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n';
const SAMPLES = [
    imports('lib/base/a.ts', '../resp/request.ts', IMPORTS),
    imports('lib/base/b.ts', 'pino', IMPORTS),
    imports('lib/base/c.ts', './hash-slot.ts'),
    imports('lib/resp/a.ts', '../store/keyspace.ts', IMPORTS),
    imports('lib/resp/b.ts', '../base/integer.ts'),
    imports('lib/store/a.ts', '../resp/request.ts', IMPORTS),
    imports('lib/store/b.ts', 'node:net', IMPORTS, NODE_MODULES),
    imports('lib/store/c.ts', '../base/hash-slot.ts'),
    imports('lib/persist/a.ts', '../resp/request.ts', IMPORTS),
    imports('lib/persist/b.ts', 'node:fs', IMPORTS, NODE_MODULES),
    imports('lib/persist/c.ts', '../base/integer.ts'),
    imports('lib/persist/d.ts', '../store/keyspace.ts'),
    uses('lib/persist/e.ts', 'Date.now()', GLOBALS),
    imports('lib/commands/a.ts', '../server/connection.ts', IMPORTS),
    imports('lib/commands/b.ts', '../cluster/router.ts', IMPORTS),
    imports('lib/commands/c.ts', 'node:net', IMPORTS),
    imports('lib/commands/d.ts', '../store/keyspace.ts'),
    imports('shard/a.ts', '../gossip/index.ts', IMPORTS),
    imports('shard/b.ts', '../lib/node.ts', IMPORTS),
    imports('shard/c.ts', '../lib/base/hash-slot.ts'),
    imports('gossip/core/a.ts', '../../shard/index.ts', IMPORTS),
    imports('gossip/core/b.ts', '../node/driver.ts', IMPORTS),
    imports('gossip/core/c.ts', 'pino', IMPORTS),
    imports('gossip/core/d.ts', 'node:dgram', IMPORTS, NODE_MODULES),
    imports('gossip/core/e.ts', '../wire/codec.ts'),
    imports('gossip/wire/a.ts', '../node/driver.ts', IMPORTS),
    imports('gossip/wire/b.ts', '../../lib/base/varint.ts'),
    imports('gossip/node/a.ts', '../../shard/index.ts', IMPORTS),
    imports('gossip/node/b.ts', '../../lib/store/keyspace.ts', IMPORTS),
    imports('gossip/node/c.ts', 'node:dgram'),
    uses('gossip/core/f.ts', 'Date.now()', GLOBALS),
    uses('gossip/core/g.ts', 'setTimeout(f, 1)', GLOBALS),
    uses('gossip/core/h.ts', 'setInterval(f, 1)', GLOBALS),
    uses('lib/store/d.ts', 'setImmediate(f)', GLOBALS),
    uses('lib/resp/c.ts', 'performance.now()', GLOBALS),
    uses('shard/d.ts', 'process.pid', GLOBALS),
    uses('lib/server/a.ts', 'Date.now()'),
    ['lib/server/b.ts', FLOATING_PROMISE, 'a promise that nobody awaits', [FLOATING]],
    imports('lib/cluster/one.ts', './two.ts', CYCLES),
    imports('lib/cluster/two.ts', './one.ts', CYCLES),
];
describe('the linter', () => {
    const broken = new Map();
    before(() => {
        const folder = mkdtempSync(join(tmpdir(), 'hearsay-lint-'));
        for (const name of ['biome.json', '.gitignore'])
            copyFileSync(join(ROOT, name), join(folder, name));
        for (const [path, text] of SAMPLES) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), text);
        }
        const words = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
        const { stdout, error } = spawnSync(BIOME, words, { cwd: folder, encoding: 'utf8' });
        rmSync(folder, { recursive: true });
        if (error !== undefined)
            throw error;
        const { diagnostics } = JSON.parse(stdout);
        for (const { category, location } of diagnostics) {
            const path = typeof location.path === 'string' ? location.path : location.path.file;
            const name = path.replace(/^\.\//, '');
            broken.set(name, (broken.get(name) ?? new Set()).add(category));
        }
    });
    for (const [path, , does, rules] of SAMPLES) {
        it(`${rules.length === 0 ? 'allows' : 'refuses'} ${does} in ${dirname(path)}`, () => {
            expect([...(broken.get(path) ?? [])].sort()).to.deep.equal(rules.sort());
        });
    }
});
//# sourceMappingURL=lint.spec.js.map