/**
 * What was acknowledged, and so what a read may find. Each key has one writer, which sends one write after the other, numbered
 * upwards: a value is the number of its write. A read is right if it finds what the last write left that was acknowledged before the read
 * was sent, or what a later one left, whose outcome may not be known.
 */
/** What a write leaves: its number as text, or null for a deletion. */
export type Content = string | null;
export declare class Ledger {
    private readonly entries;
    keys(): string[];
    /** A write is about to be sent. */
    sent(key: string, number: number, isDeletion: boolean): void;
    /** The last write that was sent is answered. */
    acknowledged(key: string, sentMs: number, ackedMs: number): void;
    /** The number of the last acknowledged write, 0 if there was none. */
    acked(key: string): number;
    /** Whether a read may find that which was sent when `acked` was the last acknowledged write. */
    isRight(key: string, found: Content, acked: number): boolean;
    /** When the last acknowledged write of the key was sent and answered; undefined if there was none. */
    lastWrite(key: string): {
        readonly sentMs: number;
        readonly ackedMs: number;
    } | undefined;
}
