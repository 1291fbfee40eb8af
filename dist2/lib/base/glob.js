/**
 * Glob patterns as Redis matches them (KEYS, SCAN MATCH, CONFIG GET): `*` any bytes, `?` any one byte, `[abc]`,
 * `[a-z]` and `[^a]` one byte of, or not of, a class, `\x` the byte x itself.
 *
 * Every element but `*` takes exactly one byte, so only the last `*` passed ever needs to be taken up again: the work
 * is at most pattern length times text length, whatever the pattern.
 */
const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const CARET = 0x5e;
const DASH = 0x2d;
/** Whether all of `text[textStart, textEnd)` matches the pattern `pattern[patternStart, patternEnd)`, byte by byte. */
export function matchesGlob(pattern, patternStart, patternEnd, text, textStart, textEnd) {
    let at = patternStart;
    let textAt = textStart;
    let afterStar = -1;
    let starTextAt = textStart;
    while (textAt < textEnd) {
        if (at < patternEnd && pattern[at] === STAR) {
            afterStar = ++at;
            starTextAt = textAt;
            continue;
        }
        const next = at < patternEnd ? elementEnd(pattern, at, patternEnd) : -1;
        if (next !== -1 && matchesElement(pattern, at, next, text[textAt])) {
            at = next;
            textAt++;
            continue;
        }
        if (afterStar === -1)
            return false;
        at = afterStar;
        textAt = ++starTextAt;
    }
    while (at < patternEnd && pattern[at] === STAR)
        at++;
    return at === patternEnd;
}
/** Offset one past the element (no `*`) that begins at `at`. A class that nothing closes reaches to the end. */
function elementEnd(pattern, at, end) {
    const byte = pattern[at];
    if (byte === BACKSLASH)
        return Math.min(at + 2, end);
    if (byte !== OPEN_BRACKET)
        return at + 1;
    let inside = at + 1;
    if (inside < end && pattern[inside] === CARET)
        inside++;
    while (inside < end && pattern[inside] !== CLOSE_BRACKET)
        inside = classItemEnd(pattern, inside, end);
    return Math.min(inside + 1, end);
}
/** Offset one past the item of a class at `at`: an escaped byte, a range or a byte. */
function classItemEnd(pattern, at, end) {
    if (pattern[at] === BACKSLASH && at + 1 < end)
        return at + 2;
    if (pattern[at + 1] === DASH && at + 2 < end)
        return at + 3;
    return at + 1;
}
/** Whether `byte` matches the element `pattern[at, end)`. */
function matchesElement(pattern, at, end, byte) {
    switch (pattern[at]) {
        case QUESTION_MARK:
            return true;
        case OPEN_BRACKET:
            return matchesClass(pattern, at + 1, end, byte);
        case BACKSLASH:
            return pattern[end - 1] === byte;
        default:
            return pattern[at] === byte;
    }
}
/** Whether `byte` is of the class whose inside begins at `at`. */
function matchesClass(pattern, at, end, byte) {
    const negated = at < end && pattern[at] === CARET;
    if (negated)
        at++;
    let found = false;
    while (at < end && pattern[at] !== CLOSE_BRACKET) {
        const next = classItemEnd(pattern, at, end);
        const first = pattern[next - at === 2 ? at + 1 : at];
        const last = next - at === 3 ? pattern[at + 2] : first;
        if (byte >= Math.min(first, last) && byte <= Math.max(first, last))
            found = true;
        at = next;
    }
    return found !== negated;
}
//# sourceMappingURL=glob.js.map