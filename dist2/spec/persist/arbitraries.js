/** Strings of the shapes that matter to how RDB holds them. */
import fc from 'fast-check';
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
/** Repetitions near and far, of few different bytes and of many. */
const repetitive = fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(60)).map(([array, times]) => {
    return Buffer.concat(Array.from({ length: times + 1 }, () => array));
}), { maxLength: 6 })
    .map((parts) => Buffer.concat([...parts, ...parts.reverse()]));
const fewLetters = fc.array(fc.constantFrom(97, 98), { maxLength: 300 }).map((array) => Buffer.from(array));
const integerText = fc
    .tuple(fc.maxSafeInteger(), fc.nat(53))
    .map(([value, shift]) => Buffer.from(String(Math.trunc(value / 2 ** shift))));
export const strings = fc.oneof(anyBytes, repetitive, fewLetters, integerText);
//# sourceMappingURL=arbitraries.js.map