import { expect } from 'chai';
import fc from 'fast-check';
import { matchesGlob } from '../../lib/base/glob.js';
function matches(pattern, text) {
    const glob = Buffer.from(pattern, 'latin1');
    const bytes = Buffer.from(text, 'latin1');
    return matchesGlob(glob, 0, glob.length, bytes, 0, bytes.length);
}
/** The definition, for patterns of letters, `*` and `?`: too slow for anything but specs. */
function matchesSlowly(pattern, text) {
    if (pattern === '')
        return text === '';
    if (pattern[0] === '*') {
        return matchesSlowly(pattern.slice(1), text) || (text !== '' && matchesSlowly(pattern, text.slice(1)));
    }
    return (text !== '' &&
        (pattern[0] === '?' || pattern[0] === text[0]) &&
        matchesSlowly(pattern.slice(1), text.slice(1)));
}
describe('matchesGlob', () => {
    const MATCHES = [
        ['', ''],
        ['*', ''],
        ['*', 'anything'],
        ['a*', 'a'],
        ['a*c', 'abcabc'],
        ['**c', 'abc'],
        ['?', '\xff'],
        ['h?llo', 'hello'],
        ['h[ae]llo', 'hallo'],
        ['h[^e]llo', 'hbllo'],
        ['[a-c]', 'b'],
        ['[c-a]', 'b'],
        ['[a-]', '`'],
        ['[\\]]', ']'],
        ['[\\-]', '-'],
        ['[abc', 'c'],
        ['[^', 'x'],
        ['[^]', 'x'],
        ['\\*', '*'],
        ['\\', '\\'],
        ['a\\?', 'a?'],
        ['*[0-9]*', 'key1'],
        ['k\0*', 'k\0\r\n'],
    ];
    const MISSES = [
        ['', 'a'],
        ['a', ''],
        ['a', 'A'],
        ['?', ''],
        ['??', 'a'],
        ['a*c', 'abcd'],
        ['h[^e]llo', 'hello'],
        ['[a-c]', 'd'],
        ['[]', 'a'],
        ['[', '['],
        ['[', ''],
        ['\\*', 'a'],
        ['*b', ''],
    ];
    for (const [pattern, text] of MATCHES) {
        it(`finds that ${JSON.stringify(pattern)} matches ${JSON.stringify(text)}`, () => {
            expect(matches(pattern, text)).to.equal(true);
        });
    }
    for (const [pattern, text] of MISSES) {
        it(`finds that ${JSON.stringify(pattern)} does not match ${JSON.stringify(text)}`, () => {
            expect(matches(pattern, text)).to.equal(false);
        });
    }
    it('looks at its ranges only', () => {
        const bytes = Buffer.from('xa*yabcz');
        expect(matchesGlob(bytes, 1, 3, bytes, 4, 7)).to.equal(true);
        expect(matchesGlob(bytes, 1, 2, bytes, 4, 7)).to.equal(false);
        // A class that nothing closes ends with its pattern, whatever bytes follow.
        const classes = Buffer.from('[a-z]');
        expect(matchesGlob(classes, 0, 3, Buffer.from('m'), 0, 1)).to.equal(false);
        expect(matchesGlob(classes, 0, 3, Buffer.from('-'), 0, 1)).to.equal(true);
    });
    it('agrees with the definition', () => {
        const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
        const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
        fc.assert(fc.property(pattern, text, (glob, word) => {
            expect(matches(glob, word)).to.equal(matchesSlowly(glob, word));
        }), { numRuns: 2000 });
    });
    it('takes no exponential time', () => {
        expect(matches('a*'.repeat(500).concat('b'), 'a'.repeat(20_000))).to.equal(false);
        expect(matches('*[a]'.repeat(500).concat('b'), 'a'.repeat(2000))).to.equal(false);
    });
});
//# sourceMappingURL=glob.spec.js.map