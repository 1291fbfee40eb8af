/**
 * A slot on its way into batches, in parts between which other things go on: at most ENTRIES_PER_LOOK entries, or as many as make a batch full, and
 * what else lies on the same page of the index.
 */
import { EntryImage } from '../store/entry-image.ts';
import { type EntryRef, type Keyspace, SlotDigest } from '../store/keyspace.ts';
import type { ChangeWriter } from './changes.ts';

/** Entries between two looks at the clock. */
const ENTRIES_PER_LOOK = 128;

export class SlotParts {
  private readonly keyspace: Keyspace;
  private readonly batch: ChangeWriter;
  private readonly flush: () => void;
  private slot = 0;
  /** Where the slot goes on. */
  private cursor = 0;
  /** Of the present part. */
  private readonly digest = new SlotDigest();
  private readonly refs: EntryRef[] = [];
  private readonly entry = new EntryImage();

  /** Entries go into `batch`; `flush` is called when it is full, and empties it if it can be sent. */
  constructor(keyspace: Keyspace, batch: ChangeWriter, flush: () => void) {
    this.keyspace = keyspace;
    this.batch = batch;
    this.flush = flush;
  }

  begin(slot: number): void {
    this.slot = slot;
    this.cursor = 0;
  }

  /** Puts the next part into the batch. Returns the slot's digest if that was all of it, else undefined. */
  next(nowMs: number): number | undefined {
    const { keyspace, slot, digest, refs } = this;
    const isFirst = this.cursor === 0;
    digest.clear();
    let left = ENTRIES_PER_LOOK;
    do {
      this.cursor = keyspace.scanSlot(slot, this.cursor, nowMs, refs);
      left -= refs.length;
      if (this.putAll()) left = 0;
    } while (this.cursor !== 0 && left > 0);
    if (this.cursor !== 0) return undefined;
    // Of a slot in several parts some may have changed since they were sent.
    return isFirst ? digest.value : keyspace.digestOf(slot, nowMs);
  }

  /** One entry, as it is now. */
  put(slot: number, ref: EntryRef): void {
    const { entry } = this;
    this.keyspace.read(ref, entry);
    this.batch.put(slot, entry);
    entry.clear();
  }

  /** Puts `refs` into the batch and adds them to the digest; returns whether it was full. */
  private putAll(): boolean {
    const { keyspace, slot, batch, digest, entry } = this;
    let wasFull = false;
    for (const ref of this.refs) {
      keyspace.read(ref, entry);
      batch.put(slot, entry);
      digest.add(entry.view, entry.start, entry.start + entry.keyLength, entry.version);
      if (!batch.isFull) continue;
      this.flush();
      wasFull = true;
    }
    entry.clear();
    return wasFull;
  }
}
