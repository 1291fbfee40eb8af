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

/**
 * `stalled`: it would serve, but its data thread has done nothing for ttl, so that it owns nothing until it does again. Set by the
 * core alone, out of `serving`.
 */
export type Phase = 'joining' | 'serving' | 'leaving' | 'stalled';

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
  /** Its data thread is more than 2 hf behind: better not routed to where there is a choice. It owns what it owned. */
  readonly isLagging: boolean;
  readonly host: string;
  readonly busPort: number;
  readonly clientPort: number;
  readonly shardPort: number;
  /** How many shards it runs, 1 to 255; they listen on `shardPort` and the ports after it. */
  readonly shards: number;
  /** 1 to 256 */
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
/** Longest published message, in bytes. */
export const PAYLOAD_LIMIT = 1024;

/** One line of a member list, as others see it. */
export interface MemberInfo extends MemberRecord {
  /** Milliseconds since the last sign of life that this member has of it; Infinity if it never had one; 0 for itself. */
  readonly silentMs: number;
  readonly isMyself: boolean;
  /** Its local health score as it last told, 0 (well) to 4. */
  readonly health: number;
  /** How long its data thread had done nothing when it last told, in ms. */
  readonly serveStallMs: number;
  /** The view hash that it last told, 16 hex digits; '' if it has told none, or none since `askViews`. */
  readonly viewHash: string;
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
  readonly isLagging: boolean;
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
  | 'conflict'
  | 'isolated'
  | 'reconnected';

/** A change that the core noticed; the driver adds the wall-clock time. */
export interface CoreEvent {
  readonly type: MembershipEventType;
  readonly member: MemberInfo;
  /** What happened and who reported it, for people. */
  readonly reason: string;
  /** How long the member had been silent, as far as the reporter knows. */
  readonly silentMs: number;
  /** Names of those who observed it, `this member` for the one that tells it; nobody where it was not observed. */
  readonly observers: readonly string[];
}

/** Why a member was taken off the live list: it was silent for too long, its process was found to be gone, or
 * it did not hear the others. */
export type FailureCause = 'silence' | 'refused' | 'deaf';

/** One removal that was noticed here. */
export interface Failure {
  readonly id: string;
  readonly name: string;
  readonly instance: string;
  readonly cause: FailureCause;
  /** When it was taken off the list here, a time of the core's clock. */
  readonly removedMs: number;
  /** From its last sign of life, as far as known here, to that. */
  readonly latencyMs: number;
  /** Names of the observer that reached the verdict, and of one that agreed; '' if none did. */
  readonly reporter: string;
  readonly witness: string;
}

/** How this member stands with the others. */
export interface CoreStatus {
  /** None of its probes has been answered for D, and it knows others: it may be cut off. */
  readonly isIsolated: boolean;
  /** It sees more than half of the members that it knows: the live ones and the dead ones, not those that left. */
  readonly hasMajority: boolean;
  /** Live members, this one included. */
  readonly liveCount: number;
  /** Live and dead members, this one included. */
  readonly knownCount: number;
  /** Live members whose last told view hash is that of this member, this one included. */
  readonly agreeingCount: number;
  /** 16 hex digits */
  readonly viewHash: string;
  readonly epoch: number;
  /** The own local health score, 0 (well) to 4. */
  readonly health: number;
  /** How late the last tick was, in ms. */
  readonly lagMs: number;
  readonly serveStallMs: number;
}

/** What the driver reads at each tick, beside the monotonic clock. */
export interface Readings {
  /**
   * Wall-clock time. Only how far it moves between two ticks counts: much more than the monotonic clock means that the machine may have
   * been suspended. Steps of the clock do no harm.
   */
  readonly wallMs: number;
  /** Age of the data thread's last sign of work, in ms; 0 where there is no such thread. */
  readonly serveStallMs: number;
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
  /** Whether refused datagrams may prove that a process is gone; without, only silence counts. */
  readonly crashEvidence: boolean;
}
