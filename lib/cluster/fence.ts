/**
 * Keeps a shard that stood still from answering before it knows whether others have taken over what it owns.
 *
 * A process that was stopped, or a machine that was suspended, goes on where it was, and what waits in its sockets is read before
 * any news. So whoever executes commands looks at the clock first: when this shard has not looked for longer than a member may
 * be silent without being removed, commands wait until the gossip layer has looked, too, and said what has become of this member.
 *
 * The gossip thread goes on while a thread that serves hangs, and tells the others that this member does not serve any more. All that happens
 * comes to a shard through its member's main thread, which may be late or hang itself. So commands wait in the same way, in all shards, from
 * the moment in which the gossip thread says that others may take over. A command that is being executed at that moment is finished.
 *
 * The wall clock is looked at, as it goes on while a machine is suspended. One that is set forward makes commands wait for
 * some milliseconds, for nothing.
 */

export interface FenceParts {
  /** For how long this member may be silent before others may remove it, in ms. */
  safePauseMs(): number;
  /** Another number when others may have taken over what this member owns. */
  ousters(): number;
  /** Resolves when what has happened to this member until now is known here. */
  confirm(): Promise<void>;
  /** Commands wait from now on, or no more. */
  onFence(isFenced: boolean): void;
}

export class Fence {
  private readonly parts: FenceParts;
  private lookedAtMs = Number.POSITIVE_INFINITY;
  private ousters: number;
  private isFenced = false;

  constructor(parts: FenceParts) {
    this.parts = parts;
    this.ousters = parts.ousters();
  }

  /** To be called before commands are executed, and some times in each `safePauseMs`, with the wall clock. */
  look(nowMs: number): void {
    const pauseMs = nowMs - this.lookedAtMs;
    this.lookedAtMs = nowMs;
    if (this.isFenced) return;
    const ousters = this.parts.ousters();
    if (ousters === this.ousters && pauseMs <= this.parts.safePauseMs()) return;
    this.ousters = ousters;
    this.isFenced = true;
    this.parts.onFence(true);
    void this.lift();
  }

  private async lift(): Promise<void> {
    // Where it cannot be confirmed the member is stopping.
    await this.parts.confirm().catch(() => {});
    this.isFenced = false;
    this.parts.onFence(false);
  }
}
