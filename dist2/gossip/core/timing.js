/** A ttl below this many hf leaves no time to ask before a verdict. */
const MIN_TTL_IN_HF = 5;
/** @throws RangeError when ttl is less than 5 hf, or hf is no positive number */
export function timingOf(hfMs, ttlMs) {
    if (!(hfMs > 0))
        throw new RangeError(`hf must be a positive number of milliseconds, not ${hfMs}`);
    if (!(ttlMs >= MIN_TTL_IN_HF * hfMs)) {
        throw new RangeError(`ttl (${ttlMs} ms) must be at least ${MIN_TTL_IN_HF} times hf (${hfMs} ms): with less, a member could be declared dead before the others were asked about it`);
    }
    const verdictMs = ttlMs - 1.5 * hfMs;
    return {
        hfMs,
        ttlMs,
        beatMs: hfMs / 4,
        quietMs: 1.25 * hfMs,
        suspectMs: 2 * hfMs,
        verdictMs,
        smallVerdictMs: ttlMs - 0.5 * hfMs,
        unansweredMs: 2.5 * hfMs,
        safePauseMs: ttlMs - 2.5 * hfMs,
        inheritedMs: verdictMs - 1.5 * hfMs,
        joinRetryMs: hfMs / 2,
        invitationMs: 3 * ttlMs,
    };
}
//# sourceMappingURL=timing.js.map