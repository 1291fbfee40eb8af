import { expect } from 'chai';
import { ReadChunks } from '../../lib/cluster/read-chunks.js';
describe('memory for reads', () => {
    it('puts each read behind the one before, and writes nowhere twice', () => {
        const chunks = new ReadChunks();
        const reads = [];
        for (let i = 0; i < 100; i++) {
            const room = chunks.next();
            expect(room.length).to.be.at.least(32 * 1024);
            const length = (i * 997) % 20_000;
            room.fill(i, 0, length);
            chunks.used(length);
            reads.push(room.subarray(0, length));
        }
        for (const [i, read] of reads.entries())
            expect(read.every((byte) => byte === i)).to.equal(true);
        expect(new Set(reads.map((read) => read.buffer)).size).to.be.within(4, 8);
    });
});
//# sourceMappingURL=read-chunks.spec.js.map