/**
 * Keeps a shard that stood still from answering before it knows whether others have taken over what it owns.
 *
 * A process that was stopped, or a machine that was suspended, goes on where it was, and what waits in its sockets is read before
 * any news. So whoever executes commands looks at the clock first: when this shard has not looked for longer than a member may
 * be silent without being removed, commands wait until the gossip layer has looked, too, and said what has become of this member.
 *
 * The wall clock is looked at, as it goes on while a machine is suspended. One that is set forward makes commands wait for
 * some milliseconds, for nothing.
 */
export class Fence {
    parts;
    lookedAtMs = Number.POSITIVE_INFINITY;
    isFenced = false;
    constructor(parts) {
        this.parts = parts;
    }
    /** To be called before commands are executed, and some times in each `safePauseMs`, with the wall clock. */
    look(nowMs) {
        const pauseMs = nowMs - this.lookedAtMs;
        this.lookedAtMs = nowMs;
        if (pauseMs <= this.parts.safePauseMs() || this.isFenced)
            return;
        this.isFenced = true;
        this.parts.onFence(true);
        void this.lift();
    }
    async lift() {
        // Where it cannot be confirmed the member is stopping.
        await this.parts.confirm().catch(() => { });
        this.isFenced = false;
        this.parts.onFence(false);
    }
}
//# sourceMappingURL=fence.js.map