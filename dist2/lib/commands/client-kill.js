/** CLIENT KILL in its old form, an address, and its new one, filters. */
import { ERRORS } from '../resp/errors.js';
import { parseInteger, quotedArgument } from './arguments.js';
import { isClientType, isOfType } from './client-attributes.js';
import { withSiblings } from './whole-member.js';
export function clientKill(request, reply, context) {
    const byAddress = request.argc === 3;
    const filter = byAddress ? addressFilter(request.text(2)) : parseFilter(request, reply);
    if (filter === undefined)
        return;
    const here = killClients(context.node.clients, filter, context.session);
    withSiblings(context, reply, 'killClients', [filter], (elsewhere, reply) => {
        const killed = elsewhere.reduce((sum, count) => sum + count, here);
        if (!byAddress)
            reply.integer(killed);
        else if (killed === 0)
            reply.error(ERRORS.noSuchClient);
        else
            reply.ok();
    });
}
/** Closes the clients of this shard that the filter is about, `caller` after its reply. Returns how many there were. */
export function killClients(clients, filter, caller) {
    let killed = 0;
    for (const session of [...clients.list()]) {
        if (!fits(session, filter) || (filter.skipMyself && session === caller))
            continue;
        if (session === caller)
            session.closeAfterReplies();
        else
            session.kill();
        killed++;
    }
    return killed;
}
function addressFilter(address) {
    return { id: undefined, address, localAddress: undefined, type: undefined, skipMyself: false };
}
/** The filters from argument 2 on; undefined when an error has been replied. */
function parseFilter(request, reply) {
    const filter = {
        id: undefined,
        address: undefined,
        localAddress: undefined,
        type: undefined,
        skipMyself: true,
    };
    for (let i = 2; i < request.argc; i += 2) {
        if (i + 1 === request.argc) {
            reply.error(ERRORS.syntax);
            return undefined;
        }
        if (!setFilter(filter, request, i, reply))
            return undefined;
    }
    return filter;
}
/** Takes the filter at arguments `i` and `i + 1`; false when an error has been replied. */
function setFilter(filter, request, i, reply) {
    if (request.is(i, 'id')) {
        filter.id = parseInteger(request, i + 1);
        if (filter.id >= 1)
            return true;
        reply.error(ERRORS.clientIdNotPositive);
        return false;
    }
    if (request.is(i, 'type')) {
        filter.type = request.text(i + 1).toLowerCase();
        if (isClientType(request, i + 1))
            return true;
        reply.error(ERRORS.unknownClientType, { type: quotedArgument(request, i + 1) });
        return false;
    }
    if (request.is(i, 'user')) {
        if (request.text(i + 1) === 'default')
            return true;
        reply.error(ERRORS.noSuchUser, { user: quotedArgument(request, i + 1) });
        return false;
    }
    if (request.is(i, 'addr'))
        filter.address = request.text(i + 1);
    else if (request.is(i, 'laddr'))
        filter.localAddress = request.text(i + 1);
    else if (request.is(i, 'skipme') && request.is(i + 1, 'yes'))
        filter.skipMyself = true;
    else if (request.is(i, 'skipme') && request.is(i + 1, 'no'))
        filter.skipMyself = false;
    else {
        reply.error(ERRORS.syntax);
        return false;
    }
    return true;
}
function fits(session, filter) {
    if (filter.type !== undefined && !isOfType(session, filter.type))
        return false;
    if (filter.id !== undefined && session.id !== filter.id)
        return false;
    if (filter.address !== undefined && session.remoteAddress !== filter.address)
        return false;
    return filter.localAddress === undefined || session.localAddress === filter.localAddress;
}
//# sourceMappingURL=client-kill.js.map