/** The keys of the next frames of a batch, so that they are looked up together before they are changed one by one (store/prefetch.ts). */
import { MAX_PREFETCHED } from '../store/prefetch.js';
import { ChangeReader, DROP } from './changes.js';
export class KeysAhead {
    buf;
    count = 0;
    keyStarts = new Int32Array(MAX_PREFETCHED);
    keyEnds = new Int32Array(MAX_PREFETCHED);
    keySlots = new Int32Array(MAX_PREFETCHED);
    reader;
    /** Of the frames `[start, end)` of `buf`. */
    constructor(buf, start, end) {
        this.buf = buf;
        this.reader = new ChangeReader(buf, start, end);
    }
    /** Goes on to the next keys; returns how many frames they and what lies between them take. */
    advance() {
        const { reader } = this;
        this.count = 0;
        let frames = 0;
        while (this.count < MAX_PREFETCHED && reader.next()) {
            frames++;
            if (reader.op > DROP)
                continue;
            this.keyStarts[this.count] = reader.keyStart;
            this.keyEnds[this.count] = reader.keyEnd;
            this.count++;
        }
        return frames;
    }
}
//# sourceMappingURL=keys-ahead.js.map