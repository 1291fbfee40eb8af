/**
 * Commands that wait: their slot's owner is unknown, not connected, or gone, and the map has not changed yet.
 *
 * They are tried again, oldest first, whenever the map changes or a link comes up, and answered with an error when
 * `proxy-timeout` has passed. A command that has to wait once more keeps its place and its age. Bounds: MAX_COMMANDS
 * and MAX_BYTES; `add` refuses what would pass them.
 */
import type { Command } from '../commands/command-table.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Origin, ReplySink } from './origin.ts';
export interface HeldFields {
    /** Where the reply goes, and its tag there. */
    readonly sink: ReplySink;
    readonly tag: number;
    readonly command: Command;
    /** A copy of the command's raw bytes, or bytes that nobody will write to again. */
    readonly raw: Buffer;
    /** The member that it is meant for, if it is not for the owner of a slot. */
    readonly memberId: string | undefined;
    readonly protocol: Protocol;
    readonly hops: number;
    readonly epoch: number;
    readonly heldSinceMs: number;
}
/** A held command is the origin of its own second way: it has its place among the replies already. */
export declare class HeldCommand implements Origin {
    readonly kind = "peer";
    readonly mayReadCopies = false;
    readonly fields: HeldFields;
    constructor(fields: HeldFields);
    get protocol(): Protocol;
    get hops(): number;
    get epoch(): number;
    get heldSinceMs(): number;
    get isGone(): boolean;
    reserve(): number;
    onReply(tag: number, buf: Buffer, start: number, end: number): void;
    hold(): void;
    release(): void;
}
export declare class HeldCommands {
    private commands;
    private bytes;
    get length(): number;
    /** Returns false, and holds nothing, when too much is held already. */
    add(command: HeldCommand): boolean;
    /** Takes all, oldest first. */
    takeAll(): HeldCommand[];
    /** Takes those that were held before `beforeMs`. */
    takeOlder(beforeMs: number): HeldCommand[];
}
