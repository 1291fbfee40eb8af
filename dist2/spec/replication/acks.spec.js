import { expect } from 'chai';
import { AckQueue, AckWait } from '../../lib/replication/acks.js';
function waiter(needed, asked) {
    let calls = 0;
    return { wait: new AckWait(needed, asked, () => calls++), calls: () => calls };
}
describe('waits for replicas', () => {
    it('end once, when as many as are needed hold the write', () => {
        const { wait, calls } = waiter(2, 3);
        wait.onHeld();
        expect(calls()).to.equal(0);
        wait.onHeld();
        expect(calls()).to.equal(1);
        wait.onHeld();
        expect(calls()).to.equal(1);
    });
    it('do not wait for replicas that are lost', () => {
        const { wait, calls } = waiter(2, 2);
        wait.onLost();
        expect(calls()).to.equal(0);
        wait.onHeld();
        expect(calls()).to.equal(1);
    });
    it('need as many as before when one is lost that was not needed', () => {
        const { wait, calls } = waiter(1, 2);
        wait.onLost();
        expect(calls()).to.equal(0);
        wait.onHeld();
        expect(calls()).to.equal(1);
    });
    it('end when all replicas are lost', () => {
        const { wait, calls } = waiter(1, 1);
        wait.onLost();
        expect(calls()).to.equal(1);
    });
    it('end with the batch that carries their write, or with the replica', () => {
        const queue = new AckQueue();
        const waits = [1, 1, 2, 5].map((batch) => ({ batch, ...waiter(1, 1) }));
        for (const { wait, batch } of waits)
            queue.add(wait, batch);
        queue.onHeld(1);
        expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 0, 0]);
        queue.onHeld(4);
        expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 1, 0]);
        queue.onLost();
        expect(waits.map(({ calls }) => calls())).to.deep.equal([1, 1, 1, 1]);
    });
});
//# sourceMappingURL=acks.spec.js.map