/**
 * The handle of a member on the main thread. The protocol runs in a worker thread of its own, so that a busy main thread cannot
 * make this member look dead; what it finds is posted here, so that reading it costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  Address,
  Ban,
  CoreStatus,
  Failure,
  ForgetResult,
  MemberInfo,
  Phase,
  ViewSnapshot,
} from '../core/types.ts';
import { PAYLOAD_LIMIT } from '../core/types.ts';
import type { MessageCounts } from '../wire/counts.ts';
import { checkAddress, checkBytes, checkMetadata, checkPhase } from './checks.ts';
import { Heartbeat } from './heartbeat.ts';
import { installed, removed, used } from './keys.ts';
import { type ListReport, MemberLists } from './member-lists.ts';
import {
  type DriverConfig,
  driverConfigOf,
  formatAddress,
  type MembershipOptions,
  type MembershipSettings,
  settingsOf,
} from './options.ts';
import {
  type Answer,
  type Command,
  type MembershipEvent,
  monotonicMs,
  type PublishedMessage,
  type Report,
} from './thread-messages.ts';

interface MembershipEvents {
  /** Something happened to a member. The lists are already up to date. */
  event: [MembershipEvent];
  /** The lists were brought up to date: for copies of them in other threads. Comes before the events and the view. */
  report: [ListReport];
  /** The live view or its epoch changed. */
  view: [ViewSnapshot];
  /** Another member published this; once for each message. */
  message: [PublishedMessage];
  /** The host name of a seed cannot be resolved, for this reason; it is tried again. Told once, until it can be. */
  unresolved: [host: string, reason: string];
  /** Nobody at this address has answered `meet` for 3 ttl: given up. */
  unanswered: [address: Address];
  /** The gossip thread died of an unexpected error; this member is silent from now on. */
  error: [Error];
}

/** A removal that was noticed here. */
export interface FailureReport extends Omit<Failure, 'removedMs'> {
  /** When it was taken off the list here; wall-clock time. */
  readonly atMs: number;
}

export class Membership extends EventEmitter<MembershipEvents> {
  private readonly config: DriverConfig;
  private settings: Required<MembershipSettings>;
  /** Undefined if the threads that serve have heartbeats of their own. */
  private readonly heartbeat: Heartbeat | undefined;
  private worker: Worker | undefined = undefined;
  private boundAddress: Address | undefined = undefined;
  /** Who is who, as last reported. */
  readonly lists = new MemberLists();
  private failed: readonly Failure[] = [];
  private readonly answers = new Map<number, (answer: Answer) => void>();
  private nextRequest = 1;
  private onStopped: () => void = () => {};

  /** @throws RangeError that names the option that is wrong */
  constructor(options: MembershipOptions) {
    super();
    const instance = randomBytes(8).toString('hex');
    const seed = randomBytes(4).readUInt32BE();
    this.config = driverConfigOf(options, instance, Date.now(), seed);
    this.heartbeat = options.heartbeats ? undefined : new Heartbeat(this.config.heartbeats, 0);
    this.settings = settingsOf(options);
  }

  /**
   * Binds the bus port and starts to look for the others. Rejects when the port cannot be bound, naming it; may be called
   * again only then. Before, while the thread loads its code, `meanwhile` is called.
   */
  async start(meanwhile: () => void = () => {}): Promise<void> {
    if (this.worker) throw new Error('membership was started already');
    this.heartbeat?.start(this.settings.hfMs);
    const url = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(url, { workerData: this.startConfig(), name: 'hearsay-gossip' });
    this.worker = worker;
    try {
      await new Promise<void>((resolve, reject) => {
        worker.on('message', (report: Report) => {
          if (report.type === 'started') {
            this.boundAddress = report.address;
            resolve();
          } else if (report.type === 'failed') {
            reject(this.bindError(report.code, report.message));
          } else {
            this.onReport(report);
          }
        });
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('membership was stopped while it started')));
        meanwhile();
        this.post({ type: 'start' });
      });
    } catch (error) {
      this.worker = undefined;
      this.heartbeat?.stop();
      await worker.terminate();
      throw error;
    }
    worker.removeAllListeners('error');
    worker.on('error', (error) => this.emit('error', error));
    worker.once('exit', () => this.settle());
  }

  /** Started and neither stopped nor stopping. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** Where the others reach this member. @throws Error before it has started */
  address(): Address {
    if (!this.boundAddress) throw new Error('membership has not started');
    return this.boundAddress;
  }

  /** Every member known, dead and left ones and oneself included; a new array for each call. */
  members(): MemberInfo[] {
    return this.lists.members();
  }

  /** The live members as last reported. */
  view(): ViewSnapshot {
    return this.lists.view();
  }

  /** The member ids that are banned now. */
  bans(): Ban[] {
    return this.lists.bans();
  }

  /** How this member stands with the others; at most one hf old. */
  status(): CoreStatus {
    return this.lists.status();
  }

  /** The last removals that were noticed here, oldest first, at most 128. */
  failures(): FailureReport[] {
    const wallAheadMs = Date.now() - monotonicMs();
    return this.failed.map(({ removedMs, ...failure }) => ({ ...failure, atMs: wallAheadMs + removedMs }));
  }

  /** Resolves to true when every live member has told that its view is that of this member, to false after the timeout. */
  async converged(timeoutMs: number): Promise<boolean> {
    return (await this.ask((request) => ({ type: 'converge', timeoutMs, request }))) === true;
  }

  /**
   * Resolves when everything that has happened to this member until now, such as that others may have removed it while the process
   * stood still, has been reported as events.
   */
  async confirm(): Promise<void> {
    await this.ask((request) => ({ type: 'confirm', request }));
  }

  /** What was sent, received and dropped; at most a second or one hf old. */
  messageCounts(): MessageCounts {
    return this.lists.messageCounts();
  }

  /**
   * Invites the node with this bus address, and lifts a ban on it. It shows up as a member when it answers.
   * @throws RangeError when that is no address
   */
  meet(host: string, busPort: number): void {
    checkAddress('meet', { host, port: busPort });
    this.post({ type: 'meet', address: { host, port: busPort } });
  }

  /** Takes a member off every list and bans it for the forget ttl. */
  async forget(id: string): Promise<ForgetResult> {
    return (await this.ask((request) => ({ type: 'forget', id, request }))) as ForgetResult;
  }

  /** @throws RangeError unless it is joining, serving or leaving */
  setPhase(phase: Phase): void {
    checkPhase(phase);
    this.post({ type: 'phase', phase });
  }

  /** @throws RangeError unless it is a Uint8Array of at most 256 bytes */
  setMetadata(metadata: Uint8Array): void {
    checkMetadata(metadata);
    this.post({ type: 'metadata', metadata });
  }

  /**
   * Publishes a message: every other live member emits `message` with it, once. Not ordered. Kept for two ttl for those that missed it,
   * so that a member which joins meanwhile may get it, too.
   * @throws RangeError unless it is a Uint8Array of at most 1024 bytes
   */
  publish(payload: Uint8Array): void {
    checkBytes('payload', payload, PAYLOAD_LIMIT);
    this.post({ type: 'publish', payload });
  }

  /** A connection to this member was reset: perhaps its process is gone. It is probed at once. */
  linkReset(id: string): void {
    if (this.worker) this.post({ type: 'linkreset', id });
  }

  /**
   * Changes settings while it runs. Give all members the same ones.
   * @throws RangeError that names the setting that is wrong; nothing is changed then
   */
  reconfigure(change: MembershipSettings): void {
    const settings = settingsOf({ ...this.settings, ...change });
    if (this.worker && settings.keys.length > 0 !== this.settings.keys.length > 0)
      throw new RangeError('keys can be exchanged, but not begun or ended, while the membership runs');
    this.settings = settings;
    if (!this.worker) return;
    this.heartbeat?.start(this.settings.hfMs);
    this.post({ type: 'reconfigure', settings });
  }

  /** The settings that hold now. */
  get currentSettings(): Required<MembershipSettings> {
    return this.settings;
  }

  /** Accepts datagrams sealed with this key from now on: the first step to exchange a key. @throws RangeError */
  installKey(key: Uint8Array): void {
    this.reconfigure({ keys: installed(this.settings.keys, key) });
  }

  /** Seals with this key from now on: the second step, when every member has installed it. @throws RangeError */
  useKey(key: Uint8Array): void {
    this.reconfigure({ keys: used(this.settings.keys, key) });
  }

  /** Accepts this key no longer: the last step, when every member uses another one. @throws RangeError */
  removeKey(key: Uint8Array): void {
    this.reconfigure({ keys: removed(this.settings.keys, key) });
  }

  /** Tells the others that this member goes; resolves when they know, at the latest after about one hf. Then `stop` it. */
  async leave(): Promise<void> {
    await this.ask((request) => ({ type: 'leave', request }));
  }

  /** Stops at once, without telling anybody. May be called more than once. */
  async stop(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    this.worker = undefined;
    this.heartbeat?.stop();
    const stopped = new Promise<void>((resolve) => {
      this.onStopped = resolve;
      worker.once('exit', () => resolve());
    });
    worker.postMessage({ type: 'stop' } satisfies Command);
    await stopped;
    await worker.terminate();
  }

  private onReport(report: Exclude<Report, { type: 'started' | 'failed' }>): void {
    switch (report.type) {
      case 'update':
      case 'pulse':
        this.onLists(report);
        break;
      case 'deliver':
        for (const message of report.messages) this.emit('message', message);
        break;
      case 'answer':
        this.answer(report.request, report.answer);
        break;
      case 'unresolved':
        this.emit('unresolved', report.host, report.reason);
        break;
      case 'unanswered':
        this.emit('unanswered', report.address);
        break;
      case 'stopped':
        this.onStopped();
        break;
    }
  }

  private onLists(report: ListReport): void {
    this.lists.take(report);
    this.emit('report', report);
    if (report.type === 'pulse') return;
    this.failed = report.failures;
    for (const event of report.events) this.emit('event', event);
    if (report.view) this.emit('view', report.view);
  }

  /** The configuration with what `reconfigure` has changed before the start. */
  private startConfig(): DriverConfig {
    const { keys, ...settings } = this.settings;
    return { ...this.config, keys, config: { ...this.config.config, ...settings } };
  }

  private ask(commandOf: (request: number) => Command): Promise<Answer> {
    const request = this.nextRequest++;
    this.post(commandOf(request));
    return new Promise((resolve) => this.answers.set(request, resolve));
  }

  private answer(request: number, answer: Answer): void {
    this.answers.get(request)?.(answer);
    this.answers.delete(request);
  }

  /** The thread is gone: nobody will answer any more, which is what `unknown` stands for, and no `true`. */
  private settle(): void {
    this.worker = undefined;
    this.heartbeat?.stop();
    for (const request of [...this.answers.keys()]) this.answer(request, 'unknown');
  }

  private post(command: Command): void {
    if (!this.worker) throw new Error('membership is not running');
    this.worker.postMessage(command);
  }

  private bindError(code: string, message: string): Error {
    const where = formatAddress({ host: this.config.bindHost, port: this.config.config.self.busPort });
    const text =
      code === 'EADDRINUSE'
        ? `bus port ${where} (UDP) is already in use`
        : `cannot bind bus port ${where} (UDP): ${message}`;
    return Object.assign(new Error(text), { code });
  }
}
