import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ReplicaWaits } from '../../lib/cluster/replica-waits.js';
import { replicationStatus } from '../commands/harness.js';
const QUESTION = { everyOwner: true, enough: 1, timeoutMs: 0, isWanted: () => true };
function stream(fields = {}) {
    return {
        ...{ peer: 'p', stream: 1, isPlaced: true, sentBytes: 100, ackedBytes: 100 },
        ...{ liveSlots: 10, queuedSlots: 0, silentMs: 0 },
        ...fields,
    };
}
/** Of an owner of ten slots. */
function owner(streams, replicas = 1) {
    return replicationStatus({ heldSlots: 10, replicas, streams });
}
describe('ReplicaWaits', () => {
    let statuses;
    let rounds;
    let waits;
    beforeEach(() => {
        rounds = 0;
        statuses = new Map([
            ['a', owner([stream()])],
            ['b', owner([stream()])],
        ]);
        waits = new ReplicaWaits({
            selfId: () => 'a',
            owners: () => [...statuses.keys()],
            ask: async (shards) => {
                rounds++;
                return shards.map((id) => statuses.get(id));
            },
        });
    });
    afterEach(() => waits.stop());
    /** What the wait has come to after some rounds; undefined if it goes on. */
    async function outcome(question = {}) {
        const answer = waits.wait({ ...QUESTION, ...question });
        return Promise.race([answer, sleep(30, undefined)]);
    }
    it('answers after one round where all hold all', async () => {
        expect(await outcome()).to.equal(1);
        expect(rounds).to.equal(1);
    });
    it('waits until each owner has had acknowledged what it had sent at first, whatever is sent meanwhile', async () => {
        statuses.set('b', owner([stream({ ackedBytes: 60 })]));
        const answer = waits.wait(QUESTION);
        expect(await Promise.race([answer, sleep(20, 'waits')])).to.equal('waits');
        statuses.set('b', owner([stream({ sentBytes: 500, ackedBytes: 99 })]));
        expect(await Promise.race([answer, sleep(60, 'waits')])).to.equal('waits');
        statuses.set('b', owner([stream({ sentBytes: 900, ackedBytes: 100 })]));
        expect(await answer).to.equal(1);
    });
    it('gives the count of the owner that has fewest', async () => {
        const behind = stream({ stream: 2, ackedBytes: 0 });
        statuses.set('a', owner([stream({ liveSlots: 10 }), stream({ stream: 2 })], 2));
        statuses.set('b', owner([stream({ liveSlots: 10 }), { ...behind, liveSlots: 10 }], 2));
        expect(await outcome()).to.equal(1);
        expect(await outcome({ enough: 2 })).to.equal(undefined);
        expect(await outcome({ enough: 2, timeoutMs: 5 })).to.equal(1);
    });
    it('counts none where slots have not all their copies yet', async () => {
        for (const incomplete of [
            stream({ liveSlots: 9 }),
            stream({ queuedSlots: 1 }),
            stream({ isPlaced: false }),
        ]) {
            statuses.set('b', owner([incomplete]));
            expect(await outcome({ timeoutMs: 5 })).to.equal(0);
        }
        statuses.set('b', owner([], 0));
        expect(await outcome({ timeoutMs: 5 })).to.equal(0);
        expect(await outcome({ enough: 0 })).to.equal(0);
    });
    it('wants of a stream that began anew all that was sent by then', async () => {
        statuses.set('b', owner([stream({ ackedBytes: 60 })]));
        const answer = waits.wait(QUESTION);
        await sleep(10);
        statuses.set('b', owner([stream({ stream: 9, sentBytes: 40, ackedBytes: 39 })]));
        expect(await Promise.race([answer, sleep(60, 'waits')])).to.equal('waits');
        statuses.set('b', owner([stream({ stream: 9, sentBytes: 50, ackedBytes: 40 })]));
        expect(await answer).to.equal(1);
    });
    it('asks this shard alone if so wanted', async () => {
        statuses.set('b', undefined);
        expect(await outcome({ everyOwner: false })).to.equal(1);
    });
    it('waits for an owner that does not answer, and answers 0 at once when it is gone', async () => {
        statuses.set('b', undefined);
        const answer = waits.wait(QUESTION);
        expect(await Promise.race([answer, sleep(20, 'waits')])).to.equal('waits');
        statuses.delete('b');
        expect(await answer).to.equal(0);
        statuses.clear();
        expect(await outcome()).to.equal(0);
    });
    it('answers at the timeout, and when nobody waits any more or the node stops', async () => {
        statuses.set('b', owner([stream({ ackedBytes: 0 })]));
        expect(await outcome({ timeoutMs: 5 })).to.equal(0);
        let isWanted = true;
        const unwanted = waits.wait({ ...QUESTION, isWanted: () => isWanted });
        isWanted = false;
        expect(await unwanted).to.equal(0);
        const stopped = waits.wait(QUESTION);
        waits.stop();
        expect(await stopped).to.equal(0);
        const after = rounds;
        await sleep(60);
        expect(rounds).to.equal(after);
    });
});
//# sourceMappingURL=replica-waits.spec.js.map