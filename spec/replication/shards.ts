/** Shards of members that replicate among each other, without time or network: a message is answered at once, or lost when a spec says so. */
import { APPLY, FOLLOW } from '../../lib/replication/messages.ts';
import { Replication } from '../../lib/replication/replication.ts';
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { buildShardMap, hashSlot, type ShardMap } from '../../shard/index.ts';

export const IDS = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
export const NOW_MS = 1_700_000_000_000;
export const LIMITS = {
  minAcks: 0,
  handoffWindowBytes: 1 << 22,
  replBufferLimitBytes: 1 << 26,
  handoffTimeoutMs: 10_000,
  proxyTimeoutMs: 5000,
};

export function mapOf(ids: readonly string[], epoch: number): ShardMap {
  const members = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
  return buildShardMap(members, epoch, undefined, 1);
}

export function slotOf(key: string): number {
  return hashSlot(Buffer.from(key), 0, key.length);
}

/** A key with such an owner and replica in the map of `ids`, and that owner in the one of `fewer`. */
export function keyOf(
  ids: readonly string[],
  owner: string,
  replica: string,
  fewer: readonly string[],
  ownerThen: string,
): string {
  const [map, before] = [mapOf(ids, 0), mapOf(fewer, 0)];
  for (let n = 0; ; n++) {
    const slot = slotOf(`key:${n}`);
    const isOwned =
      map.shards[map.ownerOf(slot)]?.id === owner && map.shards[map.replicaOf(slot, 0)]?.id === replica;
    if (isOwned && before.shards[before.ownerOf(slot)]?.id === ownerThen) return `key:${n}`;
  }
}

/** Shards whose messages are answered at once. */
export class Shards {
  readonly byId = new Map<string, Replication>();
  /** Whom each asks to be copied from, as `from to`. */
  readonly followed = new Set<string>();
  /** Whose changes are lost with the connection. */
  losing = '';
  /** Who does not answer what comes to it. */
  silent = '';
  /** Whose clocks were told to be far ahead. */
  readonly ahead: string[] = [];
  /** On whose slots each has given up, as `from to`. */
  readonly givenUp: string[] = [];
  clockMs = 0;

  constructor() {
    for (const id of IDS) {
      const host = {
        keyspace: new Keyspace({ hashSeed: 1 }),
        limits: () => LIMITS,
        clockMs: () => this.clockMs,
        ask: (peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void) => {
          const copy = Buffer.from(buf.subarray(start, end));
          if (copy[0] === FOLLOW) this.followed.add(`${id} ${peer}`);
          if (copy[0] === APPLY && id === this.losing) onReply(undefined);
          else if (peer !== this.silent)
            onReply(this.byId.get(peer)?.onMessage(id, copy, 0, copy.length, NOW_MS));
          return true;
        },
        canAsk: () => true,
        onRoutes: () => {},
        onPending: () => {},
        onClockAhead: (peer: string) => this.ahead.push(peer),
        onGiveUp: (peer: string) => this.givenUp.push(`${id} ${peer}`),
      };
      this.byId.set(id, new Replication(host, buildShardMap([], 0), 1));
    }
  }

  /** Gives all of `ids` the map of them; `instances` says which processes they are, `p` if nothing. */
  place(ids: readonly string[], epoch: number, instances: Readonly<Record<string, string>> = {}): void {
    const map = mapOf(ids, epoch);
    for (const selfId of ids) {
      const others = [...new Set([...ids, ...Object.keys(instances)])].filter((id) => id !== selfId);
      const live = new Map(others.map((id) => [id, instances[id] ?? 'p']));
      this.of(selfId).onMap(map, { selfId, wanted: map, live });
    }
  }

  /** Gives one the map of `ids`, in which it is told of these others. */
  tell(selfId: string, ids: readonly string[], epoch: number, others: readonly string[]): void {
    const map = mapOf(ids, epoch);
    this.of(selfId).onMap(map, { selfId, wanted: map, live: new Map(others.map((id) => [id, 'p'])) });
  }

  /** A client writes the key there. */
  write(id: string, key: string): void {
    const shard = this.of(id);
    const bytes = Buffer.from(key);
    shard.beginWrite(NOW_MS);
    shard.keyspace.set(bytes, 0, bytes.length, bytes, 0, bytes.length, NO_EXPIRY, NOW_MS);
    shard.onWrite(slotOf(key), bytes, 0, bytes.length);
  }

  has(id: string, key: string): boolean {
    const bytes = Buffer.from(key);
    return this.of(id).keyspace.peek(bytes, 0, bytes.length, NOW_MS) !== NO_ENTRY;
  }

  settle(): void {
    for (let round = 0; round < 50; round++) {
      this.clockMs += 50;
      for (const shard of this.byId.values()) shard.work(NOW_MS, () => false, true);
    }
  }

  of(id: string): Replication {
    return this.byId.get(id) as Replication;
  }
}
