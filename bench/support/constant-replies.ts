/**
 * A server that sends the same value for every GET of one command a read, and nothing for anything else but an error: it parses nothing, looks
 * nothing up, and uses what a node uses to read and write. What it takes is the least that a node could.
 *
 *     node constant-replies.js PORT VALUE_BYTES
 */
import net from 'node:net';
import { DirectWriter, READ_BUFFER_BYTES, readInto } from '../../lib/net/socket-handle.ts';
import { filling } from './dataset.ts';

const [port, valueBytes] = process.argv.slice(2).map(Number) as [number, number];
const GET = '*2\r\n$3\r\nGET\r\n';
/** Of the name's first letter. */
const NAME_AT = GET.indexOf('G');
const value = Buffer.from(`$${valueBytes}\r\n${filling(valueBytes)}\r\n`);
const refusal = Buffer.from('-ERR this server knows GET alone\r\n');
const memory = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);

const server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (accepted) => {
  const socket = readInto(accepted, memory, (bytes) => {
    const reply = bytes[NAME_AT] === GET.charCodeAt(NAME_AT) ? value : refusal;
    direct.toSystem(reply, 0, reply.length);
  });
  const direct = new DirectWriter(socket, true, () => {});
  socket.on('end', () => socket.destroy());
  socket.on('error', () => {});
});
server.listen(port, '127.0.0.1');
