const CRLF = Buffer.from('\r\n');
const NIL = { 2: Buffer.from('$-1\r\n'), 3: Buffer.from('_\r\n') };
/** One push, encoded when it is first needed in a protocol, and never changed after. */
export class Push {
    words;
    encoded = {};
    constructor(words) {
        this.words = words;
    }
    bytes(protocol) {
        this.encoded[protocol] ??= encode(this.words, protocol);
        return this.encoded[protocol];
    }
}
function encode(words, protocol) {
    const parts = [Buffer.from(`${protocol === 3 ? '>' : '*'}${words.length}\r\n`)];
    for (const word of words) {
        if (word === undefined)
            parts.push(NIL[protocol]);
        else if (typeof word === 'number')
            parts.push(Buffer.from(`:${word}\r\n`));
        else {
            const bytes = typeof word === 'string' ? Buffer.from(word, 'latin1') : word;
            parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, CRLF);
        }
    }
    return Buffer.concat(parts);
}
//# sourceMappingURL=push.js.map