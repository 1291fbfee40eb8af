/** What must hold at all times, and when all is quiet. */
import { NO_ENTRY } from '../../../lib/store/keyspace.js';
import { slotOf } from './history.js';
import { START_MS } from './process.js';
export class Checks {
    world;
    constructor(world) {
        this.world = world;
    }
    watch() {
        const look = () => {
            for (const slot of this.world.slots)
                this.checkOwner(slot);
            for (const { process } of this.world.up) {
                const { unackedBytes } = process.core.followers;
                const bound = this.world.members.length * (this.world.limitBytes + 128 * 1024);
                if (unackedBytes > bound)
                    this.world.fail(`${unackedBytes} bytes are under way, more than ${bound}`);
            }
            this.world.later(3, look);
        };
        look();
    }
    /** At most one serves a slot on one side of the network. */
    checkOwner(slot) {
        if (this.world.history.isMerging)
            return;
        for (const side of [0, 1]) {
            const owners = this.world.up.filter(({ id, process }) => this.world.sideOf(id) === side && process.serves(slot));
            if (owners.length <= 1)
                continue;
            this.world.fail(`slot ${slot} is served by ${owners.map(({ id }) => id.slice(0, 2)).join(' and ')}`);
        }
    }
    /** Reads a key where it is held. */
    look(at, key, bytes, floor) {
        const { keyspace, wallMs, id } = at.process;
        const ref = keyspace.peek(bytes, 0, bytes.length, wallMs);
        const where = id.slice(0, 2);
        const voidVersion = keyspace.floorOf(slotOf(key));
        if (ref === NO_ENTRY && voidVersion >= floor)
            return;
        if (ref === NO_ENTRY) {
            this.world.history.checkMissing(key, floor, wallMs + 10_000, where);
            return;
        }
        const version = keyspace.versionOf(ref);
        if (version <= voidVersion && !this.world.history.isMerging)
            this.world.fail(`${where}: ${key} (slot ${slotOf(key)}) was undone by FLUSHALL`);
        const value = Buffer.alloc(keyspace.valueLength(ref));
        keyspace.copyValue(ref, value, 0, 0, value.length);
        this.world.history.checkFound(key, version, value.toString(), floor, wallMs, where);
    }
    /** Owner and replicas hold the same, and nothing older than what was acknowledged. */
    checkQuiet() {
        const { up } = this.world;
        const map = up[0].process.core.ownership.map;
        let visible = 0;
        let owned = 0;
        for (const { process } of up) {
            visible += process.keyspace.visibleSize;
            // A comparison may be under way.
            if (process.core.followers.unackedBytes > 4096)
                this.world.fail(`${process.core.followers.unackedBytes} bytes are not answered`);
            if (process.core.followers.queuedSlots > 0)
                this.world.fail('slots are still to be sent');
        }
        for (const slot of this.world.slots) {
            const owner = this.world.find(map.shards[map.ownerOf(slot)]?.id);
            owned += owner.process.keyspace.slotSize(slot);
            for (let n = 0; n < map.replicas; n++) {
                const replica = map.replicaOf(slot, n);
                if (replica < 0)
                    continue;
                const copy = this.world.find(map.shards[replica]?.id);
                const nowMs = START_MS + this.world.schedule.nowMs + 10_000;
                if (copy.process.keyspace.digestOf(slot, nowMs) !== owner.process.keyspace.digestOf(slot, nowMs)) {
                    this.world.fail(`slot ${slot}: ${copy.id.slice(0, 2)} has another content than ${owner.id.slice(0, 2)}`);
                }
            }
        }
        if (visible !== owned)
            this.world.fail(`DBSIZE is ${visible}, there are ${owned} keys`);
        for (const key of this.world.history.allKeys()) {
            const owner = this.world.find(map.shards[map.ownerOf(slotOf(key))]?.id);
            this.look(owner, key, Buffer.from(key), this.world.history.floorOf(key, 0));
        }
    }
    /** What nobody needs is gone. */
    checkPlaces() {
        for (const { process, id } of this.world.up) {
            for (const slot of this.world.slots) {
                if (process.keyspace.slotSize(slot) > 0 && !process.core.isNeeded(slot)) {
                    this.world.fail(`${id.slice(0, 2)} still has keys of slot ${slot}`);
                }
            }
        }
    }
}
//# sourceMappingURL=checks.js.map