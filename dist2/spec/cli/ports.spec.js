import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { checkPortsAreFree, explainListenError, PortError } from '../../lib/cli/ports.js';
import { freePorts } from './program.js';
const HOST = '127.0.0.1';
const derived = { host: HOST, port: 7001, shardPort: 0, busPort: 0, shards: 1 };
describe('explainListenError', () => {
    const explained = (code, port, options = derived) => {
        const error = explainListenError(Object.assign(new Error('listen'), { code, port }), options);
        expect(error).to.be.instanceOf(PortError);
        return error.message;
    };
    it('names the port and the flag that sets it', () => {
        expect(explained('EADDRINUSE', 7001)).to.equal('client port 7001 is in use; choose another with --port');
        expect(explained('EADDRINUSE', 8001)).to.equal('shard port 8001, which follows from --port 7001, is in use; set --shard-port or another --port');
        expect(explained('EADDRINUSE', 8002, { ...derived, shards: 2 })).to.contain('shard port 8002, which follows from --port 7001, is in use');
        expect(explained('EADDRINUSE', 17001)).to.contain('bus port 17001, which follows from --port 7001, is in use');
        expect(explained('EADDRINUSE', undefined)).to.contain('bus port 17001, which follows');
        expect(explained('EACCES', 80, { ...derived, shardPort: 80 })).to.equal('shard port 80 is not allowed to this user; set --shard-port or another --port');
        expect(explained('EADDRNOTAVAIL', 7001, { ...derived, host: '10.9.9.9' })).to.contain('--host 10.9.9.9: ');
    });
    it('leaves other errors alone', () => {
        const error = new Error('no');
        expect(explainListenError(error, derived)).to.equal(error);
    });
});
describe('checkPortsAreFree', () => {
    it('notices that the port of a shard is taken', async () => {
        const port = await freePorts(2);
        const server = createServer().listen(port + 1001, HOST);
        await once(server, 'listening');
        const taken = await checkPortsAreFree({ ...derived, port, shards: 2 }).catch((error) => error.message);
        server.close();
        expect(taken).to.contain(`shard port ${port + 1001}`);
    });
    it('notices a TCP and a UDP port that is taken', async () => {
        const port = await freePorts(1);
        const options = { ...derived, port };
        const server = createServer().listen(port + 1000, HOST);
        await once(server, 'listening');
        const shardTaken = await checkPortsAreFree(options).catch((error) => error.message);
        server.close();
        await once(server, 'close');
        const socket = createSocket('udp4').bind(port + 10_000, HOST);
        await once(socket, 'listening');
        const busTaken = await checkPortsAreFree(options).catch((error) => error.message);
        socket.close();
        await once(socket, 'close');
        expect(shardTaken).to.contain(`shard port ${port + 1000}`);
        expect(busTaken).to.contain(`bus port ${port + 10_000}`);
        expect(await checkPortsAreFree(options)).to.equal(undefined);
    });
});
//# sourceMappingURL=ports.spec.js.map