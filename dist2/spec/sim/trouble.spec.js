import { SimulatedCluster } from './cluster.js';
import * as trials from './trials.js';
const { pauses, suspensions, clockSteps, oneWayLoss, dataStalls } = trials;
describe('simulation: a member that lives is not removed, whatever the trouble', () => {
    const cases = [
        ['loss in bursts', { burstShare: 0.2, burstMs: 100 }, []],
        ['delay, reordering, duplication', { spikeShare: 0.2, spikeMs: 150, duplication: 0.2 }, []],
        ['one-way loss', {}, [oneWayLoss]],
        ['the longest pauses at 40 % loss', { loss: 0.4 }, [pauses]],
        ['suspended machines', {}, [suspensions]],
        ['wall clocks that are set, at 20 % loss', { loss: 0.2 }, [clockSteps]],
        ['changed datagrams', { corruption: 0.05, loss: 0.1 }, []],
        [
            'all of it',
            { loss: 0.1, spikeShare: 0.05, spikeMs: 100 },
            [pauses, suspensions, clockSteps, dataStalls],
        ],
    ];
    for (const [what, options, troubles] of cases) {
        it(what, () => {
            for (const [seed, count] of [
                [1, 2],
                [2, 3],
                [3, 8],
            ])
                trials.steadfast(seed, count, options, troubles, 6000);
        });
    }
    it('a wall clock that is set ousts nobody', () => {
        const cluster = new SimulatedCluster(1);
        const members = cluster.startAll(5);
        for (const member of members)
            cluster.setWallClock(member, 3_600_000);
        cluster.pass(3000);
        for (const member of members)
            cluster.setWallClock(member, -3_600_000);
        cluster.pass(3000);
        cluster.check(cluster.eventsOf('ousted').length === 0, 'ousted');
        trials.checkNobodyRemoved(cluster);
    });
});
describe('simulation: members that were away, or half', () => {
    for (const how of ['pause', 'suspend']) {
        it(`after a ${how} of more than ttl: removes nobody, knows that it was ousted, is back within 2 hf`, () => {
            for (let seed = 1; seed <= 3; seed++)
                trials.sleep(seed, seed === 1 ? 2 : 7, how);
        });
    }
    for (const fault of ['deaf', 'mute']) {
        it(`a ${fault} member is removed within ttl, removes nobody elsewhere, and does not flap`, () => {
            for (const [seed, count] of [
                [1, 2],
                [2, 5],
                [3, 25],
            ])
                trials.deafOrMute(seed, count, fault);
        });
    }
    it('a member that is deaf to one other only stays', () => {
        const cluster = new SimulatedCluster(7);
        const [one, other] = cluster.startAll(10);
        cluster.network.block(one.name, other.name);
        cluster.pass(10_000);
        trials.checkNobodyRemoved(cluster);
    });
    it('after a partition all agree within 2 ttl; meanwhile each knows whether it sees the majority', () => {
        for (let seed = 1; seed <= 4; seed++)
            trials.partition(seed, 3 + seed, { loss: seed === 2 ? 0.1 : 0 });
    });
    it('who gets no answer for D says that it is isolated, and when it is over', () => {
        const cluster = new SimulatedCluster(9);
        const [one, ...others] = cluster.startAll(5);
        cluster.check(!one.core.status().isIsolated && one.core.status().hasMajority, 'at first');
        cluster.partition([one], others);
        cluster.pass(cluster.options.ttlMs);
        const status = one.core.status();
        cluster.check(status.isIsolated && !status.hasMajority && status.knownCount === 5, 'cut off');
        cluster.check(cluster.eventsOf('isolated').length === 1, 'it says so');
        cluster.heal();
        cluster.pass(2 * cluster.options.ttlMs);
        cluster.check(cluster.eventsOf('reconnected', one).length === 1, 'it says that it is over');
        cluster.check(others.every(({ core }) => core.status().hasMajority), 'the others never were');
    });
});
describe('simulation: a data thread that hangs', () => {
    it('over 2 hf all others know that it lags; at ttl it serves no longer; then it serves again', () => {
        const cluster = new SimulatedCluster(1);
        const [one, ...others] = cluster.startAll(30);
        const { hfMs, ttlMs } = cluster.options;
        const seenBy = (test) => others.every((other) => {
            const info = cluster.info(other, one);
            return info !== undefined && test(info);
        });
        cluster.stallData(one, 3 * ttlMs);
        cluster.pass(2 * hfMs - 10);
        cluster.check(seenBy(({ isLagging }) => !isLagging), 'not before 2 hf');
        cluster.waitFor('all know that it lags', () => seenBy(({ isLagging }) => isLagging), hfMs);
        cluster.check(seenBy(({ phase }) => phase === 'serving'), 'it serves still');
        cluster.pass(ttlMs - 3 * hfMs);
        cluster.waitFor('all know that it is stalled', () => seenBy(({ phase }) => phase === 'stalled'), 2 * hfMs);
        cluster.check(cluster.eventsOf('ousted', one).length === 1, 'it knows that it lost what it owned');
        const told = others.map((other) => cluster.info(other, one)?.serveStallMs ?? 0);
        cluster.check(Math.max(...told) > ttlMs / 2, 'its pings say for how long');
        cluster.waitFor('it serves again', () => seenBy(({ phase, isLagging }) => phase === 'serving' && !isLagging), 3 * ttlMs);
        trials.checkNobodyRemoved(cluster);
    });
    it('alone it serves on, and a pause of the whole process is none of it', () => {
        const cluster = new SimulatedCluster(2);
        const alone = cluster.start([]);
        cluster.stallData(alone, 5000);
        cluster.pass(4000);
        cluster.check(alone.core.members(cluster.nowMs)[0]?.phase === 'serving', 'alone');
        const pair = new SimulatedCluster(3);
        const [one] = pair.startAll(2);
        pair.pause(one, 1400);
        pair.stallData(one, 1400);
        pair.pass(3000);
        pair.check(pair.eventsOf('updated').length === 0, 'nothing was announced');
    });
});
describe('simulation: agreement', () => {
    it('members know whether all agree, from what their pings say, and after asking at once', () => {
        const cluster = new SimulatedCluster(1);
        const members = cluster.startAll(30);
        const [one] = members;
        cluster.waitFor('all agree', () => one.core.status().agreeingCount === 30, 40 * cluster.options.hfMs);
        cluster.command(one, (core, nowMs) => core.askViews(nowMs));
        cluster.check(one.core.status().agreeingCount === 1, 'what was told before counts no longer');
        cluster.waitFor('all agree', () => one.core.status().agreeingCount === 30, cluster.options.hfMs);
        cluster.kill(members[5]);
        cluster.waitFor('it is removed', () => one.core.status().liveCount === 29, 2 * cluster.options.ttlMs);
        cluster.command(one, (core, nowMs) => core.askViews(nowMs));
        cluster.waitFor('all agree again', () => one.core.status().agreeingCount === 29, 2 * cluster.options.hfMs);
        const infos = one.core
            .members(cluster.nowMs)
            .filter(({ state, isMyself }) => state === 'alive' && !isMyself);
        cluster.check(infos.every(({ viewHash }) => viewHash === one.core.status().viewHash), 'each told its hash');
    });
});
//# sourceMappingURL=trouble.spec.js.map