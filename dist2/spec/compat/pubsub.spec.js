/** Scripted conversations with SUBSCRIBE and its kin on a redis-server and here, compared byte for byte. */
import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'chai';
import { createNode } from '../../lib/index.js';
import { hasRedisServer, RedisServer } from './redis-server.js';
/** Commands of one connection each, one after the other. A subscriber has one name of a kind at most where order would matter. */
const SCRIPTS = {
    'RESP2 subscribed mode': [
        'SUBSCRIBE a b a',
        'GET x',
        'PING',
        'PING hi',
        'PING a b',
        'NOSUCH',
        'SUBSCRIBE',
        'client list',
        'client nosuch',
        'client reply off',
        'PUBSUB NUMPAT',
        'PUBLISH a b',
        'HELLO 3',
        'UNSUBSCRIBE zz b',
        'UNSUBSCRIBE',
        'UNSUBSCRIBE',
        'PUNSUBSCRIBE',
        'PING',
        'GET x',
    ],
    'RESP2 patterns': [
        'PSUBSCRIBE a* b*',
        'SUBSCRIBE x',
        'PUNSUBSCRIBE b* q a*',
        'PUNSUBSCRIBE',
        'UNSUBSCRIBE q w x',
        'PUNSUBSCRIBE',
    ],
    'RESET ends subscriptions': ['SUBSCRIBE a', 'PSUBSCRIBE b', 'RESET', 'PING', 'GET x', 'PUBLISH a m'],
    'RESP3 pushes': [
        'HELLO 3',
        'SUBSCRIBE a b',
        'GET x',
        'PING',
        'PING hi',
        'PUBLISH a msg',
        'PUBLISH nobody msg',
        'UNSUBSCRIBE b a',
        'UNSUBSCRIBE',
        'PUNSUBSCRIBE',
        'PSUBSCRIBE a*',
        'SUBSCRIBE a',
        'PUBLISH a m2',
        'PUBLISH ab m3',
        'HELLO 2',
        'PUBLISH a xx',
    ],
    PUBSUB: [
        'PUBSUB',
        'PUBSUB NUMSUB',
        'PUBSUB NUMSUB a b',
        'PUBSUB NUMPAT',
        'PUBSUB NUMPAT x',
        'PUBSUB CHANNELS',
        'PUBSUB CHANNELS a b',
        'PUBSUB NOPE',
        'HELLO 3',
        'SUBSCRIBE a',
        'PSUBSCRIBE a* ?',
        'PSUBSCRIBE a*',
        'PUBSUB NUMSUB a b A',
        'PUBSUB NUMPAT',
        'PUBSUB CHANNELS',
        'PUBSUB CHANNELS [b-z]',
        'PUBSUB CHANNELS ?',
        'PUBLISH a',
    ],
    'CLIENT REPLY holds no push back': [
        'HELLO 3',
        'SUBSCRIBE a',
        'CLIENT REPLY SKIP',
        'PUBLISH a 1',
        'PUBLISH a 2',
    ],
    'CLIENT REPLY SKIP in RESP2': ['CLIENT REPLY SKIP', 'SUBSCRIBE a b', 'PING x'],
    'CLIENT LIST by type': ['HELLO 3', 'CLIENT LIST TYPE pubsub', 'SUBSCRIBE a', 'CLIENT LIST TYPE normal'],
};
/** The bytes with which a server answers the commands; a token sent after each shows that all of its answer is there. */
async function converse(port, script) {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const answers = [];
    let text = '';
    let arrived = () => { };
    socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        arrived();
    });
    for (const [at, command] of script.entries()) {
        const token = `token-${at}`;
        socket.write(`${command}\r\n`);
        if (!command.startsWith('CLIENT REPLY SKIP'))
            socket.write(`PING ${token}\r\n`);
        while (!text.endsWith(`${token}\r\n`) && !command.startsWith('CLIENT REPLY SKIP')) {
            await new Promise((resolve) => {
                arrived = resolve;
            });
        }
        answers.push(text.replace(/(\r\nid\r\n:)\d+/, '$1'));
        text = '';
    }
    socket.destroy();
    return answers;
}
describe('pub/sub compared with redis-server', () => {
    let server;
    let node;
    before(async function () {
        if (!hasRedisServer())
            this.skip();
        server = await RedisServer.start();
        node = createNode({ port: 0, logLevel: 'silent' });
        await node.start();
    });
    after(async () => {
        await node?.stop();
        await server?.stop();
    });
    for (const [name, script] of Object.entries(SCRIPTS)) {
        it(name, async () => {
            const redis = await converse(server.port, script);
            const ours = await converse(node.address().clientPort, script);
            expect(ours).to.deep.equal(redis);
        });
    }
});
//# sourceMappingURL=pubsub.spec.js.map