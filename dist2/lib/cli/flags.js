/** Takes the words of a command line apart. What values mean is not decided here. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../config/nearest.js';
import { ConfigError } from '../config/resolve.js';
/**
 * The values of each flag, in order, by name without dashes; a flag without value has none. Takes `--flag value` and
 * `--flag=value`. Throws ConfigError for a flag that is not in `known`, a value that is missing or too many, and a
 * word that is no flag.
 */
export function parseFlags(words, known) {
    const options = Object.fromEntries(known.map(({ name, allowed }) => {
        return [name, { type: allowed === undefined ? 'boolean' : 'string', multiple: true }];
    }));
    const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true });
    const flags = new Map();
    for (const token of tokens) {
        if (token.kind === 'positional')
            throw new ConfigError(`unexpected argument '${token.value}'`);
        if (token.kind !== 'option')
            continue;
        const spec = known.find(({ name }) => name === token.name);
        if (spec === undefined)
            throw new ConfigError(unknownFlag(token.rawName, token.value, known));
        const values = flags.get(spec.name) ?? [];
        flags.set(spec.name, values);
        if (spec.allowed === undefined) {
            if (token.value !== undefined)
                throw new ConfigError(`--${spec.name} ${token.value}: takes no value`);
        }
        else {
            const isFlag = token.inlineValue === false && token.value.startsWith('--');
            if (token.value === undefined || isFlag) {
                throw new ConfigError(`--${spec.name} needs a value: ${spec.allowed}`);
            }
            values.push(token.value);
        }
    }
    return flags;
}
function unknownFlag(rawName, value, known) {
    const names = known.map(({ name }) => name);
    const given = value === undefined ? rawName : `${rawName}=${value}`;
    const hint = didYouMean(rawName.replace(/^-+/, ''), names, '--');
    return `unknown flag ${given}${hint === '' ? `; known are --${names.join(', --')}` : hint}`;
}
//# sourceMappingURL=flags.js.map