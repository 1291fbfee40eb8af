import { expect } from 'chai';
import fc from 'fast-check';
import { compressLzf, decompressLzf, MAX_LZF_RATIO } from '../../lib/persist/lzf.js';
import { strings } from './arbitraries.js';
const GUARD = 0xee;
const inputs = strings.filter((input) => input.length > 0);
function compress(input, room = input.length + 100) {
    const target = Buffer.alloc(room + 8, GUARD);
    const end = compressLzf(input, 0, input.length, target, 4, room);
    expect(end).to.be.at.most(4 + room);
    expect(target.readUInt32LE(4 + room)).to.equal(0xeeeeeeee);
    return end === 4 ? undefined : target.subarray(4, end);
}
/** Undefined if the input is refused; nothing past `length` may be written. */
function decompress(compressed, length) {
    const target = Buffer.alloc(length + 4, GUARD);
    const isGood = decompressLzf(compressed, 0, compressed.length, target, length);
    expect(target.readUInt32LE(length)).to.equal(0xeeeeeeee);
    return isGood ? target.subarray(0, length) : undefined;
}
describe('LZF', () => {
    it('gives back what it compressed', () => {
        fc.assert(fc.property(inputs, (input) => {
            const compressed = compress(input);
            expect(decompress(compressed, input.length)?.equals(input)).to.equal(true);
            expect(input.length).to.be.at.most(compressed.length * MAX_LZF_RATIO);
        }), { numRuns: 1000 });
    });
    it('writes no more than there is room for, and the same with less room or nothing', () => {
        fc.assert(fc.property(inputs, fc.integer({ min: 1, max: 300 }), (input, room) => {
            const whole = compress(input);
            const tight = compress(input, room);
            if (tight !== undefined)
                expect(tight.equals(whole)).to.equal(true);
            else
                expect(whole.length).to.be.above(room - 5);
        }), { numRuns: 1000 });
    });
    it('gives the same whatever was compressed before', () => {
        fc.assert(fc.property(inputs, inputs, (input, other) => {
            const first = compress(input);
            compress(other);
            expect(compress(input).equals(first)).to.equal(true);
        }), { numRuns: 300 });
    });
    it('makes long runs small, with the longest match there is', () => {
        const compressed = compress(Buffer.alloc(2650, 'x'));
        expect(compressed.toString('hex')).to.match(/^017878(?:e0ff00){10}/);
    });
    it('refuses or decompresses any bytes, within its bounds', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(400), (array, length) => {
            const output = decompress(Buffer.from(array), length);
            expect(output?.length ?? length).to.equal(length);
        }), { numRuns: 3000 });
    });
    const broken = [
        ['literals that are cut off', '026162', 3],
        ['more literals than the length', '02616263', 2],
        ['fewer bytes than the length', '02616263', 4],
        ['a match that begins before the output', '00612001', 4],
        ['a match without its distance', '006120', 4],
        ['a long match without its length', '0061e0', 4],
        ['a long match without its distance', '0061e000', 10],
        ['a match past the length', '00612000', 3],
        ['nothing', '', 1],
    ];
    for (const [what, hex, length] of broken) {
        it(`refuses ${what}`, () => {
            expect(decompress(Buffer.from(hex, 'hex'), length)).to.equal(undefined);
        });
    }
});
//# sourceMappingURL=lzf.spec.js.map