import { expect } from 'chai';
import fc from 'fast-check';
import { INT64_MAX, INT64_MIN, parseInt64, parseSafeInteger } from '../../lib/base/integer.js';
const REFUSED = [
    '',
    '-',
    '+1',
    '-0',
    '00',
    '01',
    '-01',
    '--1',
    ' 1',
    '1 ',
    '1\n',
    '1.0',
    '1e3',
    '0x1',
    'a',
    '1a',
    '12345678901234567890a',
    '9'.repeat(20),
    '1'.repeat(40),
];
function bytes(text) {
    return Buffer.from(`7${text}7`, 'latin1');
}
function safe(text) {
    return parseSafeInteger(bytes(text), 1, 1 + text.length);
}
function int64(text) {
    return parseInt64(bytes(text), 1, 1 + text.length);
}
describe('integers in decimal', () => {
    for (const text of REFUSED) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            expect(safe(text)).to.be.NaN;
            expect(int64(text)).to.equal(undefined);
        });
    }
    it('reads every 64-bit integer', () => {
        fc.assert(fc.property(fc.bigInt({ min: INT64_MIN, max: INT64_MAX }), (value) => {
            expect(int64(String(value))).to.equal(value);
        }));
    });
    it('reads every safe integer as a Number', () => {
        fc.assert(fc.property(fc.maxSafeInteger(), (value) => {
            expect(safe(String(value))).to.equal(value);
            expect(int64(String(value))).to.equal(BigInt(value));
        }));
    });
    it('reads 0 as 0, not as -0', () => {
        expect(Object.is(safe('0'), 0)).to.equal(true);
        expect(int64('0')).to.equal(0n);
    });
    it('holds the bounds of 64 bits exactly', () => {
        expect(int64('9223372036854775807')).to.equal(INT64_MAX);
        expect(int64('9223372036854775808')).to.equal(undefined);
        expect(int64('-9223372036854775808')).to.equal(INT64_MIN);
        expect(int64('-9223372036854775809')).to.equal(undefined);
        expect(int64('9999999999999999999')).to.equal(undefined);
    });
    it('holds the bounds of safe integers exactly', () => {
        expect(safe('9007199254740991')).to.equal(Number.MAX_SAFE_INTEGER);
        expect(safe('-9007199254740991')).to.equal(Number.MIN_SAFE_INTEGER);
        for (const text of ['9007199254740992', '9007199254740993', '-9007199254740992', '9999999999999999']) {
            expect(safe(text)).to.be.NaN;
            expect(int64(text)).to.equal(BigInt(text));
        }
        expect(safe('10000000000000000')).to.be.NaN;
    });
    it('takes what it takes, and nothing else, of any short text', () => {
        fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-+ .'), maxLength: 6 }), (text) => {
            const wellFormed = /^(0|-?[1-9][0-9]*)$/.test(text);
            expect(safe(text)).to.deep.equal(wellFormed ? Number(text) : Number.NaN);
            expect(int64(text)).to.equal(wellFormed ? BigInt(text) : undefined);
        }));
    });
});
//# sourceMappingURL=integer.spec.js.map