/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain reference: smhasher, MurmurHash3.cpp), read four bytes at a time
 * through a DataView, which V8 compiles to plain loads. Fast and well mixed; not a defence on its own against keys that
 * are chosen to collide, so its users must stay correct when many keys share a hash.
 */
const C1 = 0xcc9e2d51 | 0;
const C2 = 0x1b873593;
/**
 * The hash of bytes `[start, end)` of `view`, as a signed 32-bit integer: it then needs no heap number.
 * `>>> 0` gives the usual unsigned form. `seed` is taken modulo 2^32.
 */
export function murmur3(view, start, end, seed) {
    let hash = seed | 0;
    let at = start;
    for (; at + 4 <= end; at += 4) {
        const k = Math.imul(view.getInt32(at, true), C1);
        hash ^= Math.imul((k << 15) | (k >>> 17), C2);
        hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
    }
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8)
        tail |= view.getUint8(at) << shift;
    tail = Math.imul(tail, C1);
    hash ^= Math.imul((tail << 15) | (tail >>> 17), C2);
    hash ^= end - start;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
}
//# sourceMappingURL=murmur3.js.map