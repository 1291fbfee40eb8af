export const FAILURE_LIMIT = 128;
export class FailureLog {
    failures = [];
    add(failure) {
        this.failures.push(failure);
        if (this.failures.length > FAILURE_LIMIT)
            this.failures.shift();
    }
    /** A copy. */
    list() {
        return [...this.failures];
    }
}
//# sourceMappingURL=failure-log.js.map