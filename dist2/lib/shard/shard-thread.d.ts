import type { MemberCalls, ShardCalls, ShardSetup } from './calls.ts';
import { Channel } from './channel.ts';
export declare class ShardThread {
    readonly channel: Channel<ShardCalls, MemberCalls>;
    private readonly worker;
    private isStopping;
    private readonly exited;
    /** `onDeath` is called if the thread ends without having been stopped. */
    constructor(setup: ShardSetup, member: MemberCalls, onDeath: (error: Error) => void);
    /** Ends the thread, with whatever it still has. */
    stop(): Promise<void>;
}
