/** Answers what other shards ask of this one: to copy slots (FOLLOW), and to have slots that are theirs by a newer map (TAKE). */
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Followers } from './followers.ts';
import { readClaim, TAKE, writeAnswer } from './messages.ts';
import type { Ownership } from './ownership.ts';
import { NOBODY, type PeerNumbers } from './peer-numbers.ts';

const NO_SLOTS = new Uint8Array(SLOT_COUNT);

export interface GrantsParts {
  readonly ownership: Ownership;
  readonly followers: Followers;
  readonly peers: PeerNumbers;
  /** Whether the shard is one of a live member: nothing is granted to others. */
  isLive(id: string): boolean;
  /** Slots were handed over, so that their commands go elsewhere. */
  onRoutes(): void;
}

export class Grants {
  private readonly parts: GrantsParts;

  constructor(parts: GrantsParts) {
    this.parts = parts;
  }

  /** The answer to a claim `[start, end)` of `buf`: what is granted is on its way; undefined if it cannot be read. */
  answer(from: string, type: number, buf: Buffer, start: number, end: number): Buffer | undefined {
    const { ownership, followers, peers } = this.parts;
    const isLive = this.parts.isLive(from);
    const peer = isLive ? peers.of(from) : NOBODY;
    const isGift = type === TAKE;
    const entitled = isLive && !isGift ? followers.entitledTo(from) : NO_SLOTS;
    const refused: number[] = [];
    const epoch = readClaim(buf, start, end, (slot, digest, claimed) => {
      const isGranted = isGift
        ? isLive && ownership.yield(slot, peer, claimed)
        : entitled[slot] === 1 && ownership.isOwned(slot) && ownership.isHeldOrIncoming(slot);
      if (isGranted) followers.to(from).want(slot, digest, isGift);
      else refused.push(slot);
    });
    if (Number.isNaN(epoch)) return undefined;
    if (isGift) this.parts.onRoutes();
    return writeAnswer(followers.get(from)?.id ?? 0, refused);
  }
}
