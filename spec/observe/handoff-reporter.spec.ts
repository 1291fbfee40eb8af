import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { figuresOf, type ReplicationFigures, type ShardFigures } from '../../lib/observe/figures.ts';
import { type HandoffEvent, HandoffReporter } from '../../lib/observe/handoff-reporter.ts';
import type { Logger } from '../../lib/observe/logger.ts';
import { FakeNode } from '../commands/harness.ts';
import { FakeIntervals } from '../fake-intervals.ts';

describe('HandoffReporter', () => {
  let figures: ShardFigures;
  let events: HandoffEvent[];
  let lines: string[];
  let reporter: HandoffReporter;
  let time: FakeIntervals;

  beforeEach(() => {
    time = new FakeIntervals();
    figures = figuresOf(new FakeNode().services);
    events = [];
    lines = [];
    const log = (level: string) => (fields: object, text: string) =>
      lines.push(`${level} ${text} ${Object.keys(fields).join()}`);
    reporter = new HandoffReporter({
      logger: { info: log('info'), warn: log('warn') } as unknown as Logger,
      figures: async () => figures,
      emit: (event) => events.push(event),
    });
  });

  afterEach(() => time.restore());

  function set(replication: Partial<ReplicationFigures>, keys = 0): void {
    figures = {
      ...figures,
      keyspace: { ...figures.keyspace, size: keys },
      replication: { ...figures.replication, ...replication },
    };
  }

  const plain = (text: string): string => text.replace(/[\d.]+ s \([\d.]+ MB/, 'N s (N MB');

  it('tells of what a joining member takes over: how it begins and what has come', async () => {
    set({ wantedSlots: 50, copiedSlots: 10, receivedKeys: 5, receivedBytes: 1000 });
    await reporter.follow('in', async () => {
      await sleep(5);
      set({ wantedSlots: 50, copiedSlots: 50, receivedKeys: 25, receivedBytes: 2_501_000 });
      return [true, true];
    });
    expect(events.map(({ text }) => plain(text))).to.deep.equal([
      'copying the slots to serve: 40 slots to come',
      'has copied the slots to serve: 20 keys, 2.5 MB in N s (N MB/s)',
    ]);
    expect(events[1]).to.include({ direction: 'in', state: 'done', keys: 20, bytes: 2_500_000 });
    expect(lines[0]).to.equal(
      'info copying the slots to serve: 40 slots to come event,direction,state,slotsLeft,keys,bytes,seconds',
    );
  });

  it('tells of what a leaving one hands over every two seconds, and warns if it is given up', async () => {
    set({ heldSlots: 100, sentBytes: 0 }, 500);
    await reporter.follow('out', async () => {
      set({ heldSlots: 60, sentBytes: 400_000 }, 300);
      time.pass(1999);
      expect(events.length).to.equal(1);
      time.pass(201);
      return [true, false];
    });
    expect(events.map(({ state }) => state)).to.deep.equal(['begun', 'under-way', 'given-up']);
    expect(plain(events[1]?.text ?? '')).to.equal(
      'handing its slots over: 60 slots to go; 200 keys, 0.4 MB in N s (N MB/s)',
    );
    expect(lines[2]).to.match(/^warn waits no longer: 60 slots to go; 200 keys/);
  });

  it('does not say that slots were handed over which nobody took', async () => {
    set({ heldSlots: 100 }, 500);
    await reporter.follow('out', async () => [true, true]);
    expect(events[1]).to.include({ state: 'given-up', slotsLeft: 100, keys: 0 });
    expect(lines[1]).to.match(/^warn waits no longer: 100 slots to go; 0 keys/);
  });

  it('warns of nothing where slots without keys are given up', async () => {
    set({ heldSlots: 100 });
    await reporter.follow('out', async () => [false]);
    expect(lines[1]).to.match(/^info waits no longer: 100 slots to go; 0 keys/);
  });

  it('does not say that slots were copied whose owners are gone', async () => {
    set({ wantedSlots: 50, copiedSlots: 0 });
    await reporter.follow('in', async () => {
      set({ wantedSlots: 0, copiedSlots: 0, receivedKeys: 3 });
      return [true];
    });
    expect(events[1]).to.include({ state: 'given-up', keys: 3 });
    expect(lines[1]).to.match(/^warn those who had its slots are gone: 3 keys/);
  });

  it('says that it has copied all where nobody serves yet', async () => {
    await reporter.follow('in', async () => [true]);
    expect(events.map(({ state }) => state)).to.deep.equal(['begun', 'done']);
  });

  it('tells nothing more when the work was broken off', async () => {
    await reporter.follow('in', async () => undefined);
    expect(events.map(({ state }) => state)).to.deep.equal(['begun']);
  });

  it('passes on what the work fails with, and tells nothing more', async () => {
    const failure = await reporter
      .follow('out', () => Promise.reject(new Error('a shard died')))
      .catch((error: Error) => error.message);
    expect(failure).to.equal('a shard died');
    expect(events.map(({ state }) => state)).to.deep.equal(['begun']);
  });
});
