/**
 * Runs a membership core on a real clock and a real socket: carries out its effects, ticks it when it is due, and reports
 * what changed. Lives in the gossip thread.
 */
import { isIPv6 } from 'node:net';
import { Random } from '../../lib/base/random.ts';
import { MembershipCore } from '../core/core.ts';
import type { Effect } from '../core/messages.ts';
import type { CoreEvent } from '../core/types.ts';
import { BusSocket } from './bus-socket.ts';
import { Discovery, systemLookup } from './discovery.ts';
import { countOuster, heartbeatAgeMs } from './heartbeat.ts';
import type { DriverConfig, MembershipSettings } from './options.ts';
import {
  type Answer,
  type Command,
  monotonicMs,
  type PublishedMessage,
  type Report,
} from './thread-messages.ts';

/** How often the counts are reported: they are the largest part of a pulse. */
const COUNTS_PERIOD_MS = 1000;
/** A timer that fires later than this may have been held up, and datagrams with it. */
const LATE_MS = 5;
/** A timer of Node cannot be set for longer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class Driver {
  private readonly config: DriverConfig;
  private readonly report: (report: Report) => void;
  private readonly socket: BusSocket;
  private readonly discovery: Discovery;
  private core: MembershipCore | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private timerAtMs = Number.POSITIVE_INFINITY;
  /** By how much the wall clock was ahead of the monotonic one at the last tick. */
  private wallAheadMs = Number.POSITIVE_INFINITY;
  private pulse: NodeJS.Timeout | undefined = undefined;
  private reportedList = '';
  private nextCountsMs = Number.NEGATIVE_INFINITY;
  /** Requests to leave that wait for their answer. */
  private leaveRequests: number[] = [];
  /** Requests to be answered when all members have the same view, or when their time is up. */
  private waiting: { readonly request: number; readonly untilMs: number }[] = [];

  constructor(config: DriverConfig, report: (report: Report) => void) {
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
  private async start(): Promise<void> {
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
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      this.report({ type: 'failed', code, message });
    }
  }

  onCommand(command: Command): void {
    if (command.type === 'start') void this.start();
    else if (command.type === 'stop') void this.stop();
    else if (this.core) this.execute(this.core, command, monotonicMs());
  }

  private execute(
    core: MembershipCore,
    command: Exclude<Command, { type: 'start' | 'stop' }>,
    nowMs: number,
  ): void {
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

  private reconfigure(core: MembershipCore, settings: Required<MembershipSettings>, nowMs: number): void {
    const { keys, crashEvidence, hfMs } = settings;
    this.socket.setKeys(keys);
    this.socket.isKnocking = crashEvidence;
    this.startPulse(core, hfMs);
    this.run(core, core.reconfigure(settings, nowMs));
  }

  /** Gives the core an input, unless it has not started or has stopped. */
  private feed(input: (core: MembershipCore, nowMs: number) => readonly Effect[]): void {
    const { core } = this;
    if (!core) return;
    // After a suspension of the machine the core learns of it before anything else.
    if (Date.now() - monotonicMs() - this.wallAheadMs > this.config.config.hfMs / 2) this.tick(core);
    this.run(core, input(core, monotonicMs()));
  }

  private run(core: MembershipCore, effects: readonly Effect[]): void {
    const events: CoreEvent[] = [];
    const messages: PublishedMessage[] = [];
    let isViewNew = false;
    let hasLeft = false;
    // What is sealed is for one instance: those who are new are known before anything is sent to them.
    const isSealed = this.config.keys.length > 0;
    if (isSealed && core.listHash() !== this.reportedList) this.socket.follow(core.members(monotonicMs()));
    // Before anybody hears of it.
    if (effects.some(isOuster)) countOuster(this.config.heartbeats);
    for (const effect of effects) {
      if (effect.type === 'send') this.socket.send(effect.messages, effect.to);
      else if (effect.type === 'event') events.push(effect.event);
      else if (effect.type === 'deliver') messages.push(effect);
      else if (effect.type === 'unanswered') this.report(effect);
      else if (effect.type === 'view') isViewNew = true;
      else if (effect.type === 'left') hasLeft = true;
    }
    this.reportChanges(core, events, isViewNew);
    if (messages.length > 0) this.report({ type: 'deliver', messages });
    if (hasLeft) for (const request of this.leaveRequests.splice(0)) this.answer(request, 'ok');
    if (this.waiting.length > 0) this.answerConverged(core);
    this.schedule(core);
  }

  private answerConverged(core: MembershipCore): void {
    const { agreeingCount, liveCount } = core.status();
    const nowMs = monotonicMs();
    for (const { request, untilMs } of this.waiting.splice(0)) {
      if (agreeingCount === liveCount) {
        this.sendPulse(core);
        this.answer(request, true);
      } else if (nowMs >= untilMs) this.answer(request, false);
      else this.waiting.push({ request, untilMs });
    }
  }

  private answer(request: number, answer: Answer): void {
    this.report({ type: 'answer', request, answer });
  }

  private reportChanges(core: MembershipCore, events: readonly CoreEvent[], isViewNew: boolean): void {
    const list = core.listHash();
    if (events.length === 0 && !isViewNew && list === this.reportedList) return;
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

  private schedule(core: MembershipCore): void {
    const atMs = core.nextTickMs();
    // A timer that comes too early sets the next one.
    if (atMs >= this.timerAtMs) return;
    clearTimeout(this.timer);
    this.timerAtMs = atMs;
    // Newer versions of Node warn of a time that is past.
    const delayMs = Math.max(1, Math.min(Math.ceil(atMs - monotonicMs()), MAX_TIMER_MS));
    this.timer = setTimeout(this.onTimer, delayMs, core);
  }

  private readonly onTimer = (core: MembershipCore): void => {
    const nowMs = monotonicMs();
    if (nowMs - this.timerAtMs >= LATE_MS) {
      this.whenRead(() => this.tick(core));
      return;
    }
    this.timerAtMs = Number.POSITIVE_INFINITY;
    // Half of all timers are for pings that have been answered meanwhile.
    if (core.nextTickMs() > nowMs) this.schedule(core);
    else this.tick(core);
  };

  /**
   * After a stall the timers fire before what waits in the socket is read. Two turns of the event loop later it has been, so
   * that nobody is judged by datagrams that were only not read yet.
   */
  private whenRead(act: () => void): void {
    setImmediate(() => setImmediate(act));
  }

  private tick(core: MembershipCore): void {
    this.timerAtMs = Number.POSITIVE_INFINITY;
    if (!this.core) return;
    const nowMs = monotonicMs();
    const serveStallMs = heartbeatAgeMs(this.config.heartbeats, nowMs);
    const wallMs = Date.now();
    this.wallAheadMs = wallMs - nowMs;
    this.run(core, core.tick(nowMs, { wallMs, serveStallMs }));
  }

  private startPulse(core: MembershipCore, hfMs: number): void {
    clearInterval(this.pulse);
    this.pulse = setInterval(() => {
      this.sendPulse(core);
      this.look(core);
      // Who has told its view before the last change of it is asked again.
      if (this.waiting.length > 0) this.run(core, core.askViews(monotonicMs()));
    }, hfMs);
  }

  /** Looks up the seeds when it is time for it. */
  private look(core: MembershipCore): void {
    void this.discovery.look(core.view().members.length <= 1, monotonicMs());
  }

  private sendPulse(core: MembershipCore): void {
    const takenMs = monotonicMs();
    const silentMs = Float64Array.from(core.members(takenMs), (member) => member.silentMs);
    const isCountsDue = takenMs >= this.nextCountsMs;
    if (isCountsDue) this.nextCountsMs = takenMs + COUNTS_PERIOD_MS;
    const counts = isCountsDue ? this.socket.counts : undefined;
    this.report({ type: 'pulse', takenMs, silentMs, counts, status: core.status() });
  }

  private async stop(): Promise<void> {
    const wasStarted = this.core !== undefined;
    this.core = undefined;
    clearTimeout(this.timer);
    clearInterval(this.pulse);
    if (wasStarted) await this.socket.close();
    this.report({ type: 'stopped' });
  }
}

function isOuster(effect: Effect): boolean {
  return effect.type === 'event' && effect.event.type === 'ousted';
}
