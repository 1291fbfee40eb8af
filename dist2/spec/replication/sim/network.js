const RETRY_MS = 40;
const ANSWER_LIMIT_MS = 5000;
/** The connection of one shard to another, made anew whenever it is lost, until it is closed. */
export class Link {
    isReady = false;
    isClosed = false;
    /** Which connection it is: what comes late of an earlier one is void. */
    generation = 0;
    pending = [];
    arrivalMs = 0;
    answerMs = 0;
    delayMs;
    host;
    from;
    peer;
    constructor(host, from, peer) {
        this.host = host;
        this.from = from;
        this.peer = peer;
        this.delayMs = host.random.fraction() * 5;
        this.connect();
    }
    send(message, onReply) {
        if (!this.isReady)
            return false;
        const entry = { sinceMs: this.host.schedule.nowMs, onReply };
        this.pending.push(entry);
        const { generation } = this;
        const target = this.host.find(this.peer);
        this.arrivalMs = Math.max(this.arrivalMs, this.host.schedule.nowMs + this.delay());
        this.travel(this.arrivalMs, generation, () => target?.enter(() => {
            if (generation !== this.generation)
                return;
            this.answer(entry, generation, target.onMessage(this.from.id, message));
        }));
        return true;
    }
    /** The connection is lost; it is made again. */
    break() {
        if (this.isReady)
            this.lose();
    }
    close() {
        this.isClosed = true;
        this.lose();
    }
    /** Gives up on answers that do not come. */
    expire() {
        for (const entry of this.pending) {
            if (entry.sinceMs > this.host.schedule.nowMs - ANSWER_LIMIT_MS)
                continue;
            entry.onReply?.(undefined);
            entry.onReply = undefined;
        }
    }
    answer(entry, generation, reply) {
        this.answerMs = Math.max(this.answerMs, this.host.schedule.nowMs + this.delay());
        this.travel(this.answerMs, generation, () => this.from.enter(() => {
            if (generation !== this.generation)
                return;
            this.pending.splice(this.pending.indexOf(entry), 1);
            entry.onReply?.(reply);
            this.from.onLinkReady();
        }));
    }
    lose() {
        const wasReady = this.isReady;
        this.isReady = false;
        this.generation++;
        const lost = this.pending;
        this.pending = [];
        this.arrivalMs = this.answerMs = 0;
        this.from.enter(() => {
            for (const { onReply } of lost)
                onReply?.(undefined);
            if (wasReady)
                this.from.onLinkDown(this.peer);
        });
        if (!this.isClosed)
            this.reconnectLater();
    }
    reconnectLater() {
        const { schedule, random } = this.host;
        schedule.at(schedule.nowMs + 10 + random.fraction() * 200, () => this.connect());
    }
    connect() {
        const { generation, host } = this;
        const target = host.find(this.peer);
        if (this.isClosed || this.isReady || !this.from.isUp)
            return;
        if (target === undefined || host.isCut(this.from.id, this.peer)) {
            this.reconnectLater();
            return;
        }
        host.schedule.at(host.schedule.nowMs + 1 + this.delay(), () => this.from.enter(() => {
            if (generation !== this.generation || this.isClosed)
                return;
            if (host.find(this.peer) !== target)
                this.reconnectLater();
            else {
                this.isReady = true;
                this.from.onLinkReady();
            }
        }));
    }
    delay() {
        return 0.1 + this.host.random.fraction() * this.delayMs;
    }
    /** Keeps the order: what waits for the network delays what comes behind it. */
    travel(atMs, generation, arrive) {
        const { host } = this;
        host.schedule.at(atMs, () => {
            if (generation !== this.generation)
                return;
            if (!host.isCut(this.from.id, this.peer))
                arrive();
            else
                this.blocked(generation, arrive);
        });
    }
    waiting = [];
    blocked(generation, arrive) {
        if (this.waiting.push({ generation, arrive }) === 1)
            this.retry();
    }
    retry() {
        const { host } = this;
        host.schedule.at(host.schedule.nowMs + RETRY_MS, () => {
            if (host.isCut(this.from.id, this.peer)) {
                this.retry();
                return;
            }
            for (const { generation, arrive } of this.waiting.splice(0)) {
                if (generation === this.generation)
                    arrive();
            }
        });
    }
}
//# sourceMappingURL=network.js.map