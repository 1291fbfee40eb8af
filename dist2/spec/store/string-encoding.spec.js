import { expect } from 'chai';
import { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW, stringEncoding, } from '../../lib/store/string-encoding.js';
describe('stringEncoding', () => {
    const cases = [
        ['0', ENCODING_INT],
        ['7', ENCODING_INT],
        ['-1', ENCODING_INT],
        ['10', ENCODING_INT],
        ['999999999999999999', ENCODING_INT],
        ['9223372036854775807', ENCODING_INT],
        ['-9223372036854775808', ENCODING_INT],
        ['9223372036854775808', ENCODING_EMBSTR],
        ['-9223372036854775809', ENCODING_EMBSTR],
        ['9999999999999999999', ENCODING_EMBSTR],
        ['10000000000000000000', ENCODING_EMBSTR],
        ['', ENCODING_EMBSTR],
        ['-', ENCODING_EMBSTR],
        ['-0', ENCODING_EMBSTR],
        ['00', ENCODING_EMBSTR],
        ['01', ENCODING_EMBSTR],
        ['-01', ENCODING_EMBSTR],
        ['+1', ENCODING_EMBSTR],
        [' 1', ENCODING_EMBSTR],
        ['1 ', ENCODING_EMBSTR],
        ['1.0', ENCODING_EMBSTR],
        ['1e3', ENCODING_EMBSTR],
        ['1:', ENCODING_EMBSTR],
        ['1/', ENCODING_EMBSTR],
        ['x'.repeat(44), ENCODING_EMBSTR],
        ['x'.repeat(45), ENCODING_RAW],
        ['1'.repeat(45), ENCODING_RAW],
    ];
    for (const [text, encoding] of cases) {
        it(`takes '${text}' as redis-server does`, () => {
            const bytes = Buffer.from(`9${text}9`);
            expect(stringEncoding(bytes, 1, bytes.length - 1)).to.equal(encoding);
        });
    }
});
//# sourceMappingURL=string-encoding.spec.js.map