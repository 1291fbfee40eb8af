/**
 * Gathers the replies of a command's parts and merges them into one.
 *
 * The rules are those of `Spread` in commands/spec.ts. A part that was answered with an error makes that error the
 * whole command's reply. A part whose member is gone (an empty range) counts as nothing. A part of another type than it
 * must have is a defect of the member that sent it, and answered as one.
 */
import type { Spread } from '../commands/spec.ts';
import type { Origin, ReplySink } from './origin.ts';
export declare class Gathering implements ReplySink {
    readonly origin: Origin;
    private readonly tag;
    private readonly spread;
    /** For `split-values`: which element of the merged array each part's elements are. */
    private readonly positions;
    private readonly parts;
    private missing;
    constructor(origin: Origin, tag: number, spread: Spread, positions: readonly (readonly number[])[]);
    get isGone(): boolean;
    onReply(part: number, buf: Buffer, start: number, end: number): void;
    private merge;
    /** Puts every part's elements where their keys stood. */
    private mergeValues;
}
