import { DROP_REASONS } from './datagram.js';
import { MESSAGE_TYPES } from './message-types.js';
export function newCounts() {
    const names = Object.keys(MESSAGE_TYPES);
    return {
        sent: zeroes(names),
        received: zeroes(names),
        datagramsSent: 0,
        datagramsReceived: 0,
        bytesSent: 0,
        bytesReceived: 0,
        dropped: zeroes(DROP_REASONS),
        sendErrors: 0,
    };
}
export function countMessages(counts, messages) {
    for (const { type } of messages)
        counts[type]++;
}
function zeroes(keys) {
    const counts = {};
    for (const key of keys)
        counts[key] = 0;
    return counts;
}
//# sourceMappingURL=counts.js.map