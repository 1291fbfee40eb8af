/**
 * A number that two members compare to see whether they hold the same entries of a hash slot: the sum of a hash of key and version of
 * each, which does not depend on the order. It is not made to withstand who chooses keys so that digests agree.
 */
import { murmur3 } from '../base/murmur3.js';
import { visitRefs } from './index-walk.js';
const UINT32 = 2 ** 32;
/** The sum's upper word gives 21 bits, so that the digest is a safe integer. */
const UNUSED_HIGH_BITS = 11;
/** Any number: the same for all members, and for all times. */
const SEED = 0x51ed270b;
/** The digest of the entries whose time has not run out: an integer below 2^53, 0 if there are none. */
export function slotDigest({ entries, index }, slot, nowMs) {
    let low = 0;
    let high = 0;
    visitRefs(index, slot, (ref) => {
        if (entries.isExpired(ref, nowMs))
            return true;
        const start = entries.payloadAt(ref);
        const version = entries.versionOf(ref);
        const key = murmur3(entries.payloadView(ref), start, start + entries.keyLength(ref), SEED);
        const first = mix(key ^ mix((version | 0) + SEED));
        const second = mix(first ^ Math.floor(version / UINT32));
        low = (low + second) | 0;
        high = (high + mix(second + key)) | 0;
        return true;
    });
    return (high >>> UNUSED_HIGH_BITS) * UINT32 + (low >>> 0);
}
/** The last step of MurmurHash3: every bit of the result depends on every bit of `word`. */
function mix(word) {
    let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
}
//# sourceMappingURL=slot-digest.js.map