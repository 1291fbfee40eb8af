/** Virtual time: what is to happen, in order of time, and of entry where the times are equal. A binary heap. */
export class Schedule {
    nowMs = 0;
    heap = [];
    order = 0;
    /** Runs `run` at a virtual time; at once when that is over. */
    at(atMs, run) {
        const { heap } = this;
        let index = heap.push({ atMs: Math.max(atMs, this.nowMs), order: this.order++, run }) - 1;
        while (index > 0) {
            const parent = (index - 1) >> 1;
            if (!this.isBefore(index, parent))
                break;
            this.swap(index, parent);
            index = parent;
        }
    }
    /** Lets virtual time pass until `untilMs`, or until `isDone` holds. */
    run(untilMs, isDone = () => false) {
        for (let next = this.heap[0]; next && next.atMs <= untilMs; next = this.heap[0]) {
            this.pop();
            this.nowMs = next.atMs;
            next.run();
            if (isDone())
                return;
        }
        this.nowMs = untilMs;
    }
    pop() {
        const { heap } = this;
        const last = heap.pop();
        if (!last || heap.length === 0)
            return;
        heap[0] = last;
        for (let index = 0;;) {
            let least = index;
            for (const child of [2 * index + 1, 2 * index + 2]) {
                if (child < heap.length && this.isBefore(child, least))
                    least = child;
            }
            if (least === index)
                return;
            this.swap(index, least);
            index = least;
        }
    }
    isBefore(a, b) {
        const left = this.heap[a];
        const right = this.heap[b];
        return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
    }
    swap(a, b) {
        const kept = this.heap[a];
        this.heap[a] = this.heap[b];
        this.heap[b] = kept;
    }
}
//# sourceMappingURL=schedule.js.map