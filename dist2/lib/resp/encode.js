/** Makes commands as a client sends them, for those that a node sends of its own or rewrites. */
import { Request } from './request.js';
const CRLF = Buffer.from('\r\n');
/** The command with these words as RESP multibulk bytes; strings are written as UTF-8. */
export function encodeCommand(...words) {
    return encodeRequest(words).buf;
}
/** The same as a request whose raw bytes are the whole of its `buf`. The words are copied. */
export function encodeRequest(words) {
    const request = new Request();
    const parts = [Buffer.from(`*${words.length}\r\n`)];
    const starts = [];
    let length = parts[0].length;
    for (const word of words) {
        const bytes = typeof word === 'string' ? Buffer.from(word) : word;
        const header = Buffer.from(`$${bytes.length}\r\n`);
        parts.push(header, bytes, CRLF);
        starts.push(length + header.length, length + header.length + bytes.length);
        length += header.length + bytes.length + CRLF.length;
    }
    request.begin(Buffer.concat(parts, length), 0);
    for (let at = 0; at < starts.length; at += 2)
        request.push(starts[at], starts[at + 1]);
    request.finish(length);
    return request;
}
//# sourceMappingURL=encode.js.map