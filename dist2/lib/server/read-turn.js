import { RequestBatch } from '../resp/request-batch.js';
import { copyBytes, ViewCache } from '../store/byte-copy.js';
/** A longer read holds many commands, or a long one. */
export const SMALL_BYTES = 512;
const MAX_READS = 32;
export class ReadTurn {
    /** What was read, one read behind the other. */
    buf = Buffer.allocUnsafeSlow(MAX_READS * SMALL_BYTES);
    /** The plain commands in it, offered to each parser in its reader's turn. */
    batch = new RequestBatch();
    view = new DataView(this.buf.buffer, this.buf.byteOffset, this.buf.length);
    sources = new ViewCache();
    readers = [];
    parsers = [];
    /** How many commands there are with those of each reader. */
    ends = new Int32Array(MAX_READS);
    count = 0;
    position = 0;
    isScheduled = false;
    onKeys;
    onEnd;
    /** `onKeys` is called with the keys of several commands, before the first of them is executed; `onEnd` after the last. */
    constructor(onKeys, onEnd) {
        this.onKeys = onKeys;
        this.onEnd = onEnd;
    }
    /**
     * Copies the first `length` bytes of `source`, SMALL_BYTES at most; returns where in `buf` they are. `reader` is run soon. If `limits`
     * are given nothing of its parser's input is before these bytes, and the commands in them are parsed for `parser`.
     */
    add(reader, parser, source, length, limits) {
        if (this.count === MAX_READS || this.batch.isFull)
            this.run();
        if (!this.isScheduled) {
            this.isScheduled = true;
            setImmediate(this.runSoon);
        }
        const { batch, count, position } = this;
        copyBytes(source, this.sources.of(source), 0, length, this.buf, this.view, position);
        this.position = position + length;
        batch.buf = this.buf;
        if (limits !== undefined)
            batch.append(position, this.position, limits);
        this.readers[count] = reader;
        this.parsers[count] = parser;
        this.ends[count] = batch.count;
        this.count++;
        return position;
    }
    /** Has all readers execute what was read. */
    run() {
        if (this.count === 0)
            return;
        const { batch } = this;
        if (batch.count > 1)
            this.onKeys(batch);
        const nowMs = Date.now();
        let first = 0;
        for (let i = 0; i < this.count; i++) {
            const end = this.ends[i];
            batch.offer(this.parsers[i], first, end);
            this.readers[i].processRead(nowMs);
            first = end;
        }
        this.readers.length = this.parsers.length = 0;
        this.count = this.position = 0;
        batch.clear();
        this.onEnd();
    }
    runSoon = () => {
        this.isScheduled = false;
        this.run();
    };
}
//# sourceMappingURL=read-turn.js.map