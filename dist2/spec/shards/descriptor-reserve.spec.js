import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { expect } from 'chai';
import { DescriptorReserve } from '../../lib/server/descriptor-reserve.js';
describe('DescriptorReserve', () => {
    it('has what is opened after its release take lower numbers than one that was opened after it', function () {
        if (process.platform === 'win32')
            this.skip();
        const reserve = new DescriptorReserve();
        reserve.take();
        const guarded = openSync(devNull, 'r');
        reserve.release();
        closeSync(guarded);
        const opened = Array.from({ length: 8 }, () => openSync(devNull, 'r'));
        for (const descriptor of opened)
            closeSync(descriptor);
        expect(Math.max(...opened)).to.be.below(guarded);
        reserve.release();
    });
});
//# sourceMappingURL=descriptor-reserve.spec.js.map