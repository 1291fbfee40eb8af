/** A socket whose other end takes what is sent to it one write at a time, when the spec says so. */
import { Duplex } from 'node:stream';
export class FakeSocket extends Duplex {
    remoteAddress = '127.0.0.1';
    remotePort = 50_000;
    localAddress = '127.0.0.1';
    localPort = 7001;
    /** Everything that was sent, as the pieces that it was written in. */
    sent = [];
    isSlow;
    endTurn;
    onTaken;
    /** `endTurn` has the node take up what it has read, as the end of the event loop's turn does. */
    constructor(isSlow, endTurn = () => { }) {
        super({ allowHalfOpen: true });
        this.isSlow = isSlow;
        this.endTurn = endTurn;
    }
    get text() {
        return Buffer.concat(this.sent).toString('latin1');
    }
    _read() { }
    _write(chunk, _encoding, callback) {
        // What has been taken may be written to again by the sender; what waits may not.
        this.sent.push(this.isSlow ? chunk : Buffer.from(chunk));
        if (this.isSlow)
            this.onTaken = callback;
        else
            callback();
    }
    /** The other end sends `text`. */
    receive(text) {
        this.emit('data', Buffer.from(text));
        this.endTurn();
    }
    /** The other end takes the write that waits; the next one follows. */
    takeOne() {
        const taken = this.onTaken;
        this.onTaken = undefined;
        taken?.();
    }
    destroySoon() {
        this.end(() => this.destroy());
    }
}
//# sourceMappingURL=fake-socket.js.map