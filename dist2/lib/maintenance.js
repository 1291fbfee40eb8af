/** What one slice may take. */
const SLICE_MS = 0.5;
export class Maintenance {
    keyspace;
    isRunning = false;
    constructor(keyspace) {
        this.keyspace = keyspace;
    }
    /** Begins, unless it is under way, and goes on until nothing is left to do. Called some times a second. */
    start() {
        if (this.isRunning)
            return;
        this.isRunning = true;
        this.slice();
    }
    /** Ends it where it is. */
    stop() {
        this.isRunning = false;
    }
    slice = () => {
        if (!this.isRunning)
            return;
        this.isRunning = !this.keyspace.maintain(Date.now(), SLICE_MS, monotonicMs);
        if (this.isRunning)
            setImmediate(this.slice);
    };
}
function monotonicMs() {
    return performance.now();
}
//# sourceMappingURL=maintenance.js.map