/**
 * The two things for which there is no public API, and what is done where they cannot be had. This file, and no other,
 * reaches for the handles of sockets.
 *
 * Reading into one static buffer instead of a new one for each read: Node has it as the option `onread` of sockets that
 * connect, but not of those that a server accepts. `readInto` makes a socket with that option from the accepted one's
 * handle. Where the handle is not what it was in the versions that this was written for, it uses the public stream instead.
 * All sockets of an event loop share the buffer: what was read has to be used up, or copied, before the callback returns.
 *
 * Listening in several threads on one port: before Node 22.12 that takes the number of the listening socket's descriptor.
 */
import net from 'node:net';
/** Length of the buffer, and so the most that one read brings. */
export const READ_BUFFER_BYTES = 128 * 1024;
/**
 * Starts to read `accepted`, which must be paused, as a server with `pauseOnConnect` gives it; `sink` gets what is read. Returns
 * the socket to use in place of `accepted` from now on: a new one that reads into `buffer`, or `accepted` itself if there is no
 * buffer or the handle cannot be used so.
 */
export function readInto(accepted, buffer, sink) {
    const handle = accepted._handle;
    if (buffer === undefined || typeof handle?.useUserBuffer !== 'function') {
        accepted.on('data', (chunk) => sink(chunk, chunk.length));
        accepted.resume();
        return accepted;
    }
    const callback = (length) => {
        sink(buffer, length);
        return true;
    };
    const options = { handle, allowHalfOpen: true, onread: { buffer, callback } };
    const socket = new net.Socket(options);
    accepted._handle = null;
    // The server counts what it accepted until that is destroyed.
    socket.once('close', () => accepted.destroy());
    return socket;
}
/** The descriptor of a server that listens; undefined where it cannot be had. It stays the server's: nobody else may close it. */
export function descriptorOf(server) {
    const { _handle } = server;
    const descriptor = _handle?.fd;
    return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : undefined;
}
//# sourceMappingURL=socket-handle.js.map