import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PAGES } from '../../docs/pages.js';
import { commandsPage } from '../../docs/reference.js';
const FOLDER = new URL('../../../docs/', import.meta.url);
describe('the reference pages', () => {
    for (const [name, text] of PAGES) {
        it(`docs/${name} is what its table says (if not: make docs)`, () => {
            expect(readFileSync(new URL(name, FOLDER), 'utf8')).to.equal(text);
        });
    }
    it('list commands by group, subcommands under the full name, and leave out what does nothing itself', () => {
        const common = { since: '1.0.0', complexity: 'O(1)', arity: 2, flags: [], reply: 'a reply' };
        const handler = () => { };
        const get = {
            ...common,
            name: 'get',
            summary: 'Gets.',
            group: 'string',
            spread: 'one-slot',
            syntax: 'key [A | B]',
            handler,
        };
        const subcommand = { ...get, name: 'id', group: 'connection', spread: 'here', syntax: '' };
        const { handler: _, ...noHandler } = subcommand;
        const client = { ...noHandler, name: 'client', subcommands: [subcommand] };
        const text = commandsPage([client, get]);
        expect(text).to.contain('## Strings\n\n| command |').and.to.not.contain('## Server');
        expect(text).to.contain('| `GET key [A \\| B]` | Gets. O(1) | a reply | the owner; keys of one hash slot only | 1.0.0 |');
        expect(text).to.contain('| `CLIENT ID` |').and.to.not.contain('| `CLIENT` |');
    });
});
//# sourceMappingURL=reference.spec.js.map