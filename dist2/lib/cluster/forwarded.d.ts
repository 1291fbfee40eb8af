/** What a link keeps of a command that was sent over it, until the reply comes. */
import type { Command } from '../commands/command-table.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { ReplySink } from './origin.ts';
/** A command under way to another member; the link's ring uses the objects again and again. */
export declare class Forwarded {
    /** Where the reply goes; undefined once nobody waits for it any more. */
    sink: ReplySink | undefined;
    tag: number;
    /** The command's raw bytes; never written to again. */
    buf: Buffer;
    start: number;
    end: number;
    /** Undefined: it was meant for that member alone, so that nobody else can answer it. */
    command: Command | undefined;
    protocol: Protocol;
    hops: number;
    /** Since when it waits, in ms of the router's clock. */
    sinceMs: number;
    /** The place is free: nothing is kept. */
    clear(): void;
}
