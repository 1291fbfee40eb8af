/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain reference: smhasher, MurmurHash3.cpp), read four bytes at a time
 * through a DataView, which V8 compiles to plain loads. Fast and well mixed; not a defence on its own against keys that
 * are chosen to collide, so its users must stay correct when many keys share a hash.
 */
/**
 * The hash of bytes `[start, end)` of `view`, as a signed 32-bit integer: it then needs no heap number.
 * `>>> 0` gives the usual unsigned form. `seed` is taken modulo 2^32.
 */
export declare function murmur3(view: DataView, start: number, end: number, seed: number): number;
