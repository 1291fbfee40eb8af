/**
 * Whether a client is told that this is a cluster (HELLO, INFO). On the client port it is not: there every node
 * answers for every key and never redirects, so that a tool that knows no clusters sees one server and goes on.
 */
export function clusterEnabled(session) {
    return session.kind !== 'client';
}
//# sourceMappingURL=cluster-mode.js.map