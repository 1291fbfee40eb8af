import { expect } from 'chai';
import { ERRORS, errorText } from '../../lib/resp/errors.js';
describe('error catalogue', () => {
    it('fills in every hole', () => {
        expect(errorText(ERRORS.moved, { slot: 7, address: '127.0.0.1:7001' })).to.equal('MOVED 7 127.0.0.1:7001');
        expect(errorText(ERRORS.syntax)).to.equal('ERR syntax error');
    });
    it('keeps a value on one line, as latin1, and does not fill holes in it', () => {
        const text = (command) => errorText(ERRORS.wrongArity, { command }).slice(35, -9);
        expect(text('a\r\nb')).to.equal('a  b');
        expect(text('\xe9\xff')).to.equal('\xe9\xff');
        // As latin1 these would be cut to a CR and an LF.
        expect(text('\u010d\u010a\u{1f600}')).to.equal('????');
        expect(text('{command}$&')).to.equal('{command}$&');
    });
    it('leaves a text with braces alone when its holes are not given', () => {
        const spec = { text: 'ERR {what}', meaning: '' };
        expect(errorText(spec)).to.equal('ERR {what}');
        expect(errorText(spec, { what: 'x' })).to.equal('ERR x');
    });
    it('has texts that are one line of ASCII and begin with a code', () => {
        for (const [name, { text, meaning }] of Object.entries(ERRORS)) {
            expect(text, name).to.match(/^[A-Z]+ [ -~]+$/);
            expect(meaning, name).to.match(/\.\)?$/);
        }
    });
    it('demands the values of its holes at compile time', () => {
        // @ts-expect-error the slot is missing
        expect(errorText(ERRORS.moved, { address: 'a' })).to.equal('MOVED {slot} a');
        // @ts-expect-error a text without holes takes no values
        expect(errorText(ERRORS.syntax, { slot: 1 })).to.equal('ERR syntax error');
    });
});
//# sourceMappingURL=errors.spec.js.map