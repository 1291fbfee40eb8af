/** Messages between shards in words, to follow a failure. */
import { ChangeReader } from '../../../lib/replication/changes.js';
import { APPLY, FOLLOW, FRAMES_AT, readAnswer, readClaim } from '../../../lib/replication/messages.js';
const OPS = [
    '',
    'PUT',
    'DELETE',
    'DROP',
    'FLOOR',
    'BEGIN',
    'END',
    'SAME',
    'GIVEN',
    'CHECK',
    'COPIED',
    'STOP',
];
export function describeMessage(message, answer) {
    const texts = [];
    const [type] = message;
    if (type === APPLY) {
        const stream = message.readUInt32LE(1);
        const reader = new ChangeReader(message, FRAMES_AT, message.length);
        while (reader.next()) {
            const key = reader.op <= 3 ? message.toString('utf8', reader.keyStart, reader.keyEnd) : '';
            texts.push([reader.slot, `${OPS[reader.op]} ${key} ${reader.number} stream ${stream}`]);
        }
        return texts;
    }
    const refused = new Set(answer === undefined ? [] : readAnswer(answer)?.refused);
    readClaim(message, 0, message.length, (slot, digest, epoch) => {
        const outcome = refused.has(slot) ? 'refused' : 'granted';
        texts.push([slot, `${type === FOLLOW ? 'FOLLOW' : 'TAKE'} digest ${digest} epoch ${epoch} ${outcome}`]);
    });
    return texts;
}
//# sourceMappingURL=describe.js.map