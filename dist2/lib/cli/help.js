/** The help pages, generated from the option table and the tables of flags and exit codes. */
import { optionSpec, variableOf } from '../config/options.js';
import { EXIT_CODES } from './exit-codes.js';
const WIDTH = 100;
const INDENT = 6;
/** The options `keys` as flags. Those in `defaults` have a default of the command's own and no variable. */
export function optionFlags(keys, defaults = {}) {
    return keys.map((key) => {
        const { name, type, doc } = optionSpec(key);
        const shown = defaults[key] ?? defaultText(key);
        const byDefault = shown === '' ? '' : ` Default ${shown}.`;
        const variable = defaults[key] === undefined ? ` [${variableOf(key)}]` : '';
        const plainDoc = doc.replaceAll('`', '');
        return {
            name,
            allowed: type.allowed,
            placeholder: type.placeholder,
            doc: plainDoc + byDefault + variable,
        };
    });
}
/** An option's default with its unit, for people; empty if there is none. */
export function defaultText(key) {
    const { type, default: byDefault, unit } = optionSpec(key);
    const shown = type.show(byDefault);
    return unit === undefined ? shown : `${shown} ${unit}`;
}
export function flagLines(flags) {
    return flags.flatMap(({ name, placeholder, doc }) => [
        `  --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`,
        ...wrap(doc, WIDTH - INDENT).map((line) => ' '.repeat(INDENT) + line),
    ]);
}
export function exitCodeLines() {
    return EXIT_CODES.map(({ code, meaning }) => `  ${code}  ${meaning}`);
}
function wrap(text, width) {
    const lines = [];
    let line = '';
    for (const word of text.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > width) {
            lines.push(line);
            line = word;
        }
        else {
            line = line === '' ? word : `${line} ${word}`;
        }
    }
    return [...lines, line];
}
//# sourceMappingURL=help.js.map