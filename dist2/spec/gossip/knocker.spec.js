import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { Knocker } from '../../gossip/node/knocker.js';
import { eventually } from './real-members.js';
const HOST = '127.0.0.1';
describe('knocking at members that do not answer', () => {
    const refused = [];
    let knocker;
    let listener;
    let port;
    let received;
    beforeEach(async () => {
        refused.length = 0;
        received = [];
        knocker = new Knocker({ type: 'udp4' }, HOST, (address) => refused.push(address.port));
        listener = createSocket('udp4', (datagram) => received.push(datagram.length));
        await new Promise((resolve) => listener.bind(0, HOST, resolve));
        port = listener.address().port;
    });
    afterEach(() => {
        knocker.close();
        listener.close();
    });
    /** A port that nobody listens on. */
    async function freePort() {
        const socket = createSocket('udp4');
        await new Promise((resolve) => socket.bind(0, HOST, resolve));
        const { port: found } = socket.address();
        await new Promise((resolve) => socket.close(resolve));
        return found;
    }
    it('knocks with an empty datagram, at the second ping without an answer between, and a listener refuses nothing', async () => {
        const to = { host: HOST, port };
        for (let i = 0; i < 3; i++) {
            knocker.pinging(to, to.host);
            knocker.heard(to);
        }
        knocker.pinging(to, to.host);
        knocker.pinging(to, to.host);
        await eventually('the knock', () => received.length === 1);
        expect(received).to.deep.equal([0]);
        expect(refused).to.deep.equal([]);
    });
    it('a port that nobody listens on is reported, for each knock', async () => {
        const to = { host: HOST, port: await freePort() };
        knocker.pinging(to, to.host);
        knocker.pinging(to, to.host);
        await eventually('refused', () => refused.length === 1);
        knocker.pinging(to, to.host);
        await eventually('refused again', () => refused.length === 2);
        expect(new Set(refused)).to.deep.equal(new Set([to.port]));
    });
    it('what comes from the address of a name counts for the name', async () => {
        const to = { host: 'localhost', port };
        for (let i = 0; i < 3; i++) {
            knocker.pinging(to, HOST);
            knocker.heard({ host: HOST, port });
        }
        knocker.pinging(to, HOST);
        knocker.pinging(to, HOST);
        await eventually('the knock', () => received.length > 0);
        expect(received).to.deep.equal([0]);
    });
    it('off, it does not knock; neither when it is closed', async () => {
        const to = { host: HOST, port };
        knocker.isOn = false;
        for (let i = 0; i < 4; i++)
            knocker.pinging(to, to.host);
        knocker.isOn = true;
        knocker.pinging(to, to.host);
        knocker.pinging(to, to.host);
        await eventually('the one knock', () => received.length === 1);
        expect(received).to.have.length(1);
    });
    it('keeps a bounded number of sockets', async () => {
        const before = readdirSync('/dev/fd').length;
        for (let i = 0; i < 100; i++) {
            const to = { host: `127.0.1.${i}`, port };
            knocker.pinging(to, to.host);
            knocker.pinging(to, to.host);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(readdirSync('/dev/fd').length - before).to.be.within(1, 16);
    });
});
//# sourceMappingURL=knocker.spec.js.map