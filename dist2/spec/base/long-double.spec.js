import { expect } from 'chai';
import fc from 'fast-check';
import { addLongDoubles, formatLongDouble, parseLongDouble } from '../../lib/base/long-double.js';
/** The sum as text; a word where there is none. */
function sum(a, b) {
    const x = parseLongDouble(a);
    const y = parseLongDouble(b);
    if (x === undefined || y === undefined)
        return 'invalid';
    const result = addLongDoubles(x, y);
    return result === 'infinite' ? 'infinite' : formatLongDouble(result);
}
describe('long double arithmetic', () => {
    // Each of these is what redis-server 7.0.15 on x86-64 answers to SET key a, INCRBYFLOAT key b.
    const SUMS = [
        ['0.1', '0.2', '0.3'],
        ['5.0e3', '200', '5200'],
        ['10.50', '0.1', '10.6'],
        ['3', '-3', '0'],
        ['0.3', '-0.1', '0.2'],
        ['1e30', '-1e30', '0'],
        ['.5', '.5', '1'],
        ['1.', '1', '2'],
        ['-0', '0', '0'],
        ['1e17', '0.3', '100000000000000000.296875'],
        ['9223372036854775807', '1', '9223372036854775808'],
        ['18446744073709551615', '1', '18446744073709551616'],
        ['18446744073709551617', '0', '18446744073709551616'],
        ['36893488147419103233', '0', '36893488147419103232'],
        ['36893488147419103235', '0', '36893488147419103236'],
        ['123456789012345678901234567890', '0', '123456789012345678899921813504'],
        ['1e-17', '0', '0.00000000000000001'],
        ['5e-18', '0', '0'],
        ['1.5e-17', '0', '0.00000000000000002'],
        ['0.00000000000000000500000001', '0', '0.00000000000000001'],
        ['-1e-20', '0', '0'],
        ['0x1p-3', '0', '0.125'],
        ['0xff', '0.5', '255.5'],
        ['0x.8p1', '0', '1'],
    ];
    for (const [a, b, result] of SUMS) {
        it(`adds ${a} and ${b} to ${result}`, () => {
            expect(sum(a, b)).to.equal(result);
        });
    }
    it('has no finite sum beyond the largest value', () => {
        expect(sum('inf', '1')).to.equal('infinite');
        expect(sum('-Infinity', 'infinity')).to.equal('infinite');
        expect(sum('1.1897e4932', '1e4931')).to.equal('infinite');
        expect(sum('0x1p16383', '0x1p16383')).to.equal('infinite');
        expect(sum('0x1.fffffffffffffffep16383', '0')).to.match(/^1189731495357231765021263\d{4908}$/);
    });
    it('takes what rounds to the least value, and no less', () => {
        for (const text of ['1e-4950', '1.9e-4951', '0x1p-16445', '0x1.8p-16446', '0e99999999']) {
            expect(sum(text, '0'), text).to.equal('0');
        }
        for (const text of ['1.8e-4951', '0x1p-16446', '1e-99999999', '0x1p-99999999']) {
            expect(sum(text, '0'), text).to.equal('invalid');
        }
    });
    it('refuses what is no number, or too large, at once', () => {
        const bad = [
            '',
            ' 1',
            '1 ',
            'nan',
            '1e',
            '0x',
            '.',
            '--1',
            '1,5',
            '1\0',
            '1e4933',
            '1e99999999',
            '0x1p16384',
        ];
        for (const text of [...bad, '0x1.ffffffffffffffffp16383', '1'.repeat(5120)]) {
            expect(parseLongDouble(text), text.slice(0, 20)).to.equal(undefined);
        }
        expect(sum(`0.${'1'.repeat(5000)}`, '0')).to.equal('0.11111111111111111');
    });
    it('adds whole numbers of 64 bits exactly, in either order', () => {
        const whole = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
        fc.assert(fc.property(whole, whole, (a, b) => {
            expect(sum(String(a), String(b))).to.equal(String(a + b));
            expect(sum(String(b), String(a))).to.equal(String(a + b));
        }));
    });
    it('reads back what it wrote', () => {
        const decimal = fc
            .tuple(fc.integer(), fc.nat({ max: 999_999_999 }))
            .map(([whole, part]) => `${whole}.${part}`);
        fc.assert(fc.property(decimal, (text) => {
            const once = sum(text, '0');
            expect(sum(once, '0')).to.equal(once);
            expect(Number(once)).to.be.closeTo(Number(text), 1e-6);
        }));
    });
});
//# sourceMappingURL=long-double.spec.js.map