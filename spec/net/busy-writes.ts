/**
 * Writes to a socket whose other end, in a thread, reads all the time. Now and then the system takes only a part at once and the rest a moment
 * later, before the write has returned. A program of its own, as a mistake there ends the process.
 */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { DirectWriter } from '../../lib/net/socket-handle.ts';

/** Writes that are not taken whole at once, and how many there may be until then. */
const UNFINISHED = 40;
const MOST_WRITES = 50_000;
const READER = `
  const { workerData } = require('node:worker_threads');
  require('node:net').connect(workerData, '127.0.0.1').on('data', () => {});
`;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const server = net.createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const connected = once(server, 'connection');
new Worker(READER, { eval: true, workerData: (server.address() as AddressInfo).port });
const [socket] = (await connected) as [net.Socket];
const direct = new DirectWriter(socket, true, () => {});
socket.write(Buffer.from('now it is known how'));
let unfinished = 0;
for (let n = 0; n < MOST_WRITES && unfinished < UNFINISHED; n++) {
  const bytes = Buffer.allocUnsafe(100_000 + ((n * 7919) % 900_000));
  if (!direct.write(bytes)) socket.write(bytes);
  if (direct.pendingBytes > 0) unfinished++;
  while (direct.unsentBytes > 0) await turn();
}
process.exit(unfinished === UNFINISHED ? 0 : 1);
