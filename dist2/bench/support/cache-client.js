/** An application's cache: asks for a key, and writes it when it is missing. Counts hits. */
import { Connection, commandText } from './connection.js';
import { filling, keyName } from './dataset.js';
import { expectOk } from './numbered-keys.js';
/** Requests that are on their way together; the keys among them that are missing are written before the next. */
const BATCH = 50;
const TTL_SECONDS = 3600;
/** Hits count from this part of the trace on, when the cache has long been full. */
const WARM_UP_SHARE = 0.5;
const LONGEST = filling(4096);
/** Hits over requests, in the second half of the trace. Rejects if a value has another size than the one written. */
export async function hitRatio(server, trace, run) {
    const connection = await Connection.open(server.port);
    const warmUp = run.requests * WARM_UP_SHARE;
    let hits = 0;
    let counted = 0;
    for (let done = 0; done < run.requests; done += BATCH) {
        const keys = Array.from({ length: BATCH }, () => trace.next());
        const missing = await missingOf(connection, keys, trace);
        await write(connection, missing, trace, run);
        if (done < warmUp)
            continue;
        counted += BATCH;
        hits += BATCH - keys.filter((key) => missing.has(key)).length;
    }
    connection.close();
    return hits / counted;
}
async function missingOf(connection, keys, trace) {
    const missing = new Set();
    let at = 0;
    connection.onReply = (buf, start, end) => {
        const key = keys[at++];
        const size = trace.sizeOf(key);
        // $-1 is 5 bytes long; a value has `$size`, CRLF, the bytes and CRLF.
        if (end - start === 5)
            missing.add(key);
        else if (end - start !== 1 + String(size).length + 2 + size + 2) {
            throw new Error(`GET ${keyName(key)} is answered ${buf.toString('latin1', start, Math.min(end, start + 80))}`);
        }
    };
    connection.send(Buffer.from(keys.map((key) => commandText('GET', keyName(key))).join(''), 'latin1'), BATCH);
    await connection.answered();
    return missing;
}
async function write(connection, keys, trace, run) {
    if (keys.size === 0)
        return;
    connection.onReply = (buf, start, end) => {
        const refused = run.mayRefuse && buf.toString('latin1', start, start + 4) === '-OOM';
        if (!refused)
            expectOk(buf, start, end);
    };
    const commands = Array.from(keys, (key) => {
        const expiry = run.expiring ? ['EX', String(TTL_SECONDS + (key % TTL_SECONDS))] : [];
        return commandText('SET', keyName(key), LONGEST.slice(0, trace.sizeOf(key)), ...expiry);
    });
    connection.send(Buffer.from(commands.join(''), 'latin1'), keys.size);
    await connection.answered();
}
//# sourceMappingURL=cache-client.js.map