import { NO_ENTRY } from '../store/keyspace.js';
/** The entry of the key at argument `i`, which a read is about to use: marks it as used unless NO-TOUCH is on. */
export function findKey(request, i, context) {
    const { keyspace } = context;
    return context.session.noTouch
        ? keyspace.peek(request.buf, request.start(i), request.end(i), context.nowMs)
        : keyspace.find(request.buf, request.start(i), request.end(i), context.nowMs);
}
/** The entry of the key at argument `i`, neither counted nor marked as used. */
export function peekKey(request, i, context) {
    return context.keyspace.peek(request.buf, request.start(i), request.end(i), context.nowMs);
}
/** The entry of the key at argument `i`, counted as a hit or miss but not marked as used: for reads that are not about its value. */
export function countKey(request, i, context) {
    const ref = peekKey(request, i, context);
    const { stats } = context.keyspace;
    if (ref === NO_ENTRY)
        stats.misses++;
    else
        stats.hits++;
    return ref;
}
/** Replies the string value of `ref`, or nil if it is NO_ENTRY. */
export function replyValue(reply, ref, context) {
    if (ref === NO_ENTRY) {
        reply.nil();
        return;
    }
    const { keyspace } = context;
    const length = keyspace.valueLength(ref);
    const at = reply.reserveBulk(length);
    keyspace.copyValue(ref, reply.buf, at, 0, length);
}
/** Replies the key of `ref`. */
export function replyKey(reply, ref, context) {
    const at = reply.reserveBulk(context.keyspace.keyLength(ref));
    context.keyspace.copyKey(ref, reply.buf, at);
}
/** Sets the key at argument `keyAt` to the value at argument `valueAt`. */
export function setKey(request, keyAt, valueAt, expiresAtMs, context) {
    context.keyspace.set(request.buf, request.start(keyAt), request.end(keyAt), request.buf, request.start(valueAt), request.end(valueAt), expiresAtMs, context.nowMs);
}
//# sourceMappingURL=keys.js.map