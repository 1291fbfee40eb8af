/**
 * Who is alive: gossip membership for Node. Start one membership in each process, name any one that runs already, and each of
 * them knows all others.
 */
import { Membership } from './node/membership.js';
export { Heartbeat, newHeartbeats } from './node/heartbeat.js';
export { MemberLists } from './node/member-lists.js';
export { parseKey } from './node/options.js';
/**
 * A membership that is not started yet.
 * @throws RangeError that names the option that is wrong: among others, a ttl of less than 5 hf
 */
export function createMembership(options) {
    return new Membership(options);
}
//# sourceMappingURL=index.js.map