/** Memberships over real sockets of this machine, for specs: started together, stopped together, their events kept. */
import { randomBytes } from 'node:crypto';
import { createMembership, } from '../../gossip/index.js';
/** Waits for a condition that other threads bring about; the limit is far beyond what it should take. */
export async function eventually(what, holds, limitMs = 5000) {
    const startMs = performance.now();
    while (!holds()) {
        if (performance.now() - startMs > limitMs)
            throw new Error(`not within ${limitMs} ms: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - startMs;
}
export const stateOf = (membership, id) => membership.members().find((member) => member.id === id)?.state;
export const idOf = (membership) => membership.members().find((member) => member.isMyself)?.id ?? '';
export class RealMembers {
    running = [];
    events = new Map();
    create(options = {}) {
        const membership = createMembership({
            id: randomBytes(20).toString('hex'),
            name: `n${this.running.length + 1}`,
            bindHost: '127.0.0.1',
            busPort: 0,
            clientPort: 7001,
            shardPort: 8001,
            seeds: [],
            phase: 'serving',
            ...options,
        });
        const seen = [];
        this.events.set(membership, seen);
        membership.on('event', (event) => seen.push(event));
        this.running.push(membership);
        return membership;
    }
    async startThree(options = {}) {
        const first = this.create(options);
        await first.start();
        const seeds = [first.address()];
        const second = this.create({ ...options, seeds });
        const third = this.create({ ...options, seeds });
        await Promise.all([second.start(), third.start()]);
        await eventually('all see all', () => [first, second, third].every((membership) => membership.view().members.length === 3));
        return [first, second, third];
    }
    eventsOf(membership) {
        return this.events.get(membership) ?? [];
    }
    async stopAll() {
        await Promise.all(this.running.splice(0).map((membership) => membership.stop()));
        this.events.clear();
    }
}
//# sourceMappingURL=real-members.js.map