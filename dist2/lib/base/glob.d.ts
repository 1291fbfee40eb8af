/**
 * Glob patterns as Redis matches them (KEYS, SCAN MATCH, CONFIG GET): `*` any bytes, `?` any one byte, `[abc]`,
 * `[a-z]` and `[^a]` one byte of, or not of, a class, `\x` the byte x itself.
 *
 * Every element but `*` takes exactly one byte, so only the last `*` passed ever needs to be taken up again: the work
 * is at most pattern length times text length, whatever the pattern.
 */
/** Whether all of `text[textStart, textEnd)` matches the pattern `pattern[patternStart, patternEnd)`, byte by byte. */
export declare function matchesGlob(pattern: Uint8Array, patternStart: number, patternEnd: number, text: Uint8Array, textStart: number, textEnd: number): boolean;
