/**
 * Membership as the simulator plays it: every member has a list of its own, lists are merged two by two at random, a member that
 * finds itself dead on another's list refutes it and is told that it was ousted. So views come to members at different times and in
 * different steps, as with gossip.
 */
import type { ShardMap } from '../../../shard/index.ts';
import type { NetworkHost } from './network.ts';
import type { Process } from './process.ts';

export type Phase = 'joining' | 'serving' | 'leaving' | 'left';

interface MemberRecord {
  readonly instance: number;
  readonly incarnation: number;
  readonly phase: Phase;
  readonly isDead: boolean;
}

const GOSSIP_PERIOD_MS = 60;

export class Member {
  readonly process: Process;
  readonly records = new Map<string, MemberRecord>();
  epoch = 1;
  private oustedIncarnation = -1;
  private highestEpoch = 1;
  private view = '';
  private readonly network: NetworkHost;
  private readonly everybody: () => readonly Member[];
  private readonly makeMap: (ids: readonly string[], epoch: number) => ShardMap;

  constructor(
    network: NetworkHost,
    process: Process,
    phase: Phase,
    everybody: () => readonly Member[],
    makeMap: (ids: readonly string[], epoch: number) => ShardMap,
  ) {
    this.network = network;
    this.process = process;
    this.everybody = everybody;
    this.makeMap = makeMap;
    this.records.set(process.id, { instance: process.instance, incarnation: 0, phase, isDead: false });
    this.gossip();
  }

  /** Told of every map. */
  onPlace: (map: ShardMap) => void = () => {};

  get id(): string {
    return this.process.id;
  }

  get myself(): MemberRecord {
    return this.records.get(this.id) as MemberRecord;
  }

  get viewHash(): string {
    return this.view;
  }

  setPhase(phase: Phase): void {
    this.announce(phase);
    this.update();
  }

  /** Holds another member for dead. */
  declareDead(id: string, instance: number): void {
    const record = this.records.get(id);
    if (record === undefined || record.instance !== instance || record.isDead) return;
    this.records.set(id, { ...record, isDead: true });
    this.update();
  }

  /** Learns of another list, and the other of this one. */
  exchange(other: Member): void {
    for (const [id, record] of other.records) this.learn(id, record);
    for (const [id, record] of this.records) other.learn(id, record);
    this.update();
    other.update();
    const isSame = this.view === other.view;
    const { epoch } = this;
    this.hear(other.epoch, isSame);
    other.hear(epoch, isSame);
  }

  private announce(phase: Phase): void {
    const { instance, incarnation } = this.myself;
    this.records.set(this.id, { instance, incarnation: incarnation + 1, phase, isDead: false });
  }

  private hear(epoch: number, isSameView: boolean): void {
    this.highestEpoch = Math.max(this.highestEpoch, epoch);
    if (!isSameView || epoch <= this.epoch) return;
    this.epoch = epoch;
    this.place();
  }

  private learn(id: string, record: MemberRecord): void {
    const known = this.records.get(id);
    if (id === this.id) {
      const { instance, incarnation, phase } = this.myself;
      if (record.instance !== instance || !record.isDead || record.incarnation < incarnation) return;
      if (phase === 'left') return;
      const isNews = record.incarnation > this.oustedIncarnation;
      this.records.set(id, { instance, incarnation: record.incarnation + 1, phase, isDead: false });
      if (!isNews) return;
      this.oustedIncarnation = record.incarnation;
      this.process.onOusted();
      this.process.isFenced = false;
    } else if (known === undefined || isNewer(record, known)) this.records.set(id, record);
  }

  private gossip(): void {
    const { schedule, random } = this.network;
    schedule.at(schedule.nowMs + random.fraction() * 2 * GOSSIP_PERIOD_MS, () => {
      if (!this.process.isUp) return;
      this.process.enter(() => {
        const others = this.everybody().filter(
          ({ process, id }) =>
            process !== this.process && process.isUp && !process.isPaused && !this.network.isCut(id, this.id),
        );
        const other = others[random.below(Math.max(1, others.length))];
        if (other !== undefined) this.exchange(other);
        this.gossip();
      });
    });
  }

  /** Places slots anew if the view is another one than before. */
  update(): void {
    const view = [...this.records]
      .filter(([, { isDead, phase }]) => !isDead && phase !== 'left')
      .map(([id, { instance, phase }]) => `${id} ${instance} ${phase}`)
      .toSorted()
      .join();
    if (view === this.view) return;
    this.view = view;
    this.epoch = Math.max(this.epoch, this.highestEpoch) + 1;
    this.highestEpoch = this.epoch;
    this.place();
  }

  private place(): void {
    const live = [...this.records].filter(([, { isDead, phase }]) => !isDead && phase !== 'left');
    const serving = live.filter(([, { phase }]) => phase === 'serving').map(([id]) => id);
    const map = this.makeMap(serving, this.epoch);
    const others = live.filter(([id]) => id !== this.id);
    const { phase } = this.myself;
    let wanted: ShardMap | undefined;
    if (phase === 'joining' || phase === 'leaving') wanted = this.makeMap([...serving, this.id], this.epoch);
    else if (phase === 'serving') wanted = map;
    this.onPlace(map);
    this.process.place(
      map,
      {
        selfId: this.id,
        wanted,
        live: new Map(others.map(([id, { instance }]) => [id, `${instance}`])),
      },
      others.map(([id]) => id),
    );
  }
}

function isNewer(a: MemberRecord, b: MemberRecord): boolean {
  if (a.instance !== b.instance) return a.instance > b.instance;
  if (a.incarnation !== b.incarnation) return a.incarnation > b.incarnation;
  return a.isDead && !b.isDead;
}
