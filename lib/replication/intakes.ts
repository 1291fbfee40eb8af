/**
 * The streams from other shards to this one.
 *
 * Bound: one for each shard that is live or, after its death, still sends.
 */
import { Intake, type IntakeHost } from './intake.ts';
import { FRAMES_AT } from './messages.ts';
import { isVersion } from './version-clock.ts';

export class Intakes {
  /** Whether the latest message had to do with slots that are being sent, and not with changes alone. Replication sets it for what is no APPLY. */
  bringsSlots = false;
  private readonly host: IntakeHost;
  private readonly intakes = new Map<number, Intake>();
  /** What came of shards that are gone. */
  private goneBytes = 0;
  private goneKeys = 0;

  constructor(host: IntakeHost) {
    this.host = host;
  }

  /** Bytes of changes, and keys, that have come since the start; they only grow. */
  get appliedBytes(): number {
    let bytes = this.goneBytes;
    for (const intake of this.intakes.values()) bytes += intake.appliedBytes;
    return bytes;
  }

  get appliedKeys(): number {
    let keys = this.goneKeys;
    for (const intake of this.intakes.values()) keys += intake.appliedKeys;
    return keys;
  }

  /** The peer has told the number of its stream to this shard; 0: it has none. */
  onStream(peer: number, stream: number): void {
    this.of(peer).onStream(stream);
  }

  /** Takes an APPLY, `[start, end)` of `buf`; returns the number of its stream, or undefined if it is none or cannot be read. */
  apply(peer: number, buf: Buffer, start: number, end: number, nowMs: number): number | undefined {
    if (end - start < FRAMES_AT) return undefined;
    const stream = buf.readUInt32LE(start + 1);
    const clock = buf.readDoubleLE(start + 5);
    if (!isVersion(clock)) return undefined;
    this.host.clock.observe(clock);
    const intake = this.of(peer);
    const isWhole = intake.apply(stream, buf, start + FRAMES_AT, end, nowMs);
    this.bringsSlots = intake.bringsSlots;
    return isWhole ? stream : undefined;
  }

  /** The peer is gone. */
  drop(peer: number): void {
    const intake = this.intakes.get(peer);
    if (intake === undefined) return;
    this.goneBytes += intake.appliedBytes;
    this.goneKeys += intake.appliedKeys;
    this.intakes.delete(peer);
  }

  private of(peer: number): Intake {
    let intake = this.intakes.get(peer);
    if (intake === undefined) {
      intake = new Intake(peer, this.host);
      this.intakes.set(peer, intake);
    }
    return intake;
  }
}
