/** What the main thread and the gossip thread say to each other. */
import type {
  Address,
  Ban,
  CoreEvent,
  CoreStatus,
  Failure,
  ForgetResult,
  MemberInfo,
  Phase,
  ViewSnapshot,
} from '../core/types.ts';
import type { MessageCounts } from '../wire/counts.ts';
import type { MembershipSettings } from './options.ts';

/** Main thread to gossip thread. An answer repeats the number of its `request`. */
export type Command =
  | { readonly type: 'start' }
  | { readonly type: 'meet'; readonly address: Address }
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'metadata'; readonly metadata: Uint8Array }
  | { readonly type: 'forget'; readonly id: string; readonly request: number }
  | { readonly type: 'leave'; readonly request: number }
  | { readonly type: 'converge'; readonly timeoutMs: number; readonly request: number }
  | { readonly type: 'confirm'; readonly request: number }
  | { readonly type: 'publish'; readonly payload: Uint8Array }
  | { readonly type: 'linkreset'; readonly id: string }
  | { readonly type: 'reconfigure'; readonly settings: Required<MembershipSettings> }
  | { readonly type: 'stop' };

export interface MembershipEvent extends CoreEvent {
  /** Wall-clock time. */
  readonly atMs: number;
}

/** To a FORGET: its result. To LEAVE: `ok`. To CONVERGE: whether all agree. To CONFIRM: true. */
export type Answer = ForgetResult | boolean;

/** A message that another member published. */
export interface PublishedMessage {
  /** Member id of who published it; '' if it is not known here. */
  readonly originId: string;
  /** The receiver's own. */
  readonly payload: Uint8Array;
}

/** The lists as of `takenMs`, a time of `monotonicMs`. */
export interface ListSnapshot {
  readonly takenMs: number;
  readonly members: readonly MemberInfo[];
  readonly bans: readonly Ban[];
}

/** Gossip thread to main thread. */
export type Report =
  | { readonly type: 'started'; readonly address: Address }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  /** Lists first, so that they are current when the events are delivered. */
  | {
      readonly type: 'update';
      readonly list: ListSnapshot;
      readonly view: ViewSnapshot | undefined;
      readonly events: readonly MembershipEvent[];
      readonly failures: readonly Failure[];
      readonly status: CoreStatus;
    }
  /** Every hf: the silence of each member of the last list, in its order, and the status; with the counts once a second. */
  | {
      readonly type: 'pulse';
      readonly takenMs: number;
      readonly silentMs: Float64Array;
      readonly counts: MessageCounts | undefined;
      readonly status: CoreStatus;
    }
  | { readonly type: 'deliver'; readonly messages: readonly PublishedMessage[] }
  | { readonly type: 'answer'; readonly request: number; readonly answer: Answer }
  | { readonly type: 'unresolved'; readonly host: string; readonly reason: string }
  | { readonly type: 'unanswered'; readonly address: Address }
  | { readonly type: 'stopped' };

/** Milliseconds of the monotonic clock, the same in all threads of the process. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
