/**
 * Watches the data threads of this member, one a shard, by the one that is furthest behind: the gossip thread answers pings even
 * when a data thread hangs, and would hide it. More than 2 hf behind, the member says that it lags, so that the others may
 * route around it; at ttl it says that it serves no longer, as if it were dead, and that it serves again once they all work.
 *
 * Time that the whole process was stalled does not count: that is judged by the others. On a busy machine the gossip thread is
 * late again and again, so that only the time between two reads beyond what is usual is left out, and not all before it.
 */
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
export declare class ServeStall {
    private readonly context;
    private readonly identity;
    private countedMs;
    private readMs;
    private isLagging;
    private isStalled;
    constructor(context: Context, identity: Identity);
    /** @param stallMs age of the data thread's last sign of work */
    read(stallMs: number, nowMs: number): void;
}
