/**
 * The handle of a member on the main thread. The protocol runs in a worker thread of its own, so that a busy main thread cannot
 * make this member look dead; what it finds is posted here, so that reading it costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { METADATA_LIMIT, PAYLOAD_LIMIT } from '../core/types.js';
import { Heartbeat } from './heartbeat.js';
import { installed, removed, used } from './keys.js';
import { MemberLists } from './member-lists.js';
import { checkAddress, driverConfigOf, formatAddress, settingsOf, } from './options.js';
import { monotonicMs, } from './thread-messages.js';
export class Membership extends EventEmitter {
    config;
    settings;
    /** Undefined if the threads that serve have heartbeats of their own. */
    heartbeat;
    worker = undefined;
    boundAddress = undefined;
    /** Who is who, as last reported. */
    lists = new MemberLists();
    failed = [];
    answers = new Map();
    nextRequest = 1;
    onStopped = () => { };
    /** @throws RangeError that names the option that is wrong */
    constructor(options) {
        super();
        const instance = randomBytes(8).toString('hex');
        const seed = randomBytes(4).readUInt32BE();
        this.config = driverConfigOf(options, instance, Date.now(), seed);
        this.heartbeat = options.heartbeats ? undefined : new Heartbeat(this.config.heartbeats, 0);
        this.settings = settingsOf(options);
    }
    /**
     * Binds the bus port and starts to look for the others. Rejects when the port cannot be bound, naming it; may be called
     * again only then.
     */
    async start() {
        if (this.worker)
            throw new Error('membership was started already');
        this.heartbeat?.start(this.settings.hfMs);
        const url = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
        const worker = new Worker(url, { workerData: this.startConfig(), name: 'hearsay-gossip' });
        this.worker = worker;
        try {
            await new Promise((resolve, reject) => {
                worker.on('message', (report) => {
                    if (report.type === 'started') {
                        this.boundAddress = report.address;
                        resolve();
                    }
                    else if (report.type === 'failed') {
                        reject(this.bindError(report.code, report.message));
                    }
                    else {
                        this.onReport(report);
                    }
                });
                worker.once('error', reject);
                worker.once('exit', () => reject(new Error('membership was stopped while it started')));
            });
        }
        catch (error) {
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
    get isRunning() {
        return this.worker !== undefined;
    }
    /** Where the others reach this member. @throws Error before it has started */
    address() {
        if (!this.boundAddress)
            throw new Error('membership has not started');
        return this.boundAddress;
    }
    /** Every member known, dead and left ones and oneself included; a new array for each call. */
    members() {
        return this.lists.members();
    }
    /** The live members as last reported. */
    view() {
        return this.lists.view();
    }
    /** The member ids that are banned now. */
    bans() {
        return this.lists.bans();
    }
    /** How this member stands with the others; at most one hf old. */
    status() {
        return this.lists.status();
    }
    /** The last removals that were noticed here, oldest first, at most 128. */
    failures() {
        const wallAheadMs = Date.now() - monotonicMs();
        return this.failed.map(({ removedMs, ...failure }) => ({ ...failure, atMs: wallAheadMs + removedMs }));
    }
    /** Resolves to true when every live member has told that its view is that of this member, to false after the timeout. */
    async converged(timeoutMs) {
        return (await this.ask((request) => ({ type: 'converge', timeoutMs, request }))) === true;
    }
    /**
     * Resolves when everything that has happened to this member until now, such as that others may have removed it while the process
     * stood still, has been reported as events.
     */
    async confirm() {
        await this.ask((request) => ({ type: 'confirm', request }));
    }
    /** What was sent, received and dropped; at most a second or one hf old. */
    messageCounts() {
        return this.lists.messageCounts();
    }
    /**
     * Invites the node with this bus address, and lifts a ban on it. It shows up as a member when it answers.
     * @throws RangeError when that is no address
     */
    meet(host, busPort) {
        checkAddress('meet', { host, port: busPort });
        this.post({ type: 'meet', address: { host, port: busPort } });
    }
    /** Takes a member off every list and bans it for the forget ttl. */
    async forget(id) {
        return (await this.ask((request) => ({ type: 'forget', id, request })));
    }
    setPhase(phase) {
        this.post({ type: 'phase', phase });
    }
    /** @throws RangeError when it is longer than 256 bytes */
    setMetadata(metadata) {
        if (metadata.length > METADATA_LIMIT)
            throw new RangeError(`metadata must not be longer than ${METADATA_LIMIT} bytes`);
        this.post({ type: 'metadata', metadata });
    }
    /**
     * Publishes a message: every other live member emits `message` with it, once. Not ordered, and not kept for who joins later.
     * @throws RangeError when it is longer than 1024 bytes
     */
    publish(payload) {
        if (payload.length > PAYLOAD_LIMIT)
            throw new RangeError(`a message must not be longer than ${PAYLOAD_LIMIT} bytes`);
        this.post({ type: 'publish', payload });
    }
    /** A connection to this member was reset: perhaps its process is gone. It is probed at once. */
    linkReset(id) {
        if (this.worker)
            this.post({ type: 'linkreset', id });
    }
    /**
     * Changes settings while it runs. Give all members the same ones.
     * @throws RangeError that names the setting that is wrong; nothing is changed then
     */
    reconfigure(change) {
        const settings = settingsOf({ ...this.settings, ...change });
        if (this.worker && settings.keys.length > 0 !== this.settings.keys.length > 0)
            throw new RangeError('keys can be exchanged, but not begun or ended, while the membership runs');
        this.settings = settings;
        if (!this.worker)
            return;
        this.heartbeat?.start(this.settings.hfMs);
        this.post({ type: 'reconfigure', settings });
    }
    /** The settings that hold now. */
    get currentSettings() {
        return this.settings;
    }
    /** Accepts datagrams sealed with this key from now on: the first step to exchange a key. @throws RangeError */
    installKey(key) {
        this.reconfigure({ keys: installed(this.settings.keys, key) });
    }
    /** Seals with this key from now on: the second step, when every member has installed it. @throws RangeError */
    useKey(key) {
        this.reconfigure({ keys: used(this.settings.keys, key) });
    }
    /** Accepts this key no longer: the last step, when every member uses another one. @throws RangeError */
    removeKey(key) {
        this.reconfigure({ keys: removed(this.settings.keys, key) });
    }
    /** Tells the others that this member goes; resolves when they know, at the latest after about one hf. Then `stop` it. */
    async leave() {
        await this.ask((request) => ({ type: 'leave', request }));
    }
    /** Stops at once, without telling anybody. May be called more than once. */
    async stop() {
        const { worker } = this;
        if (!worker)
            return;
        this.worker = undefined;
        this.heartbeat?.stop();
        const stopped = new Promise((resolve) => {
            this.onStopped = resolve;
            worker.once('exit', () => resolve());
        });
        worker.postMessage({ type: 'stop' });
        await stopped;
        await worker.terminate();
    }
    onReport(report) {
        switch (report.type) {
            case 'update':
            case 'pulse':
                this.onLists(report);
                break;
            case 'deliver':
                for (const message of report.messages)
                    this.emit('message', message);
                break;
            case 'answer':
                this.answer(report.request, report.answer);
                break;
            case 'unresolved':
                this.emit('unresolved', report.host, report.reason);
                break;
            case 'stopped':
                this.onStopped();
                break;
        }
    }
    onLists(report) {
        this.lists.take(report);
        this.emit('report', report);
        if (report.type === 'pulse')
            return;
        this.failed = report.failures;
        for (const event of report.events)
            this.emit('event', event);
        if (report.view)
            this.emit('view', report.view);
    }
    /** The configuration with what `reconfigure` has changed before the start. */
    startConfig() {
        const { keys, ...settings } = this.settings;
        return { ...this.config, keys, config: { ...this.config.config, ...settings } };
    }
    ask(commandOf) {
        const request = this.nextRequest++;
        this.post(commandOf(request));
        return new Promise((resolve) => this.answers.set(request, resolve));
    }
    answer(request, answer) {
        this.answers.get(request)?.(answer);
        this.answers.delete(request);
    }
    /** The thread is gone: nobody will answer any more, which is what `unknown` stands for, and no `true`. */
    settle() {
        this.worker = undefined;
        this.heartbeat?.stop();
        for (const request of [...this.answers.keys()])
            this.answer(request, 'unknown');
    }
    post(command) {
        if (!this.worker)
            throw new Error('membership is not running');
        this.worker.postMessage(command);
    }
    bindError(code, message) {
        const where = formatAddress({ host: this.config.bindHost, port: this.config.config.self.busPort });
        const text = code === 'EADDRINUSE'
            ? `bus port ${where} (UDP) is already in use`
            : `cannot bind bus port ${where} (UDP): ${message}`;
        return Object.assign(new Error(text), { code });
    }
}
//# sourceMappingURL=membership.js.map