/** A client's connection that costs little: commands are sent as bytes made beforehand, replies are found but not decoded. */
import { once } from 'node:events';
import net from 'node:net';
import { encodeCommand } from '../../lib/resp/encode.js';
import { REPLY } from '../../lib/resp/parse-result.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
const READ_BYTES = 256 * 1024;
/** A batch of `stream` is sent when it has this many commands or this many characters. */
const BATCH_COMMANDS = 500;
const BATCH_CHARACTERS = 256 * 1024;
/** Batches of `stream` on their way at a time: the server is never idle, and neither side's buffers grow. */
const BATCHES_IN_FLIGHT = 3;
export class Connection {
    /** Called with each reply, in the order of the commands. What it throws rejects `answered`. */
    onReply = () => { };
    scanner = new ReplyScanner();
    socket;
    sent = 0;
    received = 0;
    wanted = 0;
    arrived = () => { };
    rejected = () => { };
    failure;
    constructor(port) {
        const onread = {
            buffer: Buffer.alloc(READ_BYTES),
            callback: (bytes, buffer) => {
                this.onData(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
                return true;
            },
        };
        this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true, onread });
        this.socket.on('error', (error) => this.fail(error));
        this.socket.on('close', () => this.fail(new Error('the server closed the connection')));
    }
    static async open(port) {
        const connection = new Connection(port);
        await once(connection.socket, 'connect');
        return connection;
    }
    /** Sends `bytes`, which hold `commands` commands. */
    send(bytes, commands) {
        this.sent += commands;
        this.socket.write(bytes);
    }
    /** Resolves when all but `but` of the commands sent so far have been answered; one call at a time. */
    async answered(but = 0) {
        this.wanted = this.sent - but;
        if (this.failure !== undefined)
            throw this.failure;
        if (this.received >= this.wanted)
            return;
        await new Promise((resolve, reject) => {
            this.arrived = resolve;
            this.rejected = reject;
        });
    }
    /** Sends one command; resolves to its reply as it is on the wire, in latin1. */
    async command(...words) {
        let reply = '';
        this.onReply = (buf, start, end) => {
            reply = buf.toString('latin1', start, end);
        };
        this.send(encodeCommand(...words), 1);
        await this.answered();
        return reply;
    }
    /** Sends the commands 0 to `count` - 1, pipelined; `onReply` sees every reply, errors included. */
    async stream(count, commandAt, onReply) {
        this.onReply = onReply;
        for (let i = 0; i < count;) {
            let text = '';
            const first = i;
            for (; i < count && i - first < BATCH_COMMANDS && text.length < BATCH_CHARACTERS; i++)
                text += commandAt(i);
            this.send(Buffer.from(text, 'latin1'), i - first);
            await this.answered((BATCHES_IN_FLIGHT - 1) * (i - first));
        }
        await this.answered();
    }
    close() {
        this.socket.destroy();
    }
    fail(error) {
        this.failure ??= error;
        this.rejected(this.failure);
    }
    onData(chunk) {
        const { scanner } = this;
        scanner.push(chunk);
        try {
            while (scanner.next() === REPLY) {
                this.received++;
                this.onReply(scanner.buf, scanner.start, scanner.end);
            }
            if (scanner.error !== '')
                throw new Error(`not RESP: ${scanner.error}`);
        }
        catch (error) {
            this.fail(error);
        }
        if (this.received >= this.wanted)
            this.arrived();
    }
}
/** A command as text to join with others; its words are latin1. */
export function commandText(...words) {
    let text = `*${words.length}\r\n`;
    for (const word of words)
        text += `$${word.length}\r\n${word}\r\n`;
    return text;
}
//# sourceMappingURL=connection.js.map