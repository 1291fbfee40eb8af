const ANSWER_LIMIT_MS = 60_000;
/** What was seen since it was last asked. */
export async function takePauses(node) {
    const seen = node.log.length;
    node.signal('SIGUSR2');
    const line = await node.waitFor((entry) => {
        return entry.msg === 'pauses' && node.log.indexOf(entry) >= seen;
    }, ANSWER_LIMIT_MS);
    return {
        longestMs: Number(line.longestMs),
        longestBusyMs: Number(line.longestBusyMs),
        heapUsed: Number(line.heapUsed),
    };
}
//# sourceMappingURL=pauses.js.map