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
export interface FenceParts {
    /** For how long this member may be silent before others may remove it, in ms. */
    safePauseMs(): number;
    /** Resolves when what has happened to this member until now is known here. */
    confirm(): Promise<void>;
    /** Commands wait from now on, or no more. */
    onFence(isFenced: boolean): void;
}
export declare class Fence {
    private readonly parts;
    private lookedAtMs;
    private isFenced;
    constructor(parts: FenceParts);
    /** To be called before commands are executed, and some times in each `safePauseMs`, with the wall clock. */
    look(nowMs: number): void;
    private lift;
}
