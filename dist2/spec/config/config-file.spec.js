import { expect } from 'chai';
import fc from 'fast-check';
import { parseConfigFile, rewriteConfigFile } from '../../lib/config/config-file.js';
const settingsOf = (text) => {
    const settings = parseConfigFile(text);
    if (!Array.isArray(settings))
        expect.fail(settings.reason);
    return settings;
};
describe('parseConfigFile', () => {
    it('reads name and words, without comments and blank lines', () => {
        const text = '# Ports\n\nPORT 7001\n  join a:1   b:2\t\r\n   # indented\ndir ""\n';
        expect(settingsOf(text)).to.deep.equal([
            { line: 3, name: 'port', words: ['7001'] },
            { line: 4, name: 'join', words: ['a:1', 'b:2'] },
            { line: 6, name: 'dir', words: [''] },
        ]);
    });
    it('takes quotes off and escapes apart', () => {
        const [setting] = settingsOf(String.raw `dir "/a b/\"c\"\x41\n\\" 'it''s' plain"quote`.replace("''", "\\'"));
        expect(setting?.words).to.deep.equal(['/a b/"c"A\n\\', "it's", 'plain"quote']);
    });
    it('names the line whose quotes are not balanced', () => {
        expect(parseConfigFile('port 1\ndir "/a')).to.include({ line: 2 });
        expect(parseConfigFile('dir "/a"b')).to.include({ line: 1 });
    });
    it('reads any text, one setting a line', () => {
        fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', "'", '\\', 'x', ' ', '\n', '#', 'a') }), (text) => {
            const outcome = parseConfigFile(text);
            const lines = (Array.isArray(outcome) ? outcome : [outcome]).map(({ line }) => line);
            expect(lines).to.deep.equal([...new Set(lines)].sort((a, b) => a - b));
            expect(Math.max(0, ...lines)).to.be.at.most(text.split('\n').length);
        }));
    });
});
describe('rewriteConfigFile', () => {
    const present = new Map([
        ['port', [['7002']]],
        ['join', [['a:1'], ['b:2']]],
        ['log-level', [['warn']]],
        ['dir', [['']]],
    ]);
    it('replaces values in place and keeps comments, order and unknown lines', () => {
        const text = '# head\nport 7001\n\nother x\njoin z:9\n# tail\njoin y:9\n';
        expect(rewriteConfigFile(text, present, new Set())).to.equal('# head\nport 7002\n\nother x\njoin a:1\njoin b:2\n# tail\n');
    });
    it('adds at the end what is asked for and not there yet', () => {
        expect(rewriteConfigFile('port 1', present, new Set(['log-level', 'port']))).to.equal('port 7002\nlog-level warn\n');
        expect(rewriteConfigFile('', present, new Set(['dir']))).to.equal('dir ""\n');
    });
    it('drops the lines of a list that is empty now', () => {
        expect(rewriteConfigFile('join a:1\nport 1\n', new Map([['join', []]]), new Set())).to.equal('port 1\n');
    });
    it('writes words that are read back as they were', () => {
        fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (word) => {
            const text = rewriteConfigFile('', new Map([['dir', [[word]]]]), new Set(['dir']));
            expect(settingsOf(text)).to.deep.equal([{ line: 1, name: 'dir', words: [word] }]);
        }));
    });
});
//# sourceMappingURL=config-file.spec.js.map