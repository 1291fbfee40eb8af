/**
 * The text of a config file: `name value` lines as in redis.conf. A line whose first word begins with `#` is a
 * comment. A value may stand in double quotes, with the escapes \n \r \t \b \a \xHH \" \\, or in single quotes, with
 * \' only.
 */
const ESCAPES = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
/** A word or a piece of one: in double quotes, in single quotes, or bare. */
const QUOTED = /"((?:[^"\\]|\\.)*)"(?=\s|$)|'((?:[^'\\]|\\.)*)'(?=\s|$)|([^\s"']\S*)/y;
const NEEDS_QUOTES = /^$|[\s"'\\\p{Cc}]/u;
/** The settings of a config file's text in order, or the first line that is none. */
export function parseConfigFile(text) {
    const settings = [];
    for (const [index, lineText] of text.split(/\r?\n/).entries()) {
        const line = index + 1;
        if (isBlankOrComment(lineText))
            continue;
        const words = splitWords(lineText);
        if (words === undefined)
            return { line, reason: 'quotes are not closed, or not followed by a space' };
        const [name, ...rest] = words;
        settings.push({ line, name: name.toLowerCase(), words: rest });
    }
    return settings;
}
/**
 * The text with present values in it: lines of a name in `values` get its value, comments, order and all else stay.
 * An entry of `values` is one list of words for each line to write; names without a line are added at the end when
 * `appended` has them.
 */
export function rewriteConfigFile(text, values, appended) {
    const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
    const seen = new Set();
    const result = lines.flatMap((line) => {
        const name = isBlankOrComment(line) ? undefined : splitWords(line)?.[0]?.toLowerCase();
        const present = name === undefined ? undefined : values.get(name);
        if (name === undefined || present === undefined)
            return [line];
        if (seen.has(name))
            return [];
        seen.add(name);
        return present.map((words) => formatLine(name, words));
    });
    for (const [name, present] of values) {
        if (seen.has(name) || !appended.has(name))
            continue;
        result.push(...present.map((words) => formatLine(name, words)));
    }
    return result.length === 0 ? '' : `${result.join('\n')}\n`;
}
function formatLine(name, words) {
    return [name, ...words.map(quoteWord)].join(' ');
}
function isBlankOrComment(line) {
    const trimmed = line.trimStart();
    return trimmed === '' || trimmed.startsWith('#');
}
/** The words of a line, quotes taken off; `undefined` if quotes are not balanced. */
function splitWords(line) {
    const words = [];
    const trimmed = line.trim();
    QUOTED.lastIndex = 0;
    while (QUOTED.lastIndex < trimmed.length) {
        const match = QUOTED.exec(trimmed);
        if (match === null)
            return undefined;
        const [, double, single, bare] = match;
        words.push(bare ?? (double === undefined ? unescapeSingle(single) : unescapeDouble(double)));
        const at = QUOTED.lastIndex;
        QUOTED.lastIndex = at + (/^\s*/.exec(trimmed.slice(at))?.[0].length ?? 0);
    }
    return words;
}
function unescapeSingle(quoted) {
    return quoted.replaceAll("\\'", "'");
}
function unescapeDouble(quoted) {
    return quoted.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, hex, letter) => hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)));
}
function quoteWord(word) {
    if (!NEEDS_QUOTES.test(word))
        return word;
    const escaped = word.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, (control) => {
        return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
    });
    return `"${escaped}"`;
}
//# sourceMappingURL=config-file.js.map