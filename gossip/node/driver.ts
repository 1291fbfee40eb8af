/**
 * Runs a membership core on a real clock and a real socket: carries out its effects, ticks it when it is due, and reports
 * what changed. Lives in the gossip thread.
 */
import { Random } from '../../lib/base/random.ts';
import { MembershipCore } from '../core/core.ts';
import type { Effect, Incoming } from '../core/messages.ts';
import type { Address, CoreEvent } from '../core/types.ts';
import { BusSocket } from './bus-socket.ts';
import type { DriverConfig } from './options.ts';
import { type Command, monotonicMs, type Report } from './thread-messages.ts';

/** A timer of Node cannot be set for longer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class Driver {
  private readonly config: DriverConfig;
  private readonly report: (report: Report) => void;
  private readonly socket: BusSocket;
  private core: MembershipCore | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private timerAtMs = Number.POSITIVE_INFINITY;
  private pulse: NodeJS.Timeout | undefined = undefined;
  private reportedList = '';
  /** Number of the request to leave that waits for its answer. */
  private leaveRequests: number[] = [];

  constructor(config: DriverConfig, report: (report: Report) => void) {
    this.config = config;
    this.report = report;
    const receive = (incoming: Incoming, from: Address): void => {
      const { core } = this;
      if (core) this.run(core, core.onDatagram(incoming, from, monotonicMs()));
    };
    this.socket = new BusSocket(config.bindHost, config.clusterName, config.config.self.instance, receive);
  }

  /** Binds and joins. Reports `started`, or `failed` with the reason. */
  async start(): Promise<void> {
    const { bindHost, config, seeds, randomSeed } = this.config;
    try {
      const busPort = await this.socket.bind(bindHost, config.self.busPort);
      const self = { ...config.self, busPort };
      const core = new MembershipCore({ ...config, self }, new Random(randomSeed), monotonicMs());
      this.core = core;
      this.run(core, core.join(seeds, monotonicMs()));
      this.report({ type: 'started', address: { host: self.host, port: busPort } });
      this.pulse = setInterval(() => this.sendPulse(core), config.hfMs);
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      this.report({ type: 'failed', code, message });
    }
  }

  onCommand(command: Command): void {
    if (command.type === 'stop') void this.stop();
    else if (this.core) this.execute(this.core, command, monotonicMs());
  }

  private execute(core: MembershipCore, command: Exclude<Command, { type: 'stop' }>, nowMs: number): void {
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
        this.report({ type: 'forgot', request: command.request, result });
        break;
      }
      case 'leave':
        this.leaveRequests.push(command.request);
        this.run(core, core.leave(nowMs));
        break;
    }
  }

  private run(core: MembershipCore, effects: readonly Effect[]): void {
    const events: CoreEvent[] = [];
    let isViewNew = false;
    for (const effect of effects) {
      if (effect.type === 'send') this.socket.send(effect.messages, effect.to);
      else if (effect.type === 'event') events.push(effect.event);
      else if (effect.type === 'view') isViewNew = true;
    }
    this.reportChanges(core, events, isViewNew);
    if (effects.some(({ type }) => type === 'left')) {
      for (const request of this.leaveRequests.splice(0)) this.report({ type: 'left', request });
    }
    this.schedule(core);
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
    });
  }

  private schedule(core: MembershipCore): void {
    const atMs = core.nextTickMs();
    // A timer that comes early only finds that nothing is due, and sets the next one.
    if (atMs >= this.timerAtMs) return;
    clearTimeout(this.timer);
    this.timerAtMs = atMs;
    const delayMs = Math.min(Math.ceil(atMs - monotonicMs()), MAX_TIMER_MS);
    // After a stall the timers fire before what waits in the socket is read. Two turns of the event loop later it has been,
    // so that nobody is judged by datagrams that were only not read yet.
    this.timer = setTimeout(() => setImmediate(() => setImmediate(() => this.tick(core))), delayMs);
  }

  private tick(core: MembershipCore): void {
    this.timerAtMs = Number.POSITIVE_INFINITY;
    if (this.core) this.run(core, core.tick(monotonicMs(), { wallMs: Date.now(), serveStallMs: 0 }));
  }

  private sendPulse(core: MembershipCore): void {
    const takenMs = monotonicMs();
    const silentMs = Float64Array.from(core.members(takenMs), (member) => member.silentMs);
    this.report({ type: 'pulse', takenMs, silentMs, counts: this.socket.counts });
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
