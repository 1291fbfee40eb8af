/**
 * Who is alive: gossip membership for Node. Start one membership in each process, name any one that runs already, and each of
 * them knows all others.
 */
import { Membership } from './node/membership.ts';
import type { MembershipOptions } from './node/options.ts';

export type {
  Address,
  Ban,
  CoreStatus,
  Failure,
  FailureCause,
  ForgetResult,
  MemberInfo,
  MemberState,
  MembershipEventType,
  Phase,
  ViewMember,
  ViewSnapshot,
} from './core/types.ts';
export { Heartbeat, newHeartbeats } from './node/heartbeat.ts';
export { type ListReport, MemberLists } from './node/member-lists.ts';
export type { FailureReport, Membership } from './node/membership.ts';
export { type MembershipOptions, type MembershipSettings, parseKey } from './node/options.ts';
export type { MembershipEvent, PublishedMessage } from './node/thread-messages.ts';
export type { MessageCounts } from './wire/counts.ts';
export { DROP_REASON_NAMES, type DropReason, dropMeaning } from './wire/drop-reasons.ts';

/**
 * A membership that is not started yet.
 * @throws RangeError that names the option that is wrong: among others, a ttl of less than 5 hf
 */
export function createMembership(options: MembershipOptions): Membership {
  return new Membership(options);
}
