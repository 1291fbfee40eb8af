/**
 * A random history of a simulated cluster: members join, leave, are killed, started anew, stopped for a while, as a whole or a thread of them, and cut off from
 * each other, and clients read and write meanwhile. Members have a shard each, or several, or differing numbers. All of it follows from the seed.
 */

import { areCopiesComplete, ReplicationMeter } from '../../../lib/observe/replication-status.ts';
import { Checks } from './checks.ts';
import { Clients } from './clients.ts';
import { type FaultKind, Faults } from './faults.ts';
import type { Shard } from './shard.ts';
import { HANDOFF_TIMEOUT_MS, World } from './world.ts';

/** After the last fault, beside the handoff timeout. */
const SETTLE_MS = 20_000;

/** What the seed is not to decide. */
export interface TrialOptions {
  /** What goes wrong is always that, where it can. */
  readonly only?: FaultKind | undefined;
  readonly replicas?: number | undefined;
  /** How many each member has. */
  readonly shards?: number | undefined;
}

export class Trial {
  readonly world: World;
  private readonly checks: Checks;
  private readonly clients: Clients;
  private readonly faults: Faults;

  constructor(seed: number, { only, replicas, shards }: TrialOptions = {}) {
    this.world = new World(seed, replicas, shards);
    this.checks = new Checks(this.world);
    this.clients = new Clients(this.world, this.checks);
    this.faults = new Faults(this.world, this.clients, () => this.settle(), only);
  }

  /** Throws an Error that tells what went wrong. */
  run(): void {
    this.world.begin(2 + this.world.random.below(3));
    this.clients.write();
    this.checks.watch();
    this.world.pass(300);
    const faults = 1 + this.world.random.below(3);
    for (let fault = 0; fault < faults; fault++) {
      this.settle();
      this.faults.happen();
      this.world.pass(this.world.random.below(3000));
    }
    this.settle();
    this.world.isWriting = false;
    // What a replica has evicted it gets back when its copy is next compared.
    this.world.pass(this.world.replicasEvict ? 62_000 : 6000);
    this.checks.checkQuiet();
    this.world.pass(13_000);
    this.checks.checkPlaces();
  }

  /** Waits until everybody sees the same members, and has what it is to have. */
  private settle(): void {
    const { schedule } = this.world;
    const untilMs = schedule.nowMs + SETTLE_MS + HANDOFF_TIMEOUT_MS;
    while (schedule.nowMs < untilMs) {
      this.world.pass(100);
      if (this.isSettled()) {
        this.world.pass(400);
        if (this.isSettled()) return;
      }
    }
    this.world.fail(`nothing settles: ${this.describe()}`);
  }

  private isSettled(): boolean {
    const { up, shards } = this.world;
    const [first] = up;
    return (
      up.every(
        ({ myself, viewHash, epoch }) =>
          myself.phase === 'serving' && viewHash === first?.viewHash && epoch === first.epoch,
      ) && shards.every((shard) => this.isShardSettled(shard))
    );
  }

  private isShardSettled({ isPaused, isFenced, core }: Shard): boolean {
    const { ownership } = core;
    return (
      !isPaused &&
      !isFenced &&
      areCopiesComplete(new ReplicationMeter(core).status()) &&
      this.world.slots.every((slot) => !ownership.isOwned(slot) || ownership.isServed(slot)) &&
      ownership.map.shards.length === this.world.shards.length
    );
  }

  private describe(): string {
    const members = this.world.up.map(({ name, epoch, viewHash, myself }) => {
      const view = viewHash.replaceAll(/(..){20} /g, '$1 ');
      return `${name} ${myself.phase} epoch ${epoch} view ${view}`;
    });
    const shards = this.world.shards.map(({ name, core, isFenced }) => {
      const { ownership, copies } = core;
      const awaited = [...ownership.awaited()].map(([slot, sources]) => `${slot}<${sources}`).join(' ');
      return `${name} awaits [${awaited}] copies ${copies.liveSlots}/${copies.wantedSlots} fenced ${isFenced}`;
    });
    return [...members, ...shards].join('; ');
  }
}
