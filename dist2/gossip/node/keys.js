/** The three steps in which a key is exchanged, on a list of keys whose first one is used to seal. */
/** @throws RangeError when it is there already */
export function installed(keys, key) {
    if (indexOf(keys, key) >= 0)
        throw new RangeError('that key is installed already');
    return [...keys, key];
}
/** @throws RangeError when it is not installed */
export function used(keys, key) {
    return [key, ...without(keys, key)];
}
/** @throws RangeError when it is not installed, or in use */
export function removed(keys, key) {
    const rest = without(keys, key);
    if (indexOf(keys, key) === 0)
        throw new RangeError('that key is in use: use another one first');
    return rest;
}
function without(keys, key) {
    const index = indexOf(keys, key);
    if (index < 0)
        throw new RangeError('that key is not installed');
    return keys.filter((_, at) => at !== index);
}
function indexOf(keys, key) {
    return keys.findIndex((other) => Buffer.compare(other, key) === 0);
}
//# sourceMappingURL=keys.js.map