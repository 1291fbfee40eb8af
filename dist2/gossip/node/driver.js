/**
 * Runs a membership core on a real clock and a real socket: carries out its effects, ticks it when it is due, and reports
 * what changed. Lives in the gossip thread.
 */
import { isIPv6 } from 'node:net';
import { Random } from '../../lib/base/random.js';
import { MembershipCore } from '../core/core.js';
import { BusSocket } from './bus-socket.js';
import { Discovery, systemLookup } from './discovery.js';
import { heartbeatAgeMs } from './heartbeat.js';
import { monotonicMs, } from './thread-messages.js';
/** How often the counts are reported: they are the largest part of a pulse. */
const COUNTS_PERIOD_MS = 1000;
/** A timer that fires later than this may have been held up, and datagrams with it. */
const LATE_MS = 5;
/** A timer of Node cannot be set for longer. */
const MAX_TIMER_MS = 2 ** 31 - 1;
export class Driver {
    config;
    report;
    socket;
    discovery;
    core = undefined;
    timer = undefined;
    timerAtMs = Number.POSITIVE_INFINITY;
    pulse = undefined;
    reportedList = '';
    nextCountsMs = Number.NEGATIVE_INFINITY;
    /** Requests to leave that wait for their answer. */
    leaveRequests = [];
    /** Requests to be answered when all members have the same view, or when their time is up. */
    waiting = [];
    constructor(config, report) {
        this.config = config;
        this.report = report;
        this.socket = new BusSocket(config, {
            receive: (incoming, from) => this.feed((core, nowMs) => core.onDatagram(incoming, from, nowMs)),
            misdirected: (pinged, from) => this.feed((core, nowMs) => core.onMisdirected(pinged, from, nowMs)),
            refused: (address) => this.feed((core, nowMs) => core.onRefused(address, nowMs)),
        });
        this.discovery = new Discovery(config.seeds, systemLookup(isIPv6(config.bindHost) ? 6 : 4), {
            found: (addresses) => this.feed((core, nowMs) => core.join(addresses, nowMs)),
            unresolved: (host, reason) => this.report({ type: 'unresolved', host, reason }),
        });
    }
    /** Binds and joins. Reports `started`, or `failed` with the reason. */
    async start() {
        const { bindHost, config, randomSeed } = this.config;
        try {
            const busPort = await this.socket.bind(bindHost, config.self.busPort);
            const self = { ...config.self, busPort };
            const core = new MembershipCore({ ...config, self }, new Random(randomSeed), monotonicMs());
            this.core = core;
            this.socket.isKnocking = config.crashEvidence;
            // The first view, of itself alone, is there when the start is reported, whenever seeds are found.
            this.run(core, core.join([], monotonicMs()));
            this.look(core);
            this.report({ type: 'started', address: { host: self.host, port: busPort } });
            this.startPulse(core, config.hfMs);
        }
        catch (error) {
            const { code = '', message } = error;
            this.report({ type: 'failed', code, message });
        }
    }
    onCommand(command) {
        if (command.type === 'stop')
            void this.stop();
        else if (this.core)
            this.execute(this.core, command, monotonicMs());
    }
    execute(core, command, nowMs) {
        switch (command.type) {
            case 'meet':
                this.run(core, core.meet(command.address, nowMs));
                break;
            case 'phase':
                this.run(core, core.setPhase(command.phase, nowMs));
                break;
            case 'metadata':
                this.run(core, core.setMetadata(command.metadata, nowMs));
                break;
            case 'forget': {
                const { result, effects } = core.forget(command.id, nowMs);
                this.run(core, effects);
                this.answer(command.request, result);
                break;
            }
            case 'converge':
                this.waiting.push({ request: command.request, untilMs: nowMs + command.timeoutMs });
                this.run(core, core.askViews(nowMs));
                break;
            case 'confirm':
                this.whenRead(() => {
                    this.tick(core);
                    this.answer(command.request, true);
                });
                break;
            case 'publish':
                this.run(core, core.publish(command.payload, nowMs));
                break;
            case 'linkreset':
                this.run(core, core.onLinkReset(command.id, nowMs));
                break;
            case 'reconfigure':
                this.reconfigure(core, command.settings, nowMs);
                break;
            case 'leave':
                this.leaveRequests.push(command.request);
                this.run(core, core.leave(nowMs));
                break;
        }
    }
    reconfigure(core, settings, nowMs) {
        const { keys, crashEvidence, hfMs } = settings;
        this.socket.setKeys(keys);
        this.socket.isKnocking = crashEvidence;
        this.startPulse(core, hfMs);
        this.run(core, core.reconfigure(settings, nowMs));
    }
    /** Gives the core an input, unless it has not started or has stopped. */
    feed(input) {
        if (this.core)
            this.run(this.core, input(this.core, monotonicMs()));
    }
    run(core, effects) {
        const events = [];
        const messages = [];
        let isViewNew = false;
        // What is sealed is for one instance: those who are new are known before anything is sent to them.
        const isSealed = this.config.keys.length > 0;
        if (isSealed && core.listHash() !== this.reportedList)
            this.socket.follow(core.members(monotonicMs()));
        for (const effect of effects) {
            if (effect.type === 'send')
                this.socket.send(effect.messages, effect.to);
            else if (effect.type === 'event')
                events.push(effect.event);
            else if (effect.type === 'deliver')
                messages.push(effect);
            else if (effect.type === 'view')
                isViewNew = true;
        }
        this.reportChanges(core, events, isViewNew);
        if (messages.length > 0)
            this.report({ type: 'deliver', messages });
        if (effects.some(({ type }) => type === 'left')) {
            for (const request of this.leaveRequests.splice(0))
                this.answer(request, 'ok');
        }
        if (this.waiting.length > 0)
            this.answerConverged(core);
        this.schedule(core);
    }
    answerConverged(core) {
        const { agreeingCount, liveCount } = core.status();
        const nowMs = monotonicMs();
        for (const { request, untilMs } of this.waiting.splice(0)) {
            if (agreeingCount === liveCount) {
                this.sendPulse(core);
                this.answer(request, true);
            }
            else if (nowMs >= untilMs)
                this.answer(request, false);
            else
                this.waiting.push({ request, untilMs });
        }
    }
    answer(request, answer) {
        this.report({ type: 'answer', request, answer });
    }
    reportChanges(core, events, isViewNew) {
        const list = core.listHash();
        if (events.length === 0 && !isViewNew && list === this.reportedList)
            return;
        this.reportedList = list;
        const takenMs = monotonicMs();
        const atMs = Date.now();
        this.report({
            type: 'update',
            list: { takenMs, members: core.members(takenMs), bans: core.bans(takenMs) },
            view: isViewNew ? core.view() : undefined,
            events: events.map((event) => ({ ...event, atMs })),
            failures: core.failures(),
            status: core.status(),
        });
    }
    schedule(core) {
        const atMs = core.nextTickMs();
        // A timer that comes early only finds that nothing is due, and sets the next one.
        if (atMs >= this.timerAtMs)
            return;
        clearTimeout(this.timer);
        this.timerAtMs = atMs;
        const delayMs = Math.min(Math.ceil(atMs - monotonicMs()), MAX_TIMER_MS);
        this.timer = setTimeout(() => this.onTimer(core), delayMs);
    }
    onTimer(core) {
        if (monotonicMs() - this.timerAtMs < LATE_MS)
            this.tick(core);
        else
            this.whenRead(() => this.tick(core));
    }
    /**
     * After a stall the timers fire before what waits in the socket is read. Two turns of the event loop later it has been, so
     * that nobody is judged by datagrams that were only not read yet.
     */
    whenRead(act) {
        setImmediate(() => setImmediate(act));
    }
    tick(core) {
        this.timerAtMs = Number.POSITIVE_INFINITY;
        if (!this.core)
            return;
        const nowMs = monotonicMs();
        const serveStallMs = heartbeatAgeMs(this.config.heartbeats, nowMs);
        this.run(core, core.tick(nowMs, { wallMs: Date.now(), serveStallMs }));
    }
    startPulse(core, hfMs) {
        clearInterval(this.pulse);
        this.pulse = setInterval(() => {
            this.sendPulse(core);
            this.look(core);
            // Who has told its view before the last change of it is asked again.
            if (this.waiting.length > 0)
                this.run(core, core.askViews(monotonicMs()));
        }, hfMs);
    }
    /** Looks up the seeds when it is time for it. */
    look(core) {
        void this.discovery.look(core.view().members.length <= 1, monotonicMs());
    }
    sendPulse(core) {
        const takenMs = monotonicMs();
        const silentMs = Float64Array.from(core.members(takenMs), (member) => member.silentMs);
        const isCountsDue = takenMs >= this.nextCountsMs;
        if (isCountsDue)
            this.nextCountsMs = takenMs + COUNTS_PERIOD_MS;
        const counts = isCountsDue ? this.socket.counts : undefined;
        this.report({ type: 'pulse', takenMs, silentMs, counts, status: core.status() });
    }
    async stop() {
        const wasStarted = this.core !== undefined;
        this.core = undefined;
        clearTimeout(this.timer);
        clearInterval(this.pulse);
        if (wasStarted)
            await this.socket.close();
        this.report({ type: 'stopped' });
    }
}
//# sourceMappingURL=driver.js.map