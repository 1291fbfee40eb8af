import { clusterEnabled } from './cluster-mode.js';
/**
 * Asks the member's other shards, and has `write` reply with what they say: later, or at once and with no answers if this
 * shard is to speak for itself or is the only one.
 */
export function withSiblings(context, reply, question, args, write) {
    const { shards, askSiblings } = context.node;
    if (shards === 1 || clusterEnabled(context.session)) {
        write([], reply);
        return;
    }
    const answers = askSiblings(question, ...args);
    context.later(answers.then((elsewhere) => (reply) => write(elsewhere, reply)));
}
//# sourceMappingURL=whole-member.js.map