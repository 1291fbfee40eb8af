/** House rules that the linter cannot express. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = ['lib', 'gossip', 'shard', 'spec', 'bench', 'docs'];
const CORES = /^(?:gossip\/core|gossip\/wire|shard|lib\/base|lib\/persist|lib\/resp|lib\/store)\//;
const MAX_LINES = 400;
/** In pieces, so that this file does not break its own rules. */
const SUPPRESSIONS = ['biome' + '-ignore', '@ts' + '-ignore', '@ts' + '-nocheck'];
/** In a spec this asserts that the types refuse something. */
const EXPECTED_TYPE_ERROR = '@ts' + '-expect-error';
const UNFINISHED = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`);
const everywhere = () => true;
const RULES = [
    {
        name: `a file has at most ${MAX_LINES} lines`,
        appliesTo: everywhere,
        isBroken: (text) => text.split('\n').length - 1 > MAX_LINES,
    },
    {
        name: 'a source file begins with a comment that says what it is for',
        appliesTo: (path) => !path.endsWith('.spec.ts'),
        isBroken: (text) => !/^(?:#!.*\n)?\/\*\*/.test(text),
    },
    { name: 'nothing is left unfinished', appliesTo: everywhere, isBroken: (text) => UNFINISHED.test(text) },
    {
        name: 'no check is suppressed',
        appliesTo: everywhere,
        isBroken: (text) => SUPPRESSIONS.some((suppression) => text.includes(suppression)),
    },
    {
        name: 'no type error is expected but in a spec',
        appliesTo: (path) => !path.endsWith('.spec.ts'),
        isBroken: (text) => text.includes(EXPECTED_TYPE_ERROR),
    },
    {
        name: 'a core takes its randomness from outside and reaches no global by a back door',
        appliesTo: (path) => CORES.test(path),
        isBroken: (text) => /\bMath\s*\.\s*random\b|\bglobalThis\b|\bcrypto\s*\.|\bimport\s*\(|\brequire\s*\(/.test(text),
    },
    {
        name: 'only the command line exits the process',
        appliesTo: (path) => /^(?:lib|gossip|shard)\//.test(path) && path !== 'lib/cli.ts',
        isBroken: (text) => /\bprocess\s*\.\s*(?:exit|abort)\b(?!Code)/.test(text),
    },
];
const sources = FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) => {
    const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
});
describe('house rules', () => {
    for (const { name, appliesTo, isBroken } of RULES) {
        it(name, () => {
            const broken = sources.filter((path) => appliesTo(path) && isBroken(readFileSync(join(ROOT, path), 'utf8')));
            expect(broken).to.deep.equal([]);
        });
    }
    it('catch a file that breaks them', () => {
        const bad = [
            [0, '/** x */\n'.repeat(MAX_LINES + 1)],
            [1, 'export const x = 1;\n'],
            [2, `// ${'TO' + 'DO'}: later\n`],
            [3, `// ${SUPPRESSIONS[0]} lint: because\n`],
            [4, `// ${EXPECTED_TYPE_ERROR}\n`],
            [5, 'const x = Math.random();\n'],
            [5, 'globalThis.Date.now();\n'],
            [5, "await import('node:net');\n"],
            [6, 'process.exit(1);\n'],
        ];
        for (const [rule, text] of bad)
            expect(RULES[rule]?.isBroken(text), text).to.equal(true);
        for (const { name, isBroken } of RULES)
            expect(isBroken('/** x */\n'), name).to.equal(false);
    });
});
//# sourceMappingURL=house-rules.spec.js.map