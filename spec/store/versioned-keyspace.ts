/** A text keyspace with versions, for specs. */
import { hashSlot } from '../../lib/base/hash-slot.ts';
import { type EntryRef, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

export function slotOf(key: string): number {
  const bytes = Buffer.from(key);
  return hashSlot(bytes, 0, bytes.length);
}

export class VersionedKeyspace extends TextKeyspace {
  /** The time at which changes are applied. */
  nowMs = START_MS;

  constructor(versioned: boolean = true, hashSeed?: number) {
    super(hashSeed);
    this.versioned = versioned;
  }

  /** Sets a key here with this version. */
  putAt(version: number, key: string, value: string | Buffer, expiresAtMs?: number): EntryRef {
    this.writeVersion = version;
    return this.put(key, value, expiresAtMs, this.nowMs);
  }

  applyText(key: string, value: string | Buffer, version: number, expiresAtMs: number = NO_EXPIRY): boolean {
    const keyBytes = Buffer.from(key);
    const all = Buffer.concat([Buffer.from('>'), keyBytes, Buffer.from(value)]);
    const keyEnd = 1 + keyBytes.length;
    return this.apply(all, 1, keyEnd, all, keyEnd, all.length, expiresAtMs, version, this.nowMs);
  }

  applyDeleteText(key: string, version: number): boolean {
    const bytes = Buffer.from(`>${key}`);
    return this.applyDelete(bytes, 1, bytes.length, version, this.nowMs);
  }

  applyDropText(key: string, version: number): boolean {
    const bytes = Buffer.from(`>${key}`);
    return this.applyDrop(bytes, 1, bytes.length, version, this.nowMs);
  }

  /** Keys and versions of the tombstones in the key's slot. */
  tombstonesOf(key: string): [string, number][] {
    const found: [string, number][] = [];
    this.visitTombstones(slotOf(key), (buf, start, end, version) => {
      found.push([buf.toString('utf8', start, end), version]);
    });
    return found;
  }
}
