/** Errors about ports that cannot be listened on, in words that name the port and the flag that sets it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { portsOf } from '../config/resolve.js';
/** A port cannot be listened on. */
export class PortError extends Error {
    name = 'PortError';
}
const REASONS = {
    EADDRINUSE: 'is in use',
    EACCES: 'is not allowed to this user',
    EADDRNOTAVAIL: 'cannot be opened: the host is no address of this machine',
    ENOTFOUND: 'cannot be opened: the host is not known',
};
/** A PortError if `error` is about listening on one of the node's ports, else `error` itself. */
export function explainListenError(error, options) {
    const { code, port, message } = error;
    const reason = code === undefined ? undefined : REASONS[code];
    if (reason === undefined)
        return error;
    const { client, shard, bus } = portsOf(options);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
        return new PortError(`--host ${options.host}: port ${port ?? client} ${reason}`);
    }
    if (port === client)
        return new PortError(`client port ${port} ${reason}; choose another with --port`);
    const derived = (set) => (set === 0 ? `, which follows from --port ${client},` : '');
    const index = port === undefined ? -1 : port - shard;
    if (index >= 0 && index < options.shards && shard !== 0) {
        return new PortError(`shard port ${port}${derived(options.shardPort)} ${reason}; set --shard-port or another --port`);
    }
    // An error that comes out of the gossip thread has lost its port.
    if (port === bus || port === undefined) {
        return new PortError(`bus port ${bus}${derived(options.busPort)} ${reason}; set --bus-port or another --port`);
    }
    return new PortError(`port ${port} ${reason}: ${message}`);
}
/** Opens and closes each port of a node. Throws the PortError of the first that cannot be opened. */
export async function checkPortsAreFree(options) {
    const { client, shard, bus } = portsOf(options);
    try {
        const shards = Array.from({ length: options.shards }, (_, index) => shard + index);
        for (const port of [client, ...shards, bus])
            await openTcp(options.host, port);
        await openUdp(options.host, bus);
    }
    catch (error) {
        throw explainListenError(error, options);
    }
}
async function openTcp(host, port) {
    const server = createServer().listen({ host, port, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
}
async function openUdp(host, port) {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
        socket.bind({ address: host, port, exclusive: true });
        await once(socket, 'listening');
    }
    finally {
        socket.close();
    }
}
//# sourceMappingURL=ports.js.map