import { COMMAND, INCOMPLETE, PROTOCOL_ERROR, REPLY } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
export function bytes(text) {
    return Buffer.from(text, 'latin1');
}
export function oneByOne(text) {
    return Array.from(text, bytes);
}
/** `text` cut after each of `lengths` in turn, and the rest. */
export function split(text, lengths) {
    const chunks = [];
    let at = 0;
    for (const length of lengths) {
        chunks.push(bytes(text.slice(at, at + length)));
        at += length;
    }
    chunks.push(bytes(text.slice(at)));
    return chunks;
}
/** A command as a client library sends it. */
export function multibulk(...args) {
    return `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}
/** What a parser makes of `chunks`, each parsed before the next is pushed. */
export function parse(chunks, limits, parser = new RequestParser(limits)) {
    const commands = [];
    const raw = [];
    for (const chunk of chunks) {
        parser.push(chunk);
        let result = parser.next();
        for (; result === COMMAND; result = parser.next()) {
            const { request } = parser;
            commands.push(Array.from({ length: request.argc }, (_, i) => request.text(i)));
            raw.push(request.buf.toString('latin1', request.rawStart, request.rawEnd));
        }
        if ((result === PROTOCOL_ERROR) !== (parser.error !== ''))
            throw new Error('result and error disagree');
        if (result !== PROTOCOL_ERROR && result !== INCOMPLETE)
            throw new Error(`result ${result}`);
    }
    return { commands, raw, error: parser.error };
}
export function scan(chunks, scanner = new ReplyScanner()) {
    const replies = [];
    for (const chunk of chunks) {
        scanner.push(chunk);
        let result = scanner.next();
        for (; result === REPLY; result = scanner.next()) {
            replies.push([scanner.buf.toString('latin1', scanner.start, scanner.end), scanner.isError]);
        }
        if ((result === PROTOCOL_ERROR) !== (scanner.error !== ''))
            throw new Error('result and error disagree');
        if (result !== PROTOCOL_ERROR && result !== INCOMPLETE)
            throw new Error(`result ${result}`);
    }
    return { replies, error: scanner.error };
}
//# sourceMappingURL=drive.js.map