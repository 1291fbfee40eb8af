/**
 * Types of option values: how each is read from text, checked and written back. Flags, environment variables, the
 * config file, CONFIG SET and the library all go through these.
 */
import { parseJoinAddress } from './join-address.js';
function single(type) {
    return {
        allowed: type.allowed,
        placeholder: type.placeholder,
        repeatable: false,
        parse: ([word, ...more]) => {
            const value = word === undefined || more.length > 0 ? undefined : type.parse(word);
            return type.accepts(value) ? value : undefined;
        },
        accepts: type.accepts,
        format: (value) => [type.format(value)],
        show: type.show ?? type.format,
    };
}
/** An integer from `min` to `max`, both included. */
export function integer(min, max, placeholder = 'N') {
    return single({
        allowed: `an integer from ${min} to ${max}`,
        placeholder,
        parse: (word) => (/^[+-]?\d{1,16}$/.test(word) ? Number(word) : undefined),
        accepts: isIntegerWithin(min, max),
        format: String,
    });
}
/** Factors of the units that Redis knows: `k` is 1000, `kb` is 1024. */
const BYTE_UNITS = new Map([
    ['', 1],
    ['b', 1],
    ['k', 1000],
    ['kb', 1024],
    ['m', 1000 ** 2],
    ['mb', 1024 ** 2],
    ['g', 1000 ** 3],
    ['gb', 1024 ** 3],
]);
/** A number of bytes from `min` to `max`, written as Redis writes sizes: `64kb`, `256mb`, `1gb` or a plain number. */
export function byteSize(min, max) {
    return single({
        allowed: `a size from ${formatBytes(min)} to ${formatBytes(max)} (a number, with kb, mb or gb)`,
        placeholder: 'SIZE',
        parse: (word) => {
            const [, digits, unit] = /^(\d{1,16})([a-z]*)$/i.exec(word) ?? [];
            const factor = BYTE_UNITS.get(unit?.toLowerCase() ?? '');
            return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
        },
        accepts: isIntegerWithin(min, max),
        format: String,
        show: formatBytes,
    });
}
/** `bytes` in the largest unit that it is a whole number of, for people: `256mb`. */
export function formatBytes(bytes) {
    for (const unit of ['gb', 'mb', 'kb']) {
        const factor = BYTE_UNITS.get(unit);
        if (bytes >= factor && bytes % factor === 0)
            return `${bytes / factor}${unit}`;
    }
    return String(bytes);
}
/** Text that matches the pattern or passes the test, which `allowed` puts into words. */
export function text(rule, allowed, placeholder) {
    const fits = rule instanceof RegExp ? (value) => rule.test(value) : rule;
    return single({
        allowed,
        placeholder,
        parse: (word) => word,
        accepts: (value) => typeof value === 'string' && fits(value),
        format: (value) => value,
    });
}
/** One of `choices`, in any mix of cases. */
export function choice(...choices) {
    return single({
        allowed: `one of ${choices.join(', ')}`,
        placeholder: choices.join('|'),
        parse: (word) => choices.find((each) => each === word.toLowerCase()),
        accepts: (value) => choices.some((each) => each === value),
        format: (value) => value,
    });
}
/** How many addresses may be given. */
const MAX_ADDRESSES = 64;
/** Addresses of members to join, each as `parseJoinAddress` reads it. */
export function joinAddresses() {
    const isAddress = (word) => typeof word === 'string' && parseJoinAddress(word) !== undefined;
    const accepts = (value) => Array.isArray(value) && value.length <= MAX_ADDRESSES && value.every(isAddress);
    return {
        allowed: `HOST:PORT of a member's client port or HOST:PORT@BUSPORT, at most ${MAX_ADDRESSES} of them`,
        placeholder: 'HOST:PORT',
        repeatable: true,
        parse: (words) => (accepts(words) ? words : undefined),
        accepts,
        format: (value) => [...value],
        show: (value) => value.join(' '),
    };
}
function isIntegerWithin(min, max) {
    return (value) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}
//# sourceMappingURL=value-types.js.map