/**
 * Membership as the simulator plays it: every member has a list of its own, lists are merged two by two at random, a member that
 * finds itself dead on another's list refutes it and is told that it was ousted. So views come to members at different times and in
 * different steps, as with gossip.
 */
import { type ShardMap, shardId } from '../../../shard/index.ts';
import { EventLoop } from './event-loop.ts';
import type { NetworkHost } from './network.ts';
import type { Shard } from './shard.ts';
import type { MapMaker, SizedMember } from './sparse-map.ts';

export type Phase = 'joining' | 'serving' | 'leaving' | 'stalled' | 'left';

interface MemberRecord {
  readonly instance: number;
  /** How many it runs. */
  readonly shards: number;
  readonly incarnation: number;
  readonly phase: Phase;
  readonly isDead: boolean;
}

const GOSSIP_PERIOD_MS = 60;

export interface MemberOptions {
  readonly id: string;
  /** Higher than those of the members before. */
  readonly instance: number;
  readonly phase: Phase;
  /** In their order: the first one has the member's id. */
  readonly shards: readonly Shard[];
  readonly makeMap: MapMaker;
  everybody(): readonly Member[];
  /** Told of every map. */
  onPlace(map: ShardMap): void;
}

export class Member {
  readonly id: string;
  readonly instance: number;
  readonly shards: readonly Shard[];
  /** That of its gossip thread. */
  private readonly loop = new EventLoop();
  readonly records = new Map<string, MemberRecord>();
  epoch = 1;
  private oustedIncarnation = -1;
  private highestEpoch = 1;
  private view = '';
  private readonly network: NetworkHost;
  private readonly options: MemberOptions;

  constructor(network: NetworkHost, options: MemberOptions) {
    const { id, instance, phase, shards } = options;
    this.network = network;
    this.options = options;
    this.id = id;
    this.instance = instance;
    this.shards = shards;
    this.records.set(id, { instance, shards: shards.length, incarnation: 0, phase, isDead: false });
    this.gossip();
  }

  get isUp(): boolean {
    return this.loop.isUp;
  }

  /** Whether the whole process is stopped. */
  get isPaused(): boolean {
    return this.loop.isPaused;
  }

  /** The shard that its main thread runs. */
  get first(): Shard {
    return this.shards[0] as Shard;
  }

  get name(): string {
    return this.first.name;
  }

  /** Has `work` done by the gossip thread: now, or when it runs again; never if it has ended. */
  enter(work: () => void): void {
    this.loop.enter(work);
  }

  kill(): void {
    this.loop.end();
    for (const shard of this.shards) shard.kill();
  }

  /** The whole process is stopped. */
  pause(): void {
    this.loop.pause();
    for (const shard of this.shards) shard.pause();
  }

  /** It goes on. */
  resume(): void {
    for (const thread of this.network.random.shuffle([this.loop, ...this.shards])) thread.resume();
  }

  /** Somebody stands still for so long that others take over. */
  stall(): void {
    if (this.myself.phase !== 'serving' || this.isAlone) return;
    // By a count in memory that the threads share: at once, whoever hangs.
    for (const shard of this.shards) this.fence(shard);
    this.tell((shard) => shard.onOusted());
    this.setPhase('stalled');
  }

  /** All shards work. */
  serveAgain(): void {
    if (this.myself.phase === 'stalled') this.setPhase('serving');
  }

  /** The shard does not answer until all that its member knows by now has come to it: the main thread asks the gossip thread for it. */
  fence(shard: Shard): void {
    shard.isFenced = true;
    const { schedule, random } = this.network;
    const lift = (): void =>
      this.tell((one) => {
        if (one === shard) shard.isFenced = false;
      });
    this.first.enter(() => schedule.at(schedule.nowMs + random.fraction(), () => this.enter(lift)));
  }

  private get isAlone(): boolean {
    return [...this.records].every(([id, { isDead, phase }]) => id === this.id || isDead || phase === 'left');
  }

  /** The main thread runs the first shard, and tells the others. */
  private tell(work: (shard: Shard) => void): void {
    const [first, ...others] = this.shards;
    first?.enter(() => {
      work(first);
      for (const shard of others) shard.post(() => work(shard));
    });
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
    const { myself } = this;
    this.records.set(this.id, { ...myself, incarnation: myself.incarnation + 1, phase, isDead: false });
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
      this.records.set(id, { ...this.myself, incarnation: record.incarnation + 1, isDead: false });
      if (!isNews) return;
      this.oustedIncarnation = record.incarnation;
      this.tell((shard) => {
        shard.onOusted();
        shard.isFenced = false;
      });
    } else if (known === undefined || isNewer(record, known)) this.records.set(id, record);
  }

  private gossip(): void {
    const { schedule, random } = this.network;
    schedule.at(schedule.nowMs + random.fraction() * 2 * GOSSIP_PERIOD_MS, () => {
      if (!this.isUp) return;
      this.enter(() => {
        const others = this.options
          .everybody()
          .filter(
            (other) =>
              other !== this && other.isUp && !other.isPaused && !this.network.isCut(other.id, this.id),
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
    const live = [...this.records]
      .filter(([, { isDead, phase }]) => !isDead && phase !== 'left')
      .map(([id, record]) => ({ id, ...record }));
    const serving = live.filter(({ phase }) => phase === 'serving');
    const { makeMap, onPlace } = this.options;
    const map = makeMap(serving, this.epoch);
    const { phase } = this.myself;
    let wanted: ShardMap | undefined;
    if (phase === 'joining' || phase === 'leaving')
      wanted = makeMap([...serving, { id: this.id, ...this.myself }], this.epoch);
    else if (phase === 'serving') wanted = map;
    onPlace(map);
    const reachable = live.filter((member) => member.id === this.id || member.phase !== 'stalled');
    const reachableIds = reachable.flatMap(shardIdsOf);
    const instances = live
      .filter((member) => member.phase !== 'stalled')
      .flatMap((member) => shardIdsOf(member).map((id) => [id, `${member.instance}`] as const));
    this.tell((shard) => {
      const others = new Map(instances.filter(([id]) => id !== shard.id));
      shard.place(map, { selfId: shard.id, wanted, live: others }, reachableIds);
    });
  }
}

/** The ids of a member's shards, in their order. */
export function shardIdsOf({ id, shards }: SizedMember): string[] {
  return Array.from({ length: shards }, (_, index) => shardId(id, index));
}

function isNewer(a: MemberRecord, b: MemberRecord): boolean {
  if (a.instance !== b.instance) return a.instance > b.instance;
  if (a.incarnation !== b.incarnation) return a.incarnation > b.incarnation;
  return a.isDead && !b.isDead;
}
