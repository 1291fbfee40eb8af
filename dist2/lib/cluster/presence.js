/** How long a member's own change of phase may take to come back to it as a view. */
const SERVING_PATIENCE_MS = 1000;
const FOREVER_MS = Number.POSITIVE_INFINITY;
export class Presence {
    parts;
    membership;
    /** It is on its way out. */
    isGoing = false;
    /** It has said goodbye: its own view does not count any more. */
    isLeaving = false;
    needed = 0;
    giveUpWaiting = () => { };
    constructor(parts) {
        this.parts = parts;
    }
    /**
     * From now on follows this membership, which has not been started yet. With `minMembers` above 1 this member serves only when
     * it sees as many, or one that serves.
     */
    attach(membership, minMembers) {
        this.membership = membership;
        this.isGoing = this.isLeaving = false;
        this.needed = minMembers > 1 ? minMembers : 0;
        membership.on('view', ({ members, epoch }) => {
            if (this.membership !== membership || this.isLeaving)
                return;
            this.parts.place({ members, epoch, membersNeeded: this.needed, isLeaving: false });
        });
    }
    /**
     * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
     * after `patienceMs` alone; if it needs more members, whenever it sees them. It serves when it has caught up with the members
     * that do. Resolves early if it leaves meanwhile.
     */
    async joined(patienceMs) {
        const { membership } = this;
        if (membership === undefined)
            return;
        if (this.needed > 0)
            await this.viewWhere(membership, (view) => this.hasEnough(view), FOREVER_MS);
        else if (patienceMs > 0)
            await this.viewWhere(membership, (view) => view.members.length > 1, patienceMs);
        if (this.needed > 0 || patienceMs > 0) {
            if (!this.isGoing)
                await this.parts.catchUp();
            if (!this.isGoing && membership.isRunning)
                membership.setPhase('serving');
        }
        if (this.isGoing || !membership.isRunning)
            return;
        this.needed = 0;
        const isServing = ({ id, phase }) => id === this.parts.selfId() && phase === 'serving';
        await this.viewWhere(membership, (view) => view.members.some(isServing), SERVING_PATIENCE_MS);
    }
    hasEnough({ members }) {
        const selfId = this.parts.selfId();
        const isEnough = members.length >= this.needed || members.some(({ id, phase }) => id !== selfId && phase === 'serving');
        if (!isEnough)
            this.parts.onWaiting(this.needed, members.length);
        return isEnough;
    }
    /**
     * Hands over what it holds and says goodbye. Resolves when the others know; from then on the map is theirs alone, so that commands which still
     * arrive here are passed on to whoever owns their keys now.
     */
    async leave() {
        const { membership } = this;
        if (!membership?.isRunning)
            return;
        this.isGoing = true;
        this.giveUpWaiting();
        await this.handOver(membership);
        const before = membership.view();
        this.isLeaving = true;
        await membership.leave();
        // The own view is empty from now on; of the members of the last one, some may have left at the same time.
        const gone = new Set(membership
            .members()
            .filter(({ state, isMyself }) => isMyself || state === 'left' || state === 'dead')
            .map((member) => member.id));
        const members = before.members.filter(({ id }) => !gone.has(id));
        this.parts.place({ members, epoch: membership.view().epoch, membersNeeded: 0, isLeaving: true });
    }
    /** Lets the others, if any of them serves, take over what this member owns. */
    async handOver(membership) {
        const selfId = this.parts.selfId();
        const { members } = membership.view();
        const serving = members.filter(({ phase }) => phase === 'serving');
        if (serving.length < 2 || !serving.some(({ id }) => id === selfId))
            return;
        membership.setPhase('leaving');
        const isLeaving = (view) => view.members.every(({ id, phase }) => id !== selfId || phase === 'leaving');
        await this.viewWhere(membership, isLeaving, SERVING_PATIENCE_MS);
        await this.parts.drain();
    }
    /** Resolves with the first view, now or later, for which `matches` holds, after `patienceMs`, or when this member leaves. */
    async viewWhere(membership, matches, patienceMs) {
        if (this.isLeaving || matches(membership.view()))
            return;
        await new Promise((resolve) => {
            const finish = () => {
                clearTimeout(timer);
                membership.off('view', onView);
                this.giveUpWaiting = () => { };
                resolve();
            };
            const onView = (view) => {
                if (matches(view))
                    finish();
            };
            const timer = patienceMs === FOREVER_MS ? undefined : setTimeout(finish, patienceMs);
            membership.on('view', onView);
            this.giveUpWaiting = finish;
        });
    }
}
//# sourceMappingURL=presence.js.map