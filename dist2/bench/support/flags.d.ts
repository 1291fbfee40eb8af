/** Reads the flags that several benches have in common. */
/** `1,16,64` */
export declare function numbers(text: string): number[];
/** A number above 0; throws a RangeError if it is none. */
export declare function positive(text: string): number;
/** `a,b`: some of `all`. */
export declare function choices<Name extends string>(text: string, all: readonly Name[]): Name[];
