/** What it costs to cut a stream into commands and replies, and to write replies: no sockets and no store, only lib/resp. */
import { COMMAND, REPLY } from '../../lib/resp/parse-result.js';
import { RequestParser } from '../../lib/resp/parser.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
import { ReplyWriter } from '../../lib/resp/reply-writer.js';
import { commandText } from './connection.js';
import { filling, keyName } from './dataset.js';
/** As node:net reads. */
const CHUNK_BYTES = 64 * 1024;
const UNITS = 1024;
const KEYS = 1_000_000;
/** Prime, so that the keys look random and are the same every time. */
const KEY_STRIDE = 7919;
function key(i) {
    return keyName((i * KEY_STRIDE) % KEYS);
}
/** UNITS units as they arrive. */
function chunksOf(unit, depth) {
    const units = Array.from({ length: UNITS }, (_, i) => unit(i));
    const chunks = [];
    if (depth === 'full chunks') {
        const bytes = Buffer.from(units.join(''), 'latin1');
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
            chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
        return chunks;
    }
    for (let i = 0; i < UNITS; i += depth)
        chunks.push(Buffer.from(units.slice(i, i + depth).join(''), 'latin1'));
    return chunks;
}
function parse(name, unit, depth) {
    const parser = new RequestParser();
    const chunks = chunksOf(unit, depth);
    const run = () => {
        let commands = 0;
        for (const chunk of chunks) {
            parser.push(chunk);
            while (parser.next() === COMMAND)
                commands++;
        }
        return commands;
    };
    return { name: `parse ${name} x ${depth}`, units: UNITS, run };
}
function scan(name, unit, depth) {
    const scanner = new ReplyScanner();
    const chunks = chunksOf(unit, depth);
    const run = () => {
        let replies = 0;
        for (const chunk of chunks) {
            scanner.push(chunk);
            while (scanner.next() === REPLY)
                replies++;
        }
        return replies;
    };
    return { name: `scan ${name} x ${depth}`, units: UNITS, run };
}
/** Replies taken every 64, as a pipeline of that depth would. */
function write(name, reply, bytesEach) {
    const writer = new ReplyWriter();
    let bytes = 0;
    const sink = (_, start, end) => {
        bytes += end - start;
    };
    const run = () => {
        bytes = 0;
        for (let i = 0; i < UNITS; i++) {
            reply(writer, i);
            if (i % 64 === 63)
                writer.take(sink);
        }
        return bytes / bytesEach;
    };
    return { name: `write ${name}`, units: UNITS, run };
}
export function respTasks() {
    const value = filling(64);
    const reply = `$64\r\n${value}\r\n`;
    const source = Buffer.from(reply, 'latin1');
    const tasks = [];
    for (const depth of [1, 16, 64, 'full chunks']) {
        tasks.push(parse('GET', (i) => commandText('GET', key(i)), depth));
        tasks.push(parse('SET 64 B', (i) => commandText('SET', key(i), value), depth));
    }
    const hundred = (i) => Array.from({ length: 100 }, (_, k) => key(i + k));
    tasks.push(parse('MGET of 100', (i) => commandText('MGET', ...hundred(i)), 16), parse('SET 16 KB', (i) => commandText('SET', key(i), filling(16_384)), 'full chunks'), parse('PING inline', () => 'PING\r\n', 64));
    for (const depth of [1, 64, 'full chunks']) {
        tasks.push(scan('+OK', () => '+OK\r\n', depth), scan('$64', () => reply, depth));
    }
    tasks.push(scan('array of 100', () => `*100\r\n${reply.repeat(100)}`, 16), write('+OK', (writer) => writer.ok(), 5), write(':1', (writer) => writer.integer(1), 4), write(':1000000', (writer) => writer.integer(1_000_000), 10), write('$64', (writer) => writer.bulk(source, 5, 69), 71), write('raw $64', (writer) => writer.raw(source, 0, 71), 71));
    return tasks;
}
//# sourceMappingURL=micro-resp.js.map