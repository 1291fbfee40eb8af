/** The simulated cluster of a trial: its members, its network and its time, as they follow from the seed. */
import { Random } from '../../../lib/base/random.ts';
import { type ShardMap, shardId } from '../../../shard/index.ts';
import { Schedule } from '../../sim/schedule.ts';
import { describeMessage } from './describe.ts';
import { History, slotOf } from './history.ts';
import { Member, type Phase } from './membership.ts';
import type { NetworkHost } from './network.ts';
import { Shard } from './shard.ts';
import { type MapMaker, SparseMap } from './sparse-map.ts';

export const HANDOFF_TIMEOUT_MS = 10_000;
const DIFFERING = 0;
const MAX_SHARDS = 3;
const SIZES = [1, 1, 2, DIFFERING];

export class World {
  readonly log: string[] = [];
  /** Whether messages are logged. */
  isTraced = false;
  readonly schedule = new Schedule();
  readonly random: Random;
  readonly minAcks: number;
  readonly replicas: number;
  readonly history = new History();
  readonly members: Member[] = [];
  /** Which side of a cut each member is on. */
  readonly sides = new Map<string, number>();
  isCut = false;
  /** Shards that there are or were. */
  private readonly known = new Map<string, { readonly memberId: string; readonly name: string }>();
  private instances = 0;
  private names = 0;
  readonly tags: string[];
  readonly slots: number[];
  readonly keysPerTag: number[];
  /** Of a source of its own: a history is the same with members of one shard. */
  private readonly sizes: Random;
  /** How many shards each member has, or DIFFERING. */
  private readonly shardsEach: number;
  readonly makeMap: MapMaker;
  readonly network: NetworkHost;
  private readonly windowBytes: number;
  readonly limitBytes: number;
  /** Replicas have less memory than owners. */
  readonly replicasEvict: boolean;
  isWriting = true;

  constructor(seed: number, replicas?: number, shards?: number) {
    this.random = new Random(seed);
    this.sizes = new Random(~seed);
    this.shardsEach = shards ?? this.sizes.pick(SIZES);
    const { random, schedule } = this;
    this.minAcks = random.chance(0.6) ? 1 : 0;
    const drawn = random.chance(0.7) ? 1 : 2;
    this.replicas = replicas ?? drawn;
    this.tags = Array.from({ length: 6 + random.below(10) }, (_, i) => `{t${i}-${random.below(1000)}}`);
    this.slots = [...new Set(this.tags.map((tag) => slotOf(`${tag}k0`)))];
    this.keysPerTag = this.tags.map(() => (random.chance(0.2) ? 200 : 3));
    this.windowBytes = random.chance(0.3) ? 300 : 4 * 1024 * 1024;
    this.limitBytes = random.chance(0.15) ? 3000 : 64 * 1024 * 1024;
    this.replicasEvict = random.chance(0.05);
    const zones = random.chance(0.3) ? 2 : 1;
    const zoneOf = (id: string): string => `zone ${Number.parseInt(id.slice(0, 2), 16) % zones}`;
    this.makeMap = SparseMap.maker(this.slots, this.replicas, zoneOf);
    this.network = {
      schedule,
      random,
      find: (id) => this.shardUp(id),
      isCut: (a, b) => this.isCut && this.sideOf(a) !== this.sideOf(b),
      // With a small window and long delays nothing but changes would get through.
      slowLinkMs: this.windowBytes < 1000 ? 5 : 100,
    };
  }

  begin(count: number): void {
    for (let n = 0; n < count; n++) this.start(this.newName(), 'serving');
    for (const a of this.members) {
      for (const b of this.members) {
        for (const [id, record] of b.records) a.records.set(id, record);
      }
    }
    for (const member of this.members) member.update();
  }

  newName(): string {
    return (++this.names).toString(16).padStart(2, '0').repeat(20);
  }

  start(id: string, phase: Phase): Member {
    const instance = ++this.instances;
    const member = new Member(this.network, {
      id,
      instance,
      phase,
      shards: this.newShards(id, instance),
      makeMap: this.makeMap,
      everybody: () => this.members,
      onPlace: (map) => this.noteMap(id, map),
    });
    this.members.push(member);
    return member;
  }

  private newShards(memberId: string, instance: number): Shard[] {
    const { random, shardsEach } = this;
    const count = shardsEach === DIFFERING ? 1 + this.sizes.below(MAX_SHARDS) : shardsEach;
    const clockOffsetMs = random.chance(0.5) ? 0 : (random.fraction() - 0.5) * 8000;
    return Array.from({ length: count }, (_, index) => {
      const id = shardId(memberId, index);
      this.known.set(id, {
        memberId,
        name: index === 0 ? id.slice(0, 2) : `${memberId.slice(0, 2)}/${index}`,
      });
      return new Shard(this.network, {
        id,
        name: this.nameOf(id),
        instance,
        clockOffsetMs,
        minAcks: this.minAcks,
        handoffTimeoutMs: HANDOFF_TIMEOUT_MS,
        windowBytes: this.windowBytes,
        limitBytes: this.limitBytes,
        emptyMap: this.makeMap([], 0),
        onGiveUp: (peer) => this.note(`${this.nameOf(id)} gives up on ${this.nameOf(peer)}`),
        onMessage: (from, message, answer) => {
          if (!this.isTraced) return;
          for (const [slot, text] of describeMessage(message, answer)) {
            this.note(`${this.nameOf(from)}>${this.nameOf(id)} slot ${slot} ${text}`);
          }
        },
      });
    });
  }

  private noteMap(by: string, map: ShardMap): void {
    if (!this.isTraced) return;
    const names = map.shards.map(({ id }) => this.nameOf(id));
    for (const slot of this.slots) {
      const holders = [map.ownerOf(slot)];
      for (let n = 0; n < this.replicas; n++) holders.push(map.replicaOf(slot, n));
      this.note(`${this.nameOf(by)} slot ${slot} map ${map.epoch} ${holders.map((one) => names[one])}`);
    }
  }

  get up(): Member[] {
    return this.members.filter(({ isUp }) => isUp);
  }

  /** Those of all members that are up. */
  get shards(): Shard[] {
    return this.up.flatMap(({ shards }) => shards);
  }

  get serving(): Member[] {
    return this.up.filter(({ myself, isPaused }) => myself.phase === 'serving' && !isPaused);
  }

  pick<T>(some: readonly T[]): T {
    return this.random.pick(some);
  }

  /** The shard that accepts a client of that member. */
  pickShard({ first, shards }: Member): Shard {
    return shards.length === 1 ? first : this.pick(shards);
  }

  /** The side that a member, or a shard of it, is on. */
  sideOf(id: string): number {
    return this.isCut ? (this.sides.get(this.memberIdOf(id)) ?? 0) : 0;
  }

  areOneMember(a: string, b: string): boolean {
    return this.memberIdOf(a) === this.memberIdOf(b);
  }

  /** How a shard is called in what is told of it. */
  nameOf(id: string): string {
    return this.known.get(id)?.name ?? id.slice(0, 2);
  }

  private memberIdOf(id: string): string {
    return this.known.get(id)?.memberId ?? id;
  }

  later(ms: number, work: () => void): void {
    this.schedule.at(this.schedule.nowMs + ms, work);
  }

  pass(ms: number): void {
    this.schedule.run(this.schedule.nowMs + ms);
  }

  find(id: string | undefined): Shard {
    return this.shardUp(id) ?? this.fail(`${id} is not there`);
  }

  private shardUp(id: string | undefined): Shard | undefined {
    for (const { isUp, shards } of this.members) {
      const shard = isUp ? shards.find((one) => one.id === id) : undefined;
      if (shard !== undefined) return shard;
    }
    return undefined;
  }

  note(text: string): void {
    this.log.push(`${this.schedule.nowMs.toFixed(1)} ${text}`);
  }

  fail(message: string): never {
    throw new Error(`at ${this.schedule.nowMs.toFixed(1)} ms: ${message}`);
  }
}
