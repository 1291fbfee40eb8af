/** Whether a session is told that it talks to a cluster. */
import type { Session } from './context.ts';

/**
 * Whether a client is told that this is a cluster (HELLO, INFO, CONFIG GET cluster-enabled). On the client port it is not: there every node
 * answers for every key and never redirects, so that a tool that knows no clusters sees one server and goes on.
 */
export function clusterEnabled(session: Session): boolean {
  return session.kind !== 'client';
}
