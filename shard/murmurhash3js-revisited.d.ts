/** The part of murmurhash3js-revisited that placement calls; the package ships no types. */
declare module 'murmurhash3js-revisited' {
  const murmurHash3: {
    readonly x86: {
      /** MurmurHash3_x86_32 of `bytes`, as an unsigned integer. */
      hash32(bytes: Uint8Array, seed?: number): number;
    };
  };
  export default murmurHash3;
}
