/** What must hold at all times, and when all is quiet. */
import { NO_ENTRY } from '../../../lib/store/keyspace.ts';
import { slotOf } from './history.ts';
import { type Shard, START_MS } from './shard.ts';
import type { World } from './world.ts';

export class Checks {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  watch(): void {
    const look = (): void => {
      const { shards } = this.world;
      for (const slot of this.world.slots) this.checkOwner(slot, shards);
      const bound = shards.length * (this.world.limitBytes + 128 * 1024);
      for (const { core } of shards) {
        const { unackedBytes } = core.followers;
        if (unackedBytes > bound) this.world.fail(`${unackedBytes} bytes are under way, more than ${bound}`);
      }
      this.world.later(3, look);
    };
    look();
  }

  /** At most one serves a slot on one side of the network. `shards` are all that there are: whoever asks for many slots has them at hand. */
  checkOwner(slot: number, shards: readonly Shard[] = this.world.shards): void {
    if (this.world.history.isMerging) return;
    const serving = shards.filter((shard) => shard.serves(slot));
    if (serving.length <= 1) return;
    for (const side of [0, 1]) {
      const owners = serving.filter(({ id }) => this.world.sideOf(id) === side);
      if (owners.length <= 1) continue;
      this.world.fail(`slot ${slot} is served by ${owners.map(({ name }) => name).join(' and ')}`);
    }
  }

  /** Reads a key where it is held, for who asked for it then. */
  look(at: Shard, key: string, bytes: Buffer, floor: number, sinceMs = this.world.schedule.nowMs): void {
    const { keyspace, wallMs, name: where } = at;
    const ref = keyspace.peek(bytes, 0, bytes.length, wallMs);
    const voidVersion = keyspace.floorOf(slotOf(key));
    if (ref === NO_ENTRY && voidVersion >= floor) {
      if (this.world.minAcks > 0) this.world.history.checkVoid(key, floor, where);
      return;
    }
    if (ref === NO_ENTRY) {
      this.world.history.checkMissing(key, floor, wallMs + 10_000, where);
      return;
    }
    const version = keyspace.versionOf(ref);
    if (version <= voidVersion && !this.world.history.isMerging)
      this.world.fail(`${where}: ${key} (slot ${slotOf(key)}) was undone by FLUSHALL`);
    if (this.world.minAcks > 0) this.world.history.checkFlushed(key, version, sinceMs, where);
    const value = Buffer.alloc(keyspace.valueLength(ref));
    keyspace.copyValue(ref, value, 0, 0, value.length);
    this.world.history.checkFound(key, version, value.toString(), floor, where);
  }

  /** Owner and replicas hold the same, and nothing older than what was acknowledged. */
  checkQuiet(): void {
    const { shards } = this.world;
    const { map } = (shards[0] as Shard).core.ownership;
    let visible = 0;
    let owned = 0;
    for (const { core, keyspace } of shards) {
      visible += keyspace.visibleSize;
      // A comparison may be under way.
      if (core.followers.unackedBytes > 4096)
        this.world.fail(`${core.followers.unackedBytes} bytes are not answered`);
      if (core.followers.queuedSlots > 0) this.world.fail('slots are still to be sent');
    }
    for (const slot of this.world.slots) {
      const owner = this.world.find(map.shards[map.ownerOf(slot)]?.id);
      owned += owner.keyspace.slotSize(slot);
      for (let n = 0; n < map.replicas; n++) {
        const replica = map.replicaOf(slot, n);
        if (replica < 0) continue;
        const copy = this.world.find(map.shards[replica]?.id);
        const nowMs = START_MS + this.world.schedule.nowMs + 10_000;
        if (copy.keyspace.digestOf(slot, nowMs) !== owner.keyspace.digestOf(slot, nowMs)) {
          this.world.fail(`slot ${slot}: ${copy.name} has another content than ${owner.name}`);
        }
      }
    }
    if (visible !== owned) this.world.fail(`DBSIZE is ${visible}, there are ${owned} keys`);
    for (const key of this.world.history.allKeys()) {
      const owner = this.world.find(map.shards[map.ownerOf(slotOf(key))]?.id);
      this.look(owner, key, Buffer.from(key), this.world.history.floorOf(key, 0));
    }
  }

  /** What nobody needs is gone. */
  checkPlaces(): void {
    for (const { core, keyspace, name } of this.world.shards) {
      for (const slot of this.world.slots) {
        if (keyspace.slotSize(slot) > 0 && !core.isNeeded(slot)) {
          this.world.fail(`${name} still has keys of slot ${slot}`);
        }
      }
    }
  }
}
