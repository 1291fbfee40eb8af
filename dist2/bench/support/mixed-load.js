/**
 * Reads and writes in one stream, which redis-benchmark cannot send: every connection sends a pipeline, waits for all its
 * replies, and sends the next. The pipelines are made beforehand, so that the generator costs little.
 */
import { Random } from '../../lib/base/random.js';
import { Connection, commandText } from './connection.js';
import { filling, keyName } from './dataset.js';
const MIX_SEED = 1;
/** Bytes of prepared pipelines, about; they are sent again and again. */
const PREPARED_BYTES = 32 * 1024 * 1024;
const MAX_PREPARED_COMMANDS = 200_000;
/** Operations a second that the server at `port` answered. Rejects if one was answered with an error. */
export async function runMixed(port, run) {
    const pipelines = prepare(run);
    const connections = await Promise.all(Array.from({ length: run.connections }, () => Connection.open(port)));
    const rounds = Math.ceil(run.operations / run.pipeline);
    let started = 0;
    const work = async (connection) => {
        connection.onReply = refuseErrors;
        while (started < rounds) {
            const bytes = pipelines[started++ % pipelines.length];
            connection.send(bytes, run.pipeline);
            await connection.answered();
        }
    };
    const beginMs = performance.now();
    await Promise.all(connections.map(work));
    const seconds = (performance.now() - beginMs) / 1000;
    for (const connection of connections)
        connection.close();
    return (rounds * run.pipeline) / seconds;
}
function prepare(run) {
    const random = new Random(MIX_SEED);
    const value = filling(run.valueBytes);
    const commands = Math.min(MAX_PREPARED_COMMANDS, PREPARED_BYTES / (64 + (1 - run.readShare) * run.valueBytes));
    const command = () => {
        const key = keyName(random.uint32() % run.keys);
        return random.fraction() < run.readShare ? commandText('GET', key) : commandText('SET', key, value);
    };
    return Array.from({ length: Math.ceil(commands / run.pipeline) }, () => {
        return Buffer.from(Array.from({ length: run.pipeline }, command).join(''), 'latin1');
    });
}
function refuseErrors(buf, start, end) {
    if (buf[start] === 0x2d)
        throw new Error(`answered ${buf.toString('latin1', start, end).trim()}`);
}
//# sourceMappingURL=mixed-load.js.map