/**
 * Calls between two threads: each end has methods that the other may call. Calls are made in order; a method that answers
 * later does not hold up those behind it.
 */
export class Channel {
    port;
    local;
    waiting = new Map();
    lastId = 0;
    gone;
    /** `local` is what the other end may call. */
    constructor(port, local) {
        this.port = port;
        this.local = local;
        port.on('message', (message) => {
            if (message.type === 'answer')
                this.onAnswer(message);
            else
                this.onCall(message);
        });
    }
    /** Calls a method of the other end. Rejects with its error, or when the other end is gone. */
    call(method, ...args) {
        const id = ++this.lastId;
        return new Promise((resolve, reject) => {
            if (this.gone !== undefined) {
                reject(this.gone);
                return;
            }
            this.waiting.set(id, { resolve: resolve, reject });
            this.port.postMessage({ type: 'call', id, method, args });
        });
    }
    /** Calls a method of the other end and does not wait for it. What it throws is an uncaught error there. */
    post(method, ...args) {
        if (this.gone === undefined)
            this.port.postMessage({ type: 'call', id: 0, method, args });
    }
    /** The other end is gone: nothing is answered any more. */
    close(reason) {
        this.gone = reason;
        for (const { reject } of this.waiting.values())
            reject(reason);
        this.waiting.clear();
    }
    onCall({ id, method, args }) {
        const target = this.local;
        if (id === 0) {
            target[method]?.(...args);
            return;
        }
        const answer = (value, failure) => this.port.postMessage({ type: 'answer', id, value, failure });
        new Promise((resolve) => resolve(target[method]?.(...args))).then((value) => answer(value), (error) => answer(undefined, { message: error.message, code: error.code, port: error.port }));
    }
    onAnswer({ id, value, failure }) {
        const waiting = this.waiting.get(id);
        this.waiting.delete(id);
        if (failure === undefined)
            waiting?.resolve(value);
        else
            waiting?.reject(Object.assign(new Error(failure.message), { code: failure.code, port: failure.port }));
    }
}
//# sourceMappingURL=channel.js.map