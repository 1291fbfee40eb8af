/** Did you mean: the known name that a mistyped one is closest to. */
/** ` (did you mean X?)`, to be put behind an error about `word`, or nothing if no name is close. */
export declare function didYouMean(word: string, names: Iterable<string>, prefix?: string): string;
