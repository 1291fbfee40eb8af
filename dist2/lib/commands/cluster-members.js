/** CLUSTER MEET, FORGET and RESET: what changes who belongs to the cluster. */
import { isIP } from 'node:net';
import { BUS_PORT_OFFSET } from '../config/join-address.js';
import { ERRORS } from '../resp/errors.js';
import { parseInteger, quotedArgument } from './arguments.js';
const MAX_PORT = 65_535;
const MEMBER_ID = /^[0-9a-f]{40}$/;
export function meet(request, reply, context) {
    if (request.argc > 5) {
        reply.error(ERRORS.wrongSubcommandArity, { subcommand: quotedArgument(request, 1), command: 'CLUSTER' });
        return;
    }
    const host = request.text(2);
    const port = parseInteger(request, 3);
    const busPort = request.argc === 5 ? parseInteger(request, 4) : port + BUS_PORT_OFFSET;
    if (Number.isNaN(port))
        reply.error(ERRORS.invalidBasePort, { port: quotedArgument(request, 3) });
    else if (Number.isNaN(busPort))
        reply.error(ERRORS.invalidBusPort, { port: quotedArgument(request, 4) });
    else if (isIP(host) === 0 || !isPort(port) || !isPort(busPort)) {
        reply.error(ERRORS.invalidNodeAddress, { host, port: quotedArgument(request, 3) });
    }
    else {
        context.node.cluster.meet(host, busPort);
        reply.ok();
    }
}
function isPort(port) {
    return port >= 1 && port <= MAX_PORT;
}
export function forget(request, reply, context) {
    const id = request.text(2);
    if (!MEMBER_ID.test(id)) {
        reply.error(ERRORS.unknownNode, { id });
        return;
    }
    const forgetting = context.node.cluster.forget(id);
    context.later(forgetting.then((outcome) => (reply) => {
        if (outcome === 'ok')
            reply.ok();
        else if (outcome === 'myself')
            reply.error(ERRORS.forgetMyself);
        else
            reply.error(ERRORS.unknownNode, { id });
    }));
}
export function reset(request, reply, context) {
    if (request.argc > 3) {
        reply.error(ERRORS.wrongSubcommandArity, { subcommand: quotedArgument(request, 1), command: 'CLUSTER' });
        return;
    }
    const hard = request.argc === 3 && request.is(2, 'hard');
    if (request.argc === 3 && !hard && !request.is(2, 'soft')) {
        reply.error(ERRORS.syntax);
        return;
    }
    if (context.keyspace.size > 0)
        reply.error(ERRORS.resetWithKeys);
    else
        context.later(resetIfEmpty(context.node, hard));
}
async function resetIfEmpty(node, hard) {
    const elsewhere = await node.askSiblings('figures');
    if (elsewhere.some(({ keyspace }) => keyspace.size > 0))
        return (reply) => reply.error(ERRORS.resetWithKeys);
    await node.cluster.reset(hard);
    return (reply) => reply.ok();
}
//# sourceMappingURL=cluster-members.js.map