/** A seeded generator of numbers in [0, 1): mulberry32 (Tommy Ettinger). */
export declare function seededRandom(seed: number): () => number;
