/**
 * What members say to each other, as data. The wire codec turns these into bytes; the core never sees bytes.
 * A member's instance travels as 16 hex digits, its id as 40, a hash as 16.
 */
import type { Address, CoreEvent, FailureCause, MemberRecord } from './types.ts';

/** The sender's view and health, in every ping and ack. */
export interface Status {
  /** Hash of the sender's live view. */
  readonly viewHash: string;
  /** Hash of its dead and left members and of its tombstones. */
  readonly restHash: number;
  /** Epoch of the sender's view. */
  readonly epoch: number;
  /** How late the sender's last tick was, in ms. */
  readonly lagMs: number;
  /** The sender's local health score, 0 (well) to 4. */
  readonly health: number;
  /** How long the sender's data thread has done nothing, in ms. */
  readonly serveStallMs: number;
}

export interface Ping extends Status {
  readonly type: 'ping';
  readonly seq: number;
  /** Instance that is asked to answer. */
  readonly target: string;
  /** How long the sender has not heard the target, in ms. */
  readonly echoAgeMs: number;
}

export interface Ack extends Status {
  readonly type: 'ack';
  readonly seq: number;
}

/** Asks a helper to ping `target` on the sender's behalf (SWIM, section 3.1). */
export interface PingRequest {
  readonly type: 'pingreq';
  readonly seq: number;
  readonly target: string;
  readonly address: Address;
  /** The helper answers with a NACK when it has no ack after 0.8 of this (Lifeguard, section IV-A). */
  readonly timeoutMs: number;
}

export interface IndirectAck {
  readonly type: 'iack';
  readonly seq: number;
}

export interface Nack {
  readonly type: 'nack';
  readonly seq: number;
}

/** Asks another observer how fresh its own evidence of the subject is. */
export interface Query {
  readonly type: 'query';
  readonly seq: number;
  readonly subject: string;
  /** The subject's address refuses datagrams of the sender: look for yourself. */
  readonly refused: boolean;
}

export interface Reply {
  readonly type: 'reply';
  readonly seq: number;
  /** Age of the newest first-hand sign of life of the subject, in ms; Infinity: none. */
  readonly ageMs: number;
  /** How long ago it showed that it hears the replier, in ms; Infinity: never. */
  readonly answeredAgeMs: number;
  /** Its address has refused the replier's datagrams twice, at least 100 ms apart, with no sign of life since the first time. */
  readonly refused: boolean;
}

/** One instance at one incarnation, and who says what of it. */
export interface Accusation {
  readonly id: string;
  readonly instance: string;
  readonly incarnation: number;
  /** Instance that reached the verdict. */
  readonly reporter: string;
  /** How long the reporter had not heard of it, in ms. */
  readonly silentMs: number;
  /** Instance of another observer that agreed; NO_INSTANCE if there was none. */
  readonly witness: string;
  readonly cause: FailureCause;
  /** For the cause `refused`: how long ago its address first refused a datagram, in ms. Otherwise 0. */
  readonly refusedMs: number;
}

export const NO_INSTANCE = '0'.repeat(16);

export interface Suspect extends Accusation {
  readonly type: 'suspect';
}

export interface Dead extends Accusation {
  readonly type: 'dead';
}

export interface Leave {
  readonly type: 'leave';
  readonly id: string;
  readonly instance: string;
  readonly incarnation: number;
}

/** News of a live member: spreads by flooding. */
export interface Alive {
  readonly type: 'alive';
  readonly record: MemberRecord;
}

/** A tombstone, or with `lifted` the end of one. The higher stamp wins. */
export interface Forget {
  readonly type: 'forget';
  readonly id: string;
  /** Lamport stamp. */
  readonly stamp: number;
  readonly lifted: boolean;
  /** How long it still holds (a ban) or is still remembered (a lifted one). */
  readonly remainingMs: number;
  readonly reporter: string;
}

/** The sender's bucket hashes: asks for what differs. */
export interface Sync {
  readonly type: 'sync';
  /** BUCKET_COUNT hashes of 8 bytes. */
  readonly buckets: Uint8Array;
}

/** Asks for the entries of the buckets whose bit is set. */
export interface Want {
  readonly type: 'want';
  /** BUCKET_COUNT bits. */
  readonly bitmap: Uint8Array;
}

/** One entry of the sender's list, in a sync. */
export interface Entry {
  readonly type: 'record';
  readonly record: MemberRecord;
  /** For a dead or left member: for how long it has been so. */
  readonly sinceMs: number;
}

/** `request`: I am here. `invite`: answer me, whatever you were before. `accept`: the answer to an invitation. */
export type JoinKind = 'request' | 'invite' | 'accept';

/**
 * Goes to an address, for whoever is there: so it can be recorded and played to somebody else, and nothing is believed for its sake. It
 * only makes the two sync, by messages that are for one instance. Its datagram holds nothing else but a sync request.
 */
export interface Join {
  readonly type: 'join';
  readonly kind: JoinKind;
  /** 16 hex digits; an acceptance repeats the invitation's. */
  readonly nonce: string;
  /** Of the sender: its id, and the stamp of the ban that keeps it away, 0 if none does. */
  readonly id: string;
  readonly banStamp: number;
}

/** "The instance that you pinged is not me, this is." */
export interface WrongInstance {
  readonly type: 'wronginstance';
  readonly record: MemberRecord;
}

export interface Banned {
  readonly type: 'banned';
  readonly id: string;
  readonly stamp: number;
  readonly remainingMs: number;
}

/** "A newer instance of your id is live." */
export interface Conflict {
  readonly type: 'conflict';
  readonly record: MemberRecord;
}

/** A published message: `origin` and `seq` name it. */
export interface Gossip {
  readonly type: 'gossip';
  /** Instance of the member that published it. */
  readonly origin: string;
  /** Counts the origin's messages from 1. */
  readonly seq: number;
  /** How many members passed it on before the sender. */
  readonly hops: number;
  /** At most PAYLOAD_LIMIT bytes, never changed in place. */
  readonly payload: Uint8Array;
}

/** "I have these messages": `count` of one origin, from `seq` on. */
export interface IHave {
  readonly type: 'ihave';
  readonly origin: string;
  readonly seq: number;
  readonly count: number;
  /** How many members had passed the first of them on before the sender. */
  readonly hops: number;
}

/** "Send me this message, and push to me what comes of its origin from now on." */
export interface Graft {
  readonly type: 'graft';
  readonly origin: string;
  readonly seq: number;
}

/** "Push messages of this origin to me no longer, others do: only tell me what you have." */
export interface Prune {
  readonly type: 'prune';
  readonly origin: string;
}

export type Message =
  | Ping
  | Ack
  | PingRequest
  | IndirectAck
  | Nack
  | Query
  | Reply
  | Suspect
  | Dead
  | Leave
  | Alive
  | Forget
  | Sync
  | Want
  | Entry
  | Join
  | WrongInstance
  | Banned
  | Conflict
  | Gossip
  | IHave
  | Graft
  | Prune;

/** A decoded datagram. */
export interface Incoming {
  /** Instance of the sender, 16 hex digits. */
  readonly sender: string;
  readonly messages: readonly Message[];
}

/** What the driver is to do. */
export type Effect =
  | { readonly type: 'send'; readonly to: Address; readonly messages: readonly Message[] }
  | { readonly type: 'event'; readonly event: CoreEvent }
  /** A published message arrived: once for each, never for one's own. `originId` is '' if the
   *  member is not known here. The receiver owns the payload. */
  | { readonly type: 'deliver'; readonly originId: string; readonly payload: Uint8Array }
  /** Nobody at this address has answered its invitation, which is given up. */
  | { readonly type: 'unanswered'; readonly address: Address }
  /** The live view or its epoch changed: read `view()`. */
  | { readonly type: 'view' }
  /** `leave()` is done: the others know, or the time for it is over. */
  | { readonly type: 'left' };
