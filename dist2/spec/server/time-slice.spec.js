import { expect } from 'chai';
import { Rig } from '../cluster/rig.js';
describe('a turn of the event loop', () => {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    let rig;
    beforeEach(() => {
        rig = new Rig();
        rig.setMap(1, ['me']);
    });
    afterEach(() => {
        rig.close();
        expect(rig.defects).to.deep.equal([]);
    });
    function ticking(msPerLook) {
        let nowMs = 0;
        rig.clockMs = () => {
            nowMs += msPerLook;
            return nowMs;
        };
    }
    it('takes up no more commands when its time is over, and the rest in the next ones', async () => {
        ticking(2);
        const client = rig.connect();
        client.receive('INCR n\r\n'.repeat(1000));
        // Looked at after 32 and 64 commands; the slice began with the first look.
        expect(client.text.endsWith(':64\r\n')).to.equal(true);
        expect(client.isPaused()).to.equal(true);
        let turns = 0;
        for (; client.isPaused(); turns++)
            await turn();
        expect(turns).to.be.within(15, 17);
        const replies = Array.from({ length: 1000 }, (_, i) => `:${i + 1}\r\n`);
        expect(client.text).to.equal(replies.join(''));
    });
    it('is shared by all connections, each of which gets on', () => {
        ticking(1);
        const clients = [rig.connect(), rig.connect(), rig.connect()];
        for (const client of clients)
            client.receive('ECHO x\r\n'.repeat(1000));
        const answered = clients.map((client) => client.text.length / '$1\r\nx\r\n'.length);
        expect(answered).to.deep.equal([96, 32, 32]);
    });
    it('has no effect on commands that take no time', () => {
        const client = rig.connect();
        client.receive('INCR n\r\n'.repeat(1000));
        expect(client.text.endsWith(':1000\r\n')).to.equal(true);
    });
});
//# sourceMappingURL=time-slice.spec.js.map