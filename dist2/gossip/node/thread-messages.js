/** Milliseconds of the monotonic clock, the same in all threads of the process. */
export function monotonicMs() {
    return Number(process.hrtime.bigint()) / 1e6;
}
//# sourceMappingURL=thread-messages.js.map