import { expect } from 'chai';
import { crc16, hashSlot } from '../../lib/base/hash-slot.js';
const slotOf = (key) => {
    const bytes = Buffer.from(key);
    return hashSlot(bytes, 0, bytes.length);
};
describe('hashSlot', () => {
    it("has the check value of CRC16/XMODEM: '123456789' gives 0x31c3", () => {
        expect(crc16(Buffer.from('123456789'), 0, 9)).to.equal(0x31c3);
    });
    it('gives the slots that redis-server gives', () => {
        expect(slotOf('')).to.equal(0);
        expect(slotOf('foo')).to.equal(12182);
        expect(slotOf('somekey')).to.equal(11058);
        expect(slotOf('foo{hash_tag}')).to.equal(2515);
        expect(slotOf('bar{hash_tag}')).to.equal(2515);
    });
    it('hashes only the first tag, and only if it is not empty', () => {
        expect(slotOf('{user1000}.following')).to.equal(slotOf('user1000'));
        expect(slotOf('foo{{bar}}zap')).to.equal(slotOf('{bar'));
        expect(slotOf('foo{bar}{zap}')).to.equal(slotOf('bar'));
        const whole = Buffer.from('foo{}{bar}');
        expect(slotOf('foo{}{bar}')).to.equal(crc16(whole, 0, whole.length) & 16383);
        const open = Buffer.from('foo{bar');
        expect(slotOf('foo{bar')).to.equal(crc16(open, 0, open.length) & 16383);
    });
    it('looks at its range of the buffer only', () => {
        const bytes = Buffer.from('}}foo{{');
        expect(hashSlot(bytes, 2, 5)).to.equal(slotOf('foo'));
    });
});
//# sourceMappingURL=hash-slot.spec.js.map