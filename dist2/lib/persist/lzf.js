/**
 * LZF, the compression of strings in RDB. The compressed form is a sequence of
 *
 *   000lllll                      l + 1 literal bytes follow
 *   LLLddddd dddddddd             L + 2 bytes (L is 1 to 6) again that began d + 1 bytes before
 *   111ddddd LLLLLLLL dddddddd    L + 9 bytes again
 *
 * `compressLzf` makes the choices of liblzf 3.6 as Redis is built with it (a table of 2^16 places, VERY_FAST), so that its output is the
 * same byte for byte.
 */
const MAX_LITERALS = 32;
const MAX_DISTANCE = 2 ** 13;
const MIN_MATCH = 3;
const MAX_MATCH = 264;
/** A match this long or longer takes three bytes, shorter ones two. */
const LONG_MATCH = 9;
const LONG_MARK = 7 << 5;
/** How many of a match's bytes liblzf compares before it looks at how many are left. */
const UNCHECKED_MATCH = 19;
/** What liblzf wants to be left of the room before it writes a match; it may not need all of it. */
const ROOM_FOR_MATCH = 4;
/** What it wants to be left for the last bytes, which are never looked up. */
const ROOM_FOR_LAST = 3;
/** One compressed byte can stand for so many at most: three bytes for the longest match. */
export const MAX_LZF_RATIO = MAX_MATCH / 3;
const HASH_BITS = 16;
/**
 * Where three bytes were seen last, by their hash, counted from the beginning of the input. What other calls left needs no clearing, as
 * it never matters: the first time that three bytes occur, past the very first place, they are noted (all that lies inside a
 * match occurred before it), so a place that holds the same three bytes was noted in this call.
 */
const places = new Int32Array(1 << HASH_BITS);
function hashAt(source, at) {
    const bytes = (source[at] << 16) | (source[at + 1] << 8) | source[at + 2];
    return ((bytes >>> 8) - 5 * bytes) & ((1 << HASH_BITS) - 1);
}
/**
 * Compresses `[start, end)` of `source` to `target` from `at` on, into at most `room` bytes; returns the place behind, or `at` if that
 * is not enough room. `room` is at least 1, `target` has that much; the input is not empty and shorter than 2^31 bytes.
 */
export function compressLzf(source, start, end, target, at, room) {
    const limit = at + room;
    const lastHashed = end - MIN_MATCH;
    let to = at;
    let literals = start;
    let from = start;
    while (from <= lastHashed) {
        const slot = hashAt(source, from);
        const before = start + places[slot];
        places[slot] = from - start;
        const distance = from - before;
        // liblzf takes the first place of all for an empty slot.
        if (before === start || distance <= 0 || distance > MAX_DISTANCE || !isSameTriple(source, before, from)) {
            from++;
            continue;
        }
        if (to + runBytes(from - literals) + ROOM_FOR_MATCH >= limit)
            return at;
        to = writeLiterals(source, literals, from, target, to);
        const length = matchLength(source, before, from, end);
        to = writeMatch(target, to, distance, length);
        from += length;
        literals = from;
        // Of a match only the last two places are remembered.
        if (from <= lastHashed) {
            places[hashAt(source, from - 2)] = from - 2 - start;
            places[hashAt(source, from - 1)] = from - 1 - start;
        }
    }
    const waiting = from - literals;
    const openRun = 1 + waiting + Math.floor(waiting / MAX_LITERALS);
    if (to + openRun + ROOM_FOR_LAST > limit)
        return at;
    return writeLiterals(source, literals, end, target, to);
}
function isSameTriple(source, a, b) {
    return source[a] === source[b] && source[a + 1] === source[b + 1] && source[a + 2] === source[b + 2];
}
/** How many bytes at `from` are the same as those at `before`, as many as liblzf would take. */
function matchLength(source, before, from, end) {
    const left = Math.min(end - from - 2, MAX_MATCH);
    const most = Math.max(left, left > UNCHECKED_MATCH - MIN_MATCH ? UNCHECKED_MATCH : MIN_MATCH);
    let length = MIN_MATCH;
    while (length < most && source[before + length] === source[from + length])
        length++;
    return length;
}
/** Bytes that so many literals take, with the bytes that head their runs. */
function runBytes(literals) {
    return literals + Math.ceil(literals / MAX_LITERALS);
}
function writeLiterals(source, start, end, target, at) {
    for (let from = start; from < end;) {
        const count = Math.min(end - from, MAX_LITERALS);
        target[at++] = count - 1;
        for (const runEnd = from + count; from < runEnd;)
            target[at++] = source[from++];
    }
    return at;
}
function writeMatch(target, at, distance, length) {
    const offset = distance - 1;
    if (length < LONG_MATCH)
        target[at++] = ((length - 2) << 5) | (offset >>> 8);
    else {
        target[at++] = LONG_MARK | (offset >>> 8);
        target[at++] = length - LONG_MATCH;
    }
    target[at++] = offset & 0xff;
    return at;
}
/**
 * Decompresses `[start, end)` of `source` to `target[0, length)`; returns whether it is well formed and gives just `length` bytes. What
 * is in `target` otherwise is undefined. Reads and writes nothing outside of these ranges.
 */
export function decompressLzf(source, start, end, target, length) {
    let to = 0;
    for (let from = start; from < end;) {
        const control = source[from++];
        if (control < MAX_LITERALS) {
            const runEnd = from + control + 1;
            if (runEnd > end || to + control + 1 > length)
                return false;
            while (from < runEnd)
                target[to++] = source[from++];
            continue;
        }
        let count = (control >>> 5) + 2;
        if (control >= LONG_MARK) {
            if (from >= end)
                return false;
            count += source[from++];
        }
        if (from >= end)
            return false;
        let before = to - (((control & 0x1f) << 8) | source[from++]) - 1;
        if (before < 0 || to + count > length)
            return false;
        // Byte by byte: what is repeated may reach into what it repeats.
        for (const matchEnd = to + count; to < matchEnd;)
            target[to++] = target[before++];
    }
    return to === length;
}
//# sourceMappingURL=lzf.js.map