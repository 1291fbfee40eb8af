/**
 * What was acknowledged, and so what a read may find. Each key has one writer, which sends one write after the other, numbered
 * upwards: a value is the number of its write. A read is right if it finds what the last write left that was acknowledged before the read
 * was sent, or what a later one left, whose outcome may not be known.
 */

/** What a write leaves: its number as text, or null for a deletion. */
export type Content = string | null;

interface Entry {
  /** Numbers of the last write that was acknowledged, of the last that was sent, and of the last deletion that was. */
  acked: number;
  sent: number;
  deletion: number;
  /** When the last acknowledged write was sent and answered, by the wall clock in ms. */
  sentMs: number;
  ackedMs: number;
}

export class Ledger {
  private readonly entries = new Map<string, Entry>();

  keys(): string[] {
    return [...this.entries.keys()];
  }

  /** A write is about to be sent. */
  sent(key: string, number: number, isDeletion: boolean): void {
    const entry = this.entries.get(key) ?? { acked: 0, sent: 0, deletion: 0, sentMs: 0, ackedMs: 0 };
    entry.sent = number;
    if (isDeletion) entry.deletion = number;
    this.entries.set(key, entry);
  }

  /** The last write that was sent is answered. */
  acknowledged(key: string, sentMs: number, ackedMs: number): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.acked = entry.sent;
    entry.sentMs = sentMs;
    entry.ackedMs = ackedMs;
  }

  /** The number of the last acknowledged write, 0 if there was none. */
  acked(key: string): number {
    return this.entries.get(key)?.acked ?? 0;
  }

  /** Whether a read may find that which was sent when `acked` was the last acknowledged write. */
  isRight(key: string, found: Content, acked: number): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined) return found === null;
    if (found === null) return acked === 0 || entry.deletion >= acked;
    return Number(found) >= acked && Number(found) <= entry.sent;
  }

  /** When the last acknowledged write of the key was sent and answered; undefined if there was none. */
  lastWrite(key: string): { readonly sentMs: number; readonly ackedMs: number } | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.ackedMs > 0 ? entry : undefined;
  }
}
