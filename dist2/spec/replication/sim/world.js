/** The simulated cluster of a trial: its members, its network and its time, as they follow from the seed. */
import { Random } from '../../../lib/base/random.js';
import { Schedule } from '../../sim/schedule.js';
import { describeMessage } from './describe.js';
import { History, slotOf } from './history.js';
import { Member } from './membership.js';
import { Process } from './process.js';
import { SparseMap } from './sparse-map.js';
export const HANDOFF_TIMEOUT_MS = 10_000;
export class World {
    log = [];
    /** Whether messages are logged. */
    isTraced = false;
    schedule = new Schedule();
    random;
    minAcks;
    replicas;
    history = new History();
    members = [];
    /** Which side of a cut each member is on. */
    sides = new Map();
    isCut = false;
    instances = 0;
    names = 0;
    tags;
    slots;
    keysPerTag;
    makeMap;
    network;
    windowBytes;
    limitBytes;
    isWriting = true;
    constructor(seed) {
        this.random = new Random(seed);
        const { random, schedule } = this;
        this.minAcks = random.chance(0.6) ? 1 : 0;
        this.replicas = random.chance(0.8) ? 1 : 2;
        this.tags = Array.from({ length: 6 + random.below(10) }, (_, i) => `{t${i}-${random.below(1000)}}`);
        this.slots = [...new Set(this.tags.map((tag) => slotOf(`${tag}k0`)))];
        this.keysPerTag = this.tags.map(() => (random.chance(0.2) ? 200 : 3));
        this.windowBytes = random.chance(0.3) ? 300 : 4 * 1024 * 1024;
        this.limitBytes = random.chance(0.15) ? 3000 : 64 * 1024 * 1024;
        this.makeMap = SparseMap.maker(this.slots, this.replicas);
        this.network = {
            schedule,
            random,
            find: (id) => this.members.find((member) => member.id === id && member.process.isUp)?.process,
            isCut: (a, b) => this.isCut && this.sideOf(a) !== this.sideOf(b),
        };
    }
    begin(count) {
        for (let n = 0; n < count; n++)
            this.start(this.newName(), 'serving');
        for (const a of this.members) {
            for (const b of this.members) {
                for (const [id, record] of b.records)
                    a.records.set(id, record);
            }
        }
        for (const member of this.members)
            member.update();
    }
    newName() {
        return (++this.names).toString(16).padStart(2, '0').repeat(20);
    }
    start(id, phase) {
        const { random } = this;
        const process = new Process(this.network, {
            id,
            instance: ++this.instances,
            clockOffsetMs: random.chance(0.5) ? 0 : (random.fraction() - 0.5) * 8000,
            minAcks: this.minAcks,
            handoffTimeoutMs: HANDOFF_TIMEOUT_MS,
            windowBytes: this.windowBytes,
            limitBytes: this.limitBytes,
            emptyMap: this.makeMap([], 0),
            slots: this.slots,
            onGiveUp: (peer) => {
                this.note(`${id.slice(0, 2)} gives up on ${peer.slice(0, 2)}`);
            },
            onMessage: (from, message, answer) => {
                if (!this.isTraced)
                    return;
                for (const [slot, text] of describeMessage(message, answer)) {
                    this.note(`${from.slice(0, 2)}>${id.slice(0, 2)} slot ${slot} ${text}`);
                }
            },
        });
        const member = new Member(this.network, process, phase, () => this.members, this.makeMap);
        member.onPlace = (map) => {
            if (!this.isTraced)
                return;
            const names = map.shards.map((shard) => shard.id.slice(0, 2));
            for (const slot of this.slots) {
                const holders = [
                    map.ownerOf(slot),
                    ...this.slots.slice(0, this.replicas).map((_, n) => map.replicaOf(slot, n)),
                ];
                this.note(`${id.slice(0, 2)} slot ${slot} map ${map.epoch} ${holders.map((one) => names[one])}`);
            }
        };
        this.members.push(member);
        return member;
    }
    get up() {
        return this.members.filter(({ process }) => process.isUp);
    }
    get serving() {
        return this.up.filter(({ myself, process }) => myself.phase === 'serving' && !process.isPaused);
    }
    pick(members) {
        return members[this.random.below(members.length)];
    }
    sideOf(id) {
        return this.isCut ? (this.sides.get(id) ?? 0) : 0;
    }
    later(ms, work) {
        this.schedule.at(this.schedule.nowMs + ms, work);
    }
    pass(ms) {
        this.schedule.run(this.schedule.nowMs + ms);
    }
    find(id) {
        const member = this.up.find((one) => one.id === id);
        return member ?? this.fail(`${id} is not there`);
    }
    note(text) {
        this.log.push(`${this.schedule.nowMs.toFixed(1)} ${text}`);
    }
    fail(message) {
        throw new Error(`at ${this.schedule.nowMs.toFixed(1)} ms: ${message}`);
    }
}
//# sourceMappingURL=world.js.map