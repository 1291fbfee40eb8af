/**
 * Reads the `syntax` of a command's entry into the argument tree that COMMAND DOCS replies.
 *
 *     sequence     = { item }
 *     item         = WORD | name | "[" alternatives "]" | "<" alternatives ">" | "..."
 *     alternatives = sequence { "|" sequence }
 *
 * An upper-case WORD is a token; before a single argument or a choice it is that argument's own. `[ ]` makes what is in
 * it optional, `< >` only groups. `...` says that what came before may be repeated: `key [key ...]` is one argument that may
 * be given many times.
 */
/** Names of keys, with the key spec that each belongs to. */
const KEYS = { key: 0, newkey: 1, source: 0, destination: 1 };
const TYPES = {
    pattern: 'pattern',
    'unix-time-seconds': 'unix-time',
    'unix-time-milliseconds': 'unix-time',
};
const INTEGERS = /^(seconds|milliseconds|count|cursor|offset|start|end|increment|decrement|index|slot|port|bus-port|client-id|protover|destination-db|ttl|frequency)$/;
/** The arguments that `syntax` describes. Throws if it is not well formed: a fault in the table. */
export function parseSyntax(syntax) {
    const words = syntax.match(/\.\.\.|[[\]<>|]|[^\s[\]<>|]+/g) ?? [];
    const parser = new SyntaxParser(words);
    const parsed = parser.sequence();
    if (!parser.atEnd)
        throw new Error(`unbalanced command syntax: ${syntax}`);
    return parsed;
}
class SyntaxParser {
    words;
    at = 0;
    constructor(words) {
        this.words = words;
    }
    get atEnd() {
        return this.at === this.words.length;
    }
    sequence() {
        const items = [];
        for (;;) {
            const word = this.words[this.at];
            if (word === undefined || word === '|' || word === ']' || word === '>')
                return joinTokens(items);
            this.at++;
            if (word === '[')
                this.bracket(items);
            else if (word === '<')
                items.push(this.alternatives('>'));
            else if (word === '...')
                repeatLast(items);
            else
                items.push(leaf(word));
        }
    }
    /** `[...]`: an optional argument, or the repetition of those before it. */
    bracket(items) {
        const optional = this.alternatives(']');
        const repeated = optional.type === 'block' ? (optional.arguments ?? []) : [optional];
        const before = items.slice(-repeated.length);
        const sameNames = repeated.every((one, i) => one.name === before[i]?.name);
        if (optional.multiple !== true || !sameNames) {
            optional.optional = true;
            items.push(optional);
            return;
        }
        items.splice(-repeated.length);
        const once = before.length === 1 ? before[0] : block(before);
        items.push({ ...once, multiple: true });
    }
    /** Up to `close`: one argument, or the choice of several. */
    alternatives(close) {
        const choices = [];
        do {
            const items = this.sequence();
            choices.push(items.length === 1 ? items[0] : block(items));
        } while (this.words[this.at++] === '|');
        if (this.words[this.at - 1] !== close)
            throw new Error(`command syntax: missing ${close}`);
        if (choices.length === 1)
            return choices[0];
        const name = choices.map((one) => one.name).join('_');
        return { name, type: 'oneof', arguments: choices };
    }
}
function leaf(word) {
    if (/^[A-Z][A-Z-]*$/.test(word))
        return { name: word.toLowerCase(), type: 'pure-token', token: word };
    const keySpecIndex = KEYS[word];
    if (keySpecIndex !== undefined)
        return { name: word, type: 'key', keySpecIndex };
    return { name: word, type: TYPES[word] ?? (INTEGERS.test(word) ? 'integer' : 'string') };
}
/** A token before one argument becomes that argument's; before several it heads a block of them. */
function joinTokens(items) {
    const [first, ...rest] = items;
    if (first?.type !== 'pure-token' || rest.length === 0 || items.some((one) => one.optional))
        return items;
    const token = first.token;
    const only = rest.length === 1 ? rest[0] : undefined;
    if (only !== undefined && only.token === undefined)
        return [{ ...only, token }];
    if (rest.some((one) => one.type === 'pure-token'))
        return items;
    return [{ ...block(rest), name: first.name, token }];
}
/** `...` after the last of a group means all of it. */
function repeatLast(items) {
    const whole = items.length === 1 ? items[0] : block(items.splice(0));
    whole.multiple = true;
    items.splice(0, items.length, whole);
}
function block(items) {
    return { name: items.map((one) => one.name).join('_'), type: 'block', arguments: items };
}
//# sourceMappingURL=command-syntax.js.map