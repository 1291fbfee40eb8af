/** Strings of the shapes that matter to how RDB holds them. */
import fc from 'fast-check';
export declare const strings: fc.Arbitrary<Buffer<ArrayBuffer>>;
