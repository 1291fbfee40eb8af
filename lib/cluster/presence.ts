/**
 * This member's way into the cluster and out of it, and what its shards are told meanwhile: by which members slots are
 * placed. One for each member, whatever the number of its shards.
 */
import type { Membership, ViewMember, ViewSnapshot } from '../../gossip/index.ts';

/** How long a member's own change of phase may take to come back to it as a view. */
const SERVING_PATIENCE_MS = 1000;

/** What a shard map is to be made from. Plain data. */
export interface Placement {
  readonly members: readonly ViewMember[];
  readonly epoch: number;
  /** This member is about to leave, or has left. */
  readonly isLeaving: boolean;
}

export class Presence {
  private readonly selfId: () => string;
  private readonly place: (placement: Placement) => void;
  private membership: Membership | undefined;
  private isLeaving = false;
  private giveUpWaiting = (): void => {};

  /** `place` is called with each view, and with the last one's other members when this member has left. */
  constructor(selfId: () => string, place: (placement: Placement) => void) {
    this.selfId = selfId;
    this.place = place;
  }

  /** From now on follows this membership, which has not been started yet. */
  attach(membership: Membership): void {
    this.membership = membership;
    this.isLeaving = false;
    membership.on('view', ({ members, epoch }) => {
      if (this.membership === membership && !this.isLeaving) this.place({ members, epoch, isLeaving: false });
    });
  }

  /**
   * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
   * after `patienceMs` alone. Resolves early if it leaves meanwhile.
   */
  async joined(patienceMs: number): Promise<void> {
    const { membership } = this;
    if (membership === undefined) return;
    if (patienceMs > 0) {
      await this.viewWhere(membership, (view) => view.members.length > 1, patienceMs);
      if (this.isLeaving || !membership.isRunning) return;
      membership.setPhase('serving');
    }
    const isServing = (member: ViewMember): boolean =>
      member.id === this.selfId() && member.phase === 'serving';
    await this.viewWhere(membership, (view) => view.members.some(isServing), SERVING_PATIENCE_MS);
  }

  /**
   * Says goodbye. Resolves when the others know; from then on the map is theirs alone, so that commands which still
   * arrive here are passed on to whoever owns their keys now.
   */
  async leave(): Promise<void> {
    const { membership } = this;
    if (!membership?.isRunning) return;
    const before = membership.view();
    this.isLeaving = true;
    this.giveUpWaiting();
    await membership.leave();
    // The own view is empty from now on; of the members of the last one, some may have left at the same time.
    const gone = new Set(
      membership
        .members()
        .filter(({ state, isMyself }) => isMyself || state === 'left' || state === 'dead')
        .map((member) => member.id),
    );
    const members = before.members.filter(({ id }) => !gone.has(id));
    this.place({ members, epoch: membership.view().epoch, isLeaving: true });
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
      const timer = setTimeout(finish, patienceMs);
      membership.on('view', onView);
      this.giveUpWaiting = finish;
    });
  }
}
