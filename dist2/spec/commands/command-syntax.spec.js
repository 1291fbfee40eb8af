import { expect } from 'chai';
import { parseSyntax } from '../../lib/commands/command-syntax.js';
describe('command syntax', () => {
    it('reads names and their types', () => {
        expect(parseSyntax('key seconds value')).to.deep.equal([
            { name: 'key', type: 'key', keySpecIndex: 0 },
            { name: 'seconds', type: 'integer' },
            { name: 'value', type: 'string' },
        ]);
        expect(parseSyntax('')).to.deep.equal([]);
    });
    it('reads options, choices, and tokens with what follows them', () => {
        expect(parseSyntax('[NX | XX] [EX seconds | KEEPTTL]')).to.deep.equal([
            {
                name: 'nx_xx',
                type: 'oneof',
                optional: true,
                arguments: [
                    { name: 'nx', type: 'pure-token', token: 'NX' },
                    { name: 'xx', type: 'pure-token', token: 'XX' },
                ],
            },
            {
                name: 'seconds_keepttl',
                type: 'oneof',
                optional: true,
                arguments: [
                    { name: 'seconds', type: 'integer', token: 'EX' },
                    { name: 'keepttl', type: 'pure-token', token: 'KEEPTTL' },
                ],
            },
        ]);
        expect(parseSyntax('[AUTH username password]')).to.deep.equal([
            {
                name: 'auth',
                type: 'block',
                token: 'AUTH',
                optional: true,
                arguments: [
                    { name: 'username', type: 'string' },
                    { name: 'password', type: 'string' },
                ],
            },
        ]);
        expect(parseSyntax('[TYPE <A | B>]')).to.deep.equal([
            {
                name: 'a_b',
                type: 'oneof',
                token: 'TYPE',
                optional: true,
                arguments: [
                    { name: 'a', type: 'pure-token', token: 'A' },
                    { name: 'b', type: 'pure-token', token: 'B' },
                ],
            },
        ]);
    });
    it('folds repetitions into one argument', () => {
        expect(parseSyntax('key [key ...]')).to.deep.equal([
            { name: 'key', type: 'key', keySpecIndex: 0, multiple: true },
        ]);
        expect(parseSyntax('key value [key value ...]')).to.deep.equal([
            {
                name: 'key_value',
                type: 'block',
                multiple: true,
                arguments: [
                    { name: 'key', type: 'key', keySpecIndex: 0 },
                    { name: 'value', type: 'string' },
                ],
            },
        ]);
        expect(parseSyntax('[section ...]')).to.deep.equal([
            { name: 'section', type: 'string', multiple: true, optional: true },
        ]);
        expect(parseSyntax('[ID client-id [client-id ...]]')).to.deep.equal([
            { name: 'client-id', type: 'integer', token: 'ID', multiple: true, optional: true },
        ]);
    });
    it('refuses what is not well formed', () => {
        for (const syntax of ['[key', 'key]', '<A | B', '[A | B>', 'a | b']) {
            expect(() => parseSyntax(syntax), syntax).to.throw(/command syntax/);
        }
    });
});
//# sourceMappingURL=command-syntax.spec.js.map