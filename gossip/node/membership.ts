/**
 * The handle of a member on the main thread. The protocol runs in a worker thread of its own, so that a busy main thread cannot
 * make this member look dead; what it finds is posted here, so that reading it costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Address, Ban, ForgetResult, MemberInfo, Phase, ViewSnapshot } from '../core/types.ts';
import { METADATA_LIMIT } from '../core/types.ts';
import type { MessageCounts } from '../wire/counts.ts';
import { type ListReport, MemberLists } from './member-lists.ts';
import {
  checkAddress,
  type DriverConfig,
  driverConfigOf,
  formatAddress,
  type MembershipOptions,
} from './options.ts';
import type { Command, MembershipEvent, Report } from './thread-messages.ts';

interface MembershipEvents {
  /** Something happened to a member. The lists are already up to date. */
  event: [MembershipEvent];
  /** The lists were brought up to date: for copies of them in other threads. Comes before the events and the view. */
  report: [ListReport];
  /** The live view or its epoch changed. */
  view: [ViewSnapshot];
  /** The gossip thread died of an unexpected error; this member is silent from now on. */
  error: [Error];
}

export class Membership extends EventEmitter<MembershipEvents> {
  private readonly config: DriverConfig;
  private worker: Worker | undefined = undefined;
  private boundAddress: Address | undefined = undefined;
  /** Who is who, as last reported. */
  readonly lists = new MemberLists();
  private readonly answers = new Map<number, (result: ForgetResult) => void>();
  private nextRequest = 1;
  private onStopped: () => void = () => {};

  /** @throws RangeError that names the option that is wrong */
  constructor(options: MembershipOptions) {
    super();
    const instance = randomBytes(8).toString('hex');
    this.config = driverConfigOf(options, instance, Date.now(), randomBytes(4).readUInt32BE());
  }

  /**
   * Binds the bus port and starts to look for the others. Rejects when the port cannot be bound, naming it; may be called
   * again only then.
   */
  async start(): Promise<void> {
    if (this.worker) throw new Error('membership was started already');
    const url = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(url, { workerData: this.config, name: 'hearsay-gossip' });
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
      });
    } catch (error) {
      this.worker = undefined;
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

  /** What was sent, received and dropped; at most one hf old. */
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
  forget(id: string): Promise<ForgetResult> {
    return this.ask((request) => ({ type: 'forget', id, request }));
  }

  setPhase(phase: Phase): void {
    this.post({ type: 'phase', phase });
  }

  /** @throws RangeError when it is longer than 256 bytes */
  setMetadata(metadata: Uint8Array): void {
    if (metadata.length > METADATA_LIMIT)
      throw new RangeError(`metadata must not be longer than ${METADATA_LIMIT} bytes`);
    this.post({ type: 'metadata', metadata });
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
      case 'forgot':
        this.answer(report.request, report.result);
        break;
      case 'left':
        this.answer(report.request, 'ok');
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
    for (const event of report.events) this.emit('event', event);
    if (report.view) this.emit('view', report.view);
  }

  private ask(commandOf: (request: number) => Command): Promise<ForgetResult> {
    const request = this.nextRequest++;
    this.post(commandOf(request));
    return new Promise((resolve) => this.answers.set(request, resolve));
  }

  private answer(request: number, result: ForgetResult): void {
    this.answers.get(request)?.(result);
    this.answers.delete(request);
  }

  /** The thread is gone: nobody will answer any more, which is what `unknown` stands for. */
  private settle(): void {
    this.worker = undefined;
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
