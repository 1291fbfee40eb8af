/**
 * What clients did and saw. Every executed write is known with its version, so what may be read is known too: nothing older than
 * what was acknowledged before the read began.
 *
 * While the network is cut the two sides have different histories; they are one again when all is quiet.
 */
/** An executed change of a key. */
interface Change {
    readonly version: number;
    /** Whether it leaves no value: a deletion, a FLUSHALL. */
    readonly isDeletion: boolean;
    /** When its value's time runs out, ms since 1970; infinite: never. */
    readonly expiresAtMs: number;
    /** Virtual time. */
    readonly atMs: number;
    isAcknowledged: boolean;
}
interface KeyHistory {
    readonly changes: Map<number, Change>;
    /** The highest acknowledged version, on each side. */
    readonly floors: number[];
}
export declare class History {
    private readonly keys;
    /** Nothing of what is read is checked: sides are being merged. */
    isMerging: boolean;
    of(key: string): KeyHistory;
    allKeys(): Iterable<string>;
    floorOf(key: string, side: number): number;
    execute(key: string, version: number, isDeletion: boolean, expiresAtMs: number, atMs: number, side: number): void;
    acknowledge(key: string, version: number, sides: readonly number[]): void;
    /** A version was found at the owner: it must be one that was written, and not older than `floor`. */
    checkFound(key: string, version: number, value: string, floor: number, wallMs: number, where: string): void;
    /** Nothing was found: there must be a reason that is not older than `floor`. */
    checkMissing(key: string, floor: number, wallMs: number, where: string): void;
    /** Everything is deleted somewhere: whether that was the key's owner or had its only other copy, what there is now may go. */
    excuse(key: string): void;
    /** Nobody on that side has the key. */
    loseSight(key: string, side: number): void;
    /** Without copies elsewhere, what was acknowledged after `sinceMs` may be lost with the member that executed it. */
    forgive(sinceMs: number): void;
    /** The network is one again: what was acknowledged on either side counts. */
    merge(): void;
    /** The newest change of a key that anybody executed. */
    newestOf(key: string): number;
}
/** What is written with that version: such values differ. */
export declare function textOf(key: string, version: number, length: number): string;
export declare function slotOf(key: string): number;
export {};
