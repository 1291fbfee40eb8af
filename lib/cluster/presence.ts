/**
 * This member's way into the cluster and out of it, and what its shards are told meanwhile: by which members slots are
 * placed. One for each member, whatever the number of its shards.
 */
import type { Membership, ViewMember, ViewSnapshot } from '../../gossip/index.ts';

/** How long a member's own change of phase may take to come back to it as a view. */
const SERVING_PATIENCE_MS = 1000;
const FOREVER_MS = Number.POSITIVE_INFINITY;

/** What a shard map is to be made from. Plain data. */
export interface Placement {
  readonly members: readonly ViewMember[];
  readonly epoch: number;
  /** This member waits until it sees so many before it serves; 0 once it serves. */
  readonly membersNeeded: number;
  /** This member is about to leave, or has left. */
  readonly isLeaving: boolean;
}

export interface PresenceParts {
  selfId(): string;
  /** Called with each view, and with the last one's other members when this member has left. */
  place(placement: Placement): void;
  /** Resolves when this member has copies of what it will own, or can have no more of them. */
  catchUp(): Promise<unknown>;
  /** Runs `work`, which hands this member's slots over, and tells how that goes. */
  handOver(work: () => Promise<readonly boolean[]>): Promise<unknown>;
  /** Resolves when others have taken over what this member, which is leaving, held, or, with false for a shard, when they do no more. */
  drained(): Promise<readonly boolean[]>;
  /** What this member has sent of its slots and changes so far: while that grows, one that joins copies. */
  sentBytes(): Promise<number>;
  /** How long that may stand still. */
  handoffTimeoutMs(): number;
  /** It needs more members before it serves than it sees. */
  onWaiting(needed: number, seen: number): void;
}

export class Presence {
  private readonly parts: PresenceParts;
  private membership: Membership | undefined;
  /** It is on its way out. */
  private isGoing = false;
  /** It has said goodbye: its own view does not count any more. */
  private isLeaving = false;
  private needed = 0;
  private giveUpWaiting = (): void => {};

  constructor(parts: PresenceParts) {
    this.parts = parts;
  }

  /**
   * From now on follows this membership, which has not been started yet. With `minMembers` above 1 this member serves only when
   * it sees as many, or one that serves.
   */
  attach(membership: Membership, minMembers: number): void {
    this.membership = membership;
    this.isGoing = this.isLeaving = false;
    this.needed = minMembers > 1 ? minMembers : 0;
    membership.on('view', ({ members, epoch }) => {
      if (this.membership !== membership || this.isLeaving) return;
      this.parts.place({ members, epoch, membersNeeded: this.needed, isLeaving: false });
    });
  }

  /**
   * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
   * after `patienceMs` alone; if it needs more members, whenever it sees them. It serves when it has caught up with the members
   * that do. Resolves early if it leaves meanwhile.
   */
  async joined(patienceMs: number): Promise<void> {
    const { membership } = this;
    if (membership === undefined) return;
    if (this.needed > 0) await this.viewWhere(membership, (view) => this.hasEnough(view), FOREVER_MS);
    else if (patienceMs > 0) await this.viewWhere(membership, (view) => view.members.length > 1, patienceMs);
    if (this.needed > 0 || patienceMs > 0) {
      if (!this.isGoing) await this.parts.catchUp();
      if (!this.isGoing && membership.isRunning) membership.setPhase('serving');
    }
    if (this.isGoing || !membership.isRunning) return;
    this.needed = 0;
    const isServing = ({ id, phase }: ViewMember): boolean =>
      id === this.parts.selfId() && phase === 'serving';
    await this.viewWhere(membership, (view) => view.members.some(isServing), SERVING_PATIENCE_MS);
  }

  private hasEnough({ members }: ViewSnapshot): boolean {
    const selfId = this.parts.selfId();
    const isEnough =
      members.length >= this.needed || members.some(({ id, phase }) => id !== selfId && phase === 'serving');
    if (!isEnough) this.parts.onWaiting(this.needed, members.length);
    return isEnough;
  }

  /**
   * Hands over what it holds and says goodbye. Resolves when the others know; from then on the map is theirs alone, so that commands which still
   * arrive here are passed on to whoever owns their keys now.
   */
  async leave(): Promise<void> {
    const { membership } = this;
    if (!membership?.isRunning) return;
    this.isGoing = true;
    this.giveUpWaiting();
    await this.handOver(membership);
    const before = membership.view();
    this.isLeaving = true;
    await membership.leave();
    // The own view is empty from now on; of the members of the last one, some may have left at the same time.
    const gone = new Set(
      membership
        .members()
        .filter(({ state, isMyself }) => isMyself || state === 'left' || state === 'dead')
        .map((member) => member.id),
    );
    const members = before.members.filter(({ id }) => !gone.has(id));
    this.parts.place({ members, epoch: membership.view().epoch, membersNeeded: 0, isLeaving: true });
  }

  /** Lets the others, if any of them serves or is about to, take over what this member owns. */
  private async handOver(membership: Membership): Promise<void> {
    const { members } = membership.view();
    const selfId = this.parts.selfId();
    const mayTake = ({ id, phase }: ViewMember): boolean =>
      id !== selfId && (phase === 'serving' || phase === 'joining');
    const isServing = members.some(({ id, phase }) => id === selfId && phase === 'serving');
    if (isServing && members.some(mayTake)) await this.parts.handOver(() => this.leaveSlots(membership));
  }

  private async leaveSlots(membership: Membership): Promise<readonly boolean[]> {
    const selfId = this.parts.selfId();
    await this.awaitSuccessor(membership);
    if (!membership.view().members.some(({ id, phase }) => id !== selfId && phase === 'serving'))
      return [false];
    membership.setPhase('leaving');
    const isLeaving = (view: ViewSnapshot): boolean =>
      view.members.every(({ id, phase }) => id !== selfId || phase === 'leaving');
    await this.viewWhere(membership, isLeaving, SERVING_PATIENCE_MS);
    return this.parts.drained();
  }

  /**
   * Where nobody else serves, one that joins is to have all that is here before this member goes. Resolves when another serves, when
   * nobody joins, or when nothing more was sent for `handoffTimeoutMs`.
   */
  private async awaitSuccessor(membership: Membership): Promise<void> {
    const selfId = this.parts.selfId();
    const isDecided = ({ members }: ViewSnapshot): boolean => {
      const others = members.filter(({ id }) => id !== selfId);
      return (
        others.some(({ phase }) => phase === 'serving') || !others.some(({ phase }) => phase === 'joining')
      );
    };
    let sent = Number.NaN;
    while (!isDecided(membership.view())) {
      const before = sent;
      sent = await this.parts.sentBytes();
      if (sent === before) return;
      await this.viewWhere(membership, isDecided, this.parts.handoffTimeoutMs());
    }
  }

  /** Resolves with the first view, now or later, for which `matches` holds, after `patienceMs`, or when this member leaves. */
  private async viewWhere(
    membership: Membership,
    matches: (view: ViewSnapshot) => boolean,
    patienceMs: number,
  ): Promise<void> {
    if (this.isLeaving || matches(membership.view())) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        membership.off('view', onView);
        this.giveUpWaiting = () => {};
        resolve();
      };
      const onView = (view: ViewSnapshot): void => {
        if (matches(view)) finish();
      };
      const timer = patienceMs === FOREVER_MS ? undefined : setTimeout(finish, patienceMs);
      membership.on('view', onView);
      this.giveUpWaiting = finish;
    });
  }
}
