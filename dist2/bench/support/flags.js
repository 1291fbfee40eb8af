/** Reads the flags that several benches have in common. */
/** `1,16,64` */
export function numbers(text) {
    return text.split(',').map(positive);
}
/** A number above 0; throws a RangeError if it is none. */
export function positive(text) {
    const value = Number(text);
    if (value > 0)
        return value;
    throw new RangeError(`'${text}' is not a number above 0`);
}
/** `a,b`: some of `all`. */
export function choices(text, all) {
    return text.split(',').map((word) => {
        const name = all.find((candidate) => candidate === word);
        if (name === undefined)
            throw new RangeError(`'${word}' is none of ${all.join(', ')}`);
        return name;
    });
}
//# sourceMappingURL=flags.js.map