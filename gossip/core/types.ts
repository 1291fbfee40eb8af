/**
 * The words of the membership core: members, their states, and what the core tells its driver. Plain data, no I/O.
 */

/**
 * The state of a member in another member's list. Legal transitions, for one and the same instance:
 *
 *   alive -> suspect   silent for 2 hf, and a second observer agrees (or there is none)
 *   suspect -> alive   any sign of life, or a higher incarnation
 *   alive, suspect -> dead   silent for D = ttl - 1.5 hf, or told so and nothing here contradicts it
 *   alive, suspect, dead -> left   the member said so itself
 *   dead, left -> alive   only with a higher incarnation, which only the member itself can issue
 *
 * A newer instance of the same member replaces an older one in whatever state; an older one never a newer one.
 */
export type MemberState = 'alive' | 'suspect' | 'dead' | 'left';

export type Phase = 'joining' | 'serving' | 'leaving';

/** Where a member's datagrams go. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a rumour comes from. */
export interface Source {
  /** Instance of the sender. */
  readonly sender: string;
  readonly from: Address;
  /** It came as part of a sync, not as news. */
  readonly viaSync: boolean;
}

/** What a member says of itself, with the state that the sender of the record gives it. Immutable. */
export interface MemberRecord {
  /** 40 hex digits, kept across restarts */
  readonly id: string;
  /** 16 hex digits, random for each start */
  readonly instance: string;
  /** Grows with each start of the same member; with `instance` it says which of two instances is the newer one. */
  readonly generation: number;
  /** Raised only by the member itself: to refute a rumour, or to spread a change of its own. */
  readonly incarnation: number;
  readonly state: MemberState;
  readonly phase: Phase;
  readonly host: string;
  readonly busPort: number;
  readonly clientPort: number;
  readonly shardPort: number;
  /** How many shards it runs, 1 to 255; they listen on `shardPort` and the ports after it. */
  readonly shards: number;
  readonly weight: number;
  readonly zone: string;
  readonly name: string;
  /** At most METADATA_LIMIT bytes, never changed in place. */
  readonly metadata: Uint8Array;
}

/** Longest metadata of a member, in bytes. */
export const METADATA_LIMIT = 256;
/** Longest host name, in bytes. */
export const HOST_LIMIT = 255;
/** Longest member name or zone, in bytes of UTF-8. */
export const NAME_LIMIT = 64;

/** One line of a member list, as others see it. */
export interface MemberInfo extends MemberRecord {
  /** Milliseconds since the last sign of life that this member has of it; Infinity if it never had one; 0 for itself. */
  readonly silentMs: number;
  readonly isMyself: boolean;
}

export interface ViewMember {
  readonly id: string;
  readonly name: string;
  readonly instance: string;
  readonly host: string;
  readonly busPort: number;
  readonly clientPort: number;
  readonly shardPort: number;
  readonly shards: number;
  readonly phase: Phase;
  readonly weight: number;
  readonly zone: string;
}

/** The live members as one member sees them now, sorted by id. Equal hashes mean equal views. */
export interface ViewSnapshot {
  /** Lamport-like version: grows with every change; members with equal views come to equal epochs. */
  readonly epoch: number;
  /** 16 hex digits */
  readonly hash: string;
  readonly members: readonly ViewMember[];
}

export interface Ban {
  readonly id: string;
  readonly remainingMs: number;
}

export type MembershipEventType =
  | 'joined'
  | 'suspected'
  | 'recovered'
  | 'ousted'
  | 'failed'
  | 'left'
  | 'restarted'
  | 'forgotten'
  | 'banned'
  | 'unbanned'
  | 'updated'
  | 'conflict';

/** A change that the core noticed; the driver adds the wall-clock time. */
export interface CoreEvent {
  readonly type: MembershipEventType;
  readonly member: MemberInfo;
  /** What happened and who reported it, for people. */
  readonly reason: string;
  /** How long the member had been silent, as far as the reporter knows. */
  readonly silentMs: number;
}

export type ForgetResult = 'ok' | 'unknown' | 'myself' | 'already';

/** Everything that the core needs to know at its start. */
export interface CoreConfig {
  /** What this member says of itself at first: its state is `alive` and its incarnation counts from there. */
  readonly self: MemberRecord;
  readonly hfMs: number;
  readonly ttlMs: number;
  readonly forgetTtlMs: number;
  readonly retentionMs: number;
}
