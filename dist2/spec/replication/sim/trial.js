/**
 * A random history of a simulated cluster: members join, leave, are killed, started anew, stopped for a while and cut off from
 * each other, and clients read and write meanwhile. All of it follows from the seed.
 */
import { isHolder } from '../../../lib/replication/copies.js';
import { Checks } from './checks.js';
import { Clients } from './clients.js';
import { slotOf } from './history.js';
import { HANDOFF_TIMEOUT_MS, World } from './world.js';
const MAX_MEMBERS = 5;
const TTL_MS = 600;
/** After the last fault, beside the handoff timeout. */
const SETTLE_MS = 20_000;
export class Trial {
    world;
    checks;
    clients;
    constructor(seed) {
        this.world = new World(seed);
        this.checks = new Checks(this.world);
        this.clients = new Clients(this.world, this.checks);
    }
    /** Throws an Error that tells what went wrong. */
    run() {
        this.world.begin(2 + this.world.random.below(3));
        this.clients.write();
        this.checks.watch();
        this.world.pass(300);
        const faults = 1 + this.world.random.below(3);
        for (let fault = 0; fault < faults; fault++) {
            this.settle();
            this.trouble();
            this.world.pass(this.world.random.below(3000));
        }
        this.settle();
        this.world.isWriting = false;
        this.world.pass(6000);
        this.checks.checkQuiet();
        this.world.pass(13_000);
        this.checks.checkPlaces();
    }
    trouble() {
        const { random } = this.world;
        const count = this.world.serving.length;
        const kind = random.below(11);
        if (kind <= 1 && count < MAX_MEMBERS)
            this.join();
        else if (kind === 2 && count > 2)
            this.leave();
        else if (kind === 3 && count > 1)
            this.kill(false);
        else if (kind === 4 && count > 1)
            this.kill(true);
        else if (kind === 5 && count > 1)
            this.stop();
        else if (kind === 6 && count > 1)
            this.cut();
        else if (kind === 7)
            this.breakLinks();
        else if (kind === 8 && count > 1 && count < MAX_MEMBERS && this.world.minAcks > 0) {
            this.join();
            this.world.pass(random.below(600));
            this.kill(random.chance(0.3));
        }
        else if (kind === 9 && count < MAX_MEMBERS) {
            this.join();
            this.world.pass(random.below(300));
            if (random.chance(0.5))
                this.breakLinks();
            else if (this.world.serving.length > 2)
                this.leave();
            else
                this.join();
        }
        else if (kind === 10 && count < MAX_MEMBERS && this.world.minAcks > 0) {
            const id = this.world.newName();
            this.join(id);
            const joiner = this.world.find(id);
            while (joiner.myself.phase === 'joining')
                this.world.pass(2);
            this.world.pass(random.below(60));
            this.killMember(joiner, random.chance(0.3));
        }
        else
            this.breakLinks();
    }
    join(id = this.world.newName()) {
        this.world.note(`${id.slice(0, 2)} joins`);
        const member = this.world.start(id, 'joining');
        const sinceMs = this.world.schedule.nowMs;
        const check = () => {
            if (!member.process.isUp)
                return;
            this.world.later(10, () => member.process.enter(check));
            const { core } = member.process;
            const isFound = core.ownership.map.shards.length > 0;
            const isOver = this.world.schedule.nowMs - sinceMs > HANDOFF_TIMEOUT_MS;
            if (member.myself.phase !== 'joining')
                return;
            if (isFound && (core.copies.isComplete || isOver)) {
                this.world.note(`${id.slice(0, 2)} serves`);
                member.setPhase('serving');
            }
        };
        this.world.later(10, check);
    }
    leave() {
        const member = this.world.pick(this.world.serving);
        this.world.note(`${member.id.slice(0, 2)} leaves`);
        member.setPhase('leaving');
        const sinceMs = this.world.schedule.nowMs;
        const check = () => {
            const { core } = member.process;
            const isOver = this.world.schedule.nowMs - sinceMs > 2 * HANDOFF_TIMEOUT_MS;
            const isDone = core.ownership.heldSlots === 0 && core.followers.unackedBytes === 0;
            if (!isDone && !isOver) {
                this.world.later(10, () => member.process.enter(check));
                return;
            }
            if (isOver && !isDone)
                this.world.fail(`${member.id.slice(0, 2)} still holds slots, so it cannot leave`);
            this.world.note(`${member.id.slice(0, 2)} left`);
            member.setPhase('left');
            for (const other of this.world.up)
                if (other !== member)
                    member.exchange(other);
            this.world.later(500, () => this.end(member));
        };
        this.world.later(10 + this.world.random.below(50), () => member.process.enter(check));
    }
    end(member) {
        member.process.kill();
        for (const other of this.world.up)
            other.process.links.get(member.id)?.break();
    }
    kill(isRestarted) {
        const candidates = this.world.up.filter(({ process }) => !process.isPaused);
        if (candidates.length < 2)
            return;
        this.killMember(this.world.pick(candidates), isRestarted);
    }
    killMember(member, isRestarted) {
        this.world.note(`${member.id.slice(0, 2)} is killed${isRestarted ? ' and started anew' : ''}`);
        this.end(member);
        if (this.world.minAcks === 0)
            this.world.history.forgive(this.world.schedule.nowMs - 500);
        if (isRestarted)
            this.world.later(20 + this.world.random.below(1500), () => this.join(member.id));
        this.declareDead(member, this.world.up);
    }
    declareDead(member, by) {
        const { instance } = member.process;
        for (const other of by) {
            if (other === member)
                continue;
            this.world.later(TTL_MS * (0.3 + 0.7 * this.world.random.fraction()), () => other.process.enter(() => other.declareDead(member.id, instance)));
        }
    }
    stop() {
        const member = this.world.pick(this.world.serving);
        const forMs = this.world.random.chance(0.3)
            ? this.world.random.below(150)
            : TTL_MS + 50 + this.world.random.below(6000);
        this.world.note(`${member.id.slice(0, 2)} is stopped for ${forMs} ms`);
        member.process.pause();
        const isLong = forMs > TTL_MS;
        if (isLong)
            this.declareDead(member, this.world.up);
        this.world.later(forMs, () => {
            this.world.note(`${member.id.slice(0, 2)} goes on`);
            if (isLong)
                member.process.isFenced = true;
            member.process.resume();
        });
        this.world.pass(forMs);
    }
    cut() {
        const { random, members } = this.world;
        this.world.sides.clear();
        for (const { id } of members)
            this.world.sides.set(id, random.below(2));
        this.world.isCut = true;
        const { map } = this.world.up[0].process.core.ownership;
        for (const key of this.world.history.allKeys()) {
            const slot = slotOf(key);
            const holders = map.shards
                .filter((_, index) => isHolder(map, slot, index))
                .map(({ id }) => this.world.sides.get(id));
            for (const side of [0, 1])
                if (!holders.includes(side))
                    this.world.history.loseSight(key, side);
        }
        this.world.note(`cut: ${members.map(({ id }) => `${id.slice(0, 2)}:${this.world.sideOf(id)}`).join(' ')}`);
        for (const member of this.world.up) {
            const others = this.world.up.filter(({ id }) => this.world.sideOf(id) !== this.world.sideOf(member.id));
            this.declareDead(member, others);
        }
        this.world.pass(TTL_MS + random.below(4000));
        this.world.history.isMerging = true;
        this.world.isCut = false;
        this.world.note('healed');
        this.settle();
        this.world.history.merge();
    }
    breakLinks() {
        const links = this.world.up.flatMap(({ process }) => [...process.links.values()]);
        this.world.note('links break');
        for (const link of links)
            if (this.world.random.chance(0.4))
                link.break();
    }
    /** Waits until everybody sees the same members, and has what it is to have. */
    settle() {
        const { schedule } = this.world;
        const untilMs = schedule.nowMs + SETTLE_MS + HANDOFF_TIMEOUT_MS;
        while (schedule.nowMs < untilMs) {
            this.world.pass(100);
            if (this.isSettled()) {
                this.world.pass(400);
                if (this.isSettled())
                    return;
            }
        }
        this.world.fail(`nothing settles: ${this.describe()}`);
    }
    isSettled() {
        const { up } = this.world;
        const hash = up[0]?.viewHash;
        return up.every((member) => {
            const { process, myself } = member;
            const { ownership, copies } = process.core;
            return (!process.isPaused &&
                !process.isFenced &&
                myself.phase === 'serving' &&
                member.viewHash === hash &&
                member.epoch === up[0]?.epoch &&
                copies.isComplete &&
                ownership.incomingSlots === 0 &&
                this.world.slots.every((slot) => !ownership.isOwned(slot) || ownership.isServed(slot)) &&
                ownership.map.shards.length === up.length);
        });
    }
    describe() {
        return this.world.up
            .map(({ id, epoch, viewHash, process, myself }) => {
            const { ownership, copies } = process.core;
            const awaited = [...ownership.awaited()].map(([slot, sources]) => `${slot}<${sources}`).join(' ');
            return `${id.slice(0, 2)} ${myself.phase} epoch ${epoch} view ${viewHash.replaceAll(/(..){20} /g, '$1 ')} awaits [${awaited}] copies ${copies.liveSlots}/${copies.wantedSlots} fenced ${process.isFenced}`;
        })
            .join('; ');
    }
}
//# sourceMappingURL=trial.js.map