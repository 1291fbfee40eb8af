/** The simulated cluster of a trial: its members, its network and its time, as they follow from the seed. */
import { Random } from '../../../lib/base/random.ts';
import type { ShardMap } from '../../../shard/index.ts';
import { Schedule } from '../../sim/schedule.ts';
import { describeMessage } from './describe.ts';
import { History, slotOf } from './history.ts';
import { Member, type Phase } from './membership.ts';
import type { NetworkHost } from './network.ts';
import { Process } from './process.ts';
import { SparseMap } from './sparse-map.ts';

export const HANDOFF_TIMEOUT_MS = 10_000;

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
  private instances = 0;
  private names = 0;
  readonly tags: string[];
  readonly slots: number[];
  readonly keysPerTag: number[];
  readonly makeMap: (ids: readonly string[], epoch: number) => ShardMap;
  readonly network: NetworkHost;
  private readonly windowBytes: number;
  readonly limitBytes: number;
  /** Replicas have less memory than owners. */
  readonly replicasEvict: boolean;
  isWriting = true;

  constructor(seed: number, replicas?: number) {
    this.random = new Random(seed);
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
      find: (id) => this.members.find((member) => member.id === id && member.process.isUp)?.process,
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
    const { random } = this;
    const process = new Process(this.network, {
      id,
      instance: ++this.instances,
      clockOffsetMs: random.chance(0.5) ? 0 : (random.fraction() - 0.5) * 8000,
      minAcks: this.minAcks,
      handoffTimeoutMs: HANDOFF_TIMEOUT_MS,
      windowBytes: this.windowBytes,
      limitBytes: this.limitBytes,
      emptyMap: this.makeMap([], 0),
      slots: this.slots,
      onGiveUp: (peer) => {
        this.note(`${id.slice(0, 2)} gives up on ${peer.slice(0, 2)}`);
      },
      onMessage: (from, message, answer) => {
        if (!this.isTraced) return;
        for (const [slot, text] of describeMessage(message, answer)) {
          this.note(`${from.slice(0, 2)}>${id.slice(0, 2)} slot ${slot} ${text}`);
        }
      },
    });
    const member: Member = new Member(this.network, process, phase, () => this.members, this.makeMap);
    member.onPlace = (map) => {
      if (!this.isTraced) return;
      const names = map.shards.map((shard) => shard.id.slice(0, 2));
      for (const slot of this.slots) {
        const holders = [
          map.ownerOf(slot),
          ...this.slots.slice(0, this.replicas).map((_, n) => map.replicaOf(slot, n)),
        ];
        this.note(`${id.slice(0, 2)} slot ${slot} map ${map.epoch} ${holders.map((one) => names[one])}`);
      }
    };
    this.members.push(member);
    return member;
  }

  get up(): Member[] {
    return this.members.filter(({ process }) => process.isUp);
  }

  get serving(): Member[] {
    return this.up.filter(({ myself, process }) => myself.phase === 'serving' && !process.isPaused);
  }

  pick(members: readonly Member[]): Member {
    return members[this.random.below(members.length)] as Member;
  }

  sideOf(id: string): number {
    return this.isCut ? (this.sides.get(id) ?? 0) : 0;
  }

  later(ms: number, work: () => void): void {
    this.schedule.at(this.schedule.nowMs + ms, work);
  }

  pass(ms: number): void {
    this.schedule.run(this.schedule.nowMs + ms);
  }

  find(id: string | undefined): Member {
    const member = this.up.find((one) => one.id === id);
    return member ?? this.fail(`${id} is not there`);
  }

  note(text: string): void {
    this.log.push(`${this.schedule.nowMs.toFixed(1)} ${text}`);
  }

  fail(message: string): never {
    throw new Error(`at ${this.schedule.nowMs.toFixed(1)} ms: ${message}`);
  }
}
