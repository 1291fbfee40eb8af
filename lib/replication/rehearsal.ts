/**
 * What a member that joins does first, before anybody knows of it: it joins a member of its own making, all in memory, and copies made-up keys from
 * there.
 *
 * V8 optimises code that has run often, for what it has seen. Without this most of a share is copied in slow code, while the compiler takes a part of
 * the processor for which clients of the other members wait (docs/performance.md has the figures). What is seen here has to be as various as
 * what is seen in earnest: code that is optimised for less is thrown away when it meets the rest.
 */
import { buildShardMap, type PlacementMember, type ShardMap } from '../../shard/index.ts';
import { hashSlot } from '../base/hash-slot.ts';
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../store/keyspace.ts';
import { Replication } from './replication.ts';

/** The first slots are copied first. Each has as many keys as in a cluster with a million of them. */
const SLOTS = 100;
const KEYS_PER_SLOT = 60;
/** Slots that are copied, with those that have no keys. */
const COPIED_SLOTS = 2 * SLOTS;
/** The same for the first game, in which one of so many slots has keys. */
const FIRST_COPIED_SLOTS = SLOTS / 2;
const FIRST_SHARE = 16;
const VALUE_BYTES = [64, 64, 64, 5, 64, 64, 64, 400];
/** One of so many keys has a value that lies in a buffer of its own; one of so many expires. */
const KEYS_PER_LARGE = 1600;
const LARGE_BYTES = 80_000;
const KEYS_PER_EXPIRING = 50;
/** While slots are copied one of so many keys is changed after each turn: of three changes one is a deletion. */
const KEYS_PER_CHANGE = 40;
/** Keys that are written in one step, and looks at the clock in one turn of the members'. */
const KEYS_PER_STEP = 16;
const LOOKS_PER_TURN = 8;
const LONG_MS = 3_600_000;
const GIVER = '00'.repeat(20);
const TAKER = 'ff'.repeat(20);

/** After some 60 ms to begin with, mostly less than a millisecond of work at a time, so that others may have the processor in between. */
export class JoinRehearsal {
  private readonly games: readonly [short: Game, long: Game];

  /** @param nowMs the wall clock; `clockMs` a monotonic one */
  constructor(nowMs: number, clockMs: () => number) {
    const keys = keysOfFirstSlots();
    const few = keys.slice(0, keys.length / FIRST_SHARE);
    // What is compiled in the short one has seen other players by then, and so does not take them for the only ones.
    this.games = [
      new Game(few, FIRST_COPIED_SLOTS, nowMs, () => clockMs()),
      new Game(keys, COPIED_SLOTS, nowMs, clockMs),
    ];
  }

  /** Plays on. Returns whether there is more. */
  step(): boolean {
    const [short, long] = this.games;
    return short.step() || long.step();
  }

  get copiedKeys(): number {
    return this.games.reduce((sum, { copiedKeys }) => sum + copiedKeys, 0);
  }
}

/** One member joins another one; over when so many slots are copied. */
class Game {
  private readonly keys: readonly Buffer[];
  private readonly slots: number;
  private readonly giver: Player;
  private readonly taker: Player;
  private written = 0;
  private turn = 0;

  constructor(keys: readonly Buffer[], slots: number, nowMs: number, clockMs: () => number) {
    this.keys = keys;
    this.slots = slots;
    const alone = buildShardMap([member(GIVER)], 1);
    const both = buildShardMap([member(GIVER), member(TAKER)], 2, alone);
    this.giver = new Player(GIVER, nowMs, clockMs);
    this.taker = new Player(TAKER, nowMs, clockMs);
    this.giver.meet(this.taker, alone, alone);
    this.taker.meet(this.giver, alone, both);
  }

  get copiedKeys(): number {
    return this.taker.core.intakes.appliedKeys;
  }

  step(): boolean {
    if (this.written < this.keys.length) this.write();
    else if (this.taker.core.copies.liveSlots < this.slots) this.copy();
    else return false;
    return true;
  }

  private write(): void {
    const end = Math.min(this.written + KEYS_PER_STEP, this.keys.length);
    for (; this.written < end; this.written++)
      this.giver.set(this.keys[this.written] as Buffer, this.written);
  }

  private copy(): void {
    const { giver, taker, keys, turn } = this;
    giver.work();
    taker.work();
    for (let n = turn % KEYS_PER_CHANGE; n < keys.length; n += KEYS_PER_CHANGE) {
      if (n % 3 === 0) giver.delete(keys[n] as Buffer);
      else giver.set(keys[n] as Buffer, n + turn);
    }
    this.turn++;
  }
}

function member(id: string): PlacementMember {
  return { id, weight: 1, zone: '', shards: 1 };
}

/** Keys of the first slots: a plain one and others with it as hash tag, behind a name of their own, so that both ways to a slot are taken. */
function keysOfFirstSlots(): Buffer[] {
  const keys: Buffer[] = [];
  for (let n = 0; keys.length < SLOTS * KEYS_PER_SLOT; n++) {
    const text = `plain:${n}`;
    const plain = Buffer.from(text);
    if (slotOf(plain) >= SLOTS) continue;
    keys.push(plain);
    for (let i = 1; i < KEYS_PER_SLOT; i++) keys.push(Buffer.from(`tagged:${i}:{${text}}`));
  }
  return keys;
}

function slotOf(key: Buffer): number {
  return hashSlot(key, 0, key.length);
}

/** One of the two members. What it asks of the other is answered at the end of its turn. */
class Player {
  readonly core: Replication;
  private readonly keyspace = new Keyspace({ hashSeed: 1 });
  private readonly id: string;
  private readonly nowMs: number;
  private other: Player | undefined;
  private readonly answers: (() => void)[] = [];

  constructor(id: string, nowMs: number, clockMs: () => number) {
    this.id = id;
    this.nowMs = nowMs;
    const host = {
      keyspace: this.keyspace,
      limits: () => ({
        minAcks: 0,
        handoffWindowBytes: 1 << 24,
        replBufferLimitBytes: 1 << 26,
        handoffTimeoutMs: LONG_MS,
        proxyTimeoutMs: LONG_MS,
      }),
      clockMs,
      ask: this.ask,
      canAsk: () => true,
      onRoutes: () => {},
      onPending: () => {},
      onGiveUp: () => {},
      onClockAhead: () => {},
    };
    this.core = new Replication(host, buildShardMap([], 0), 1);
  }

  meet(other: Player, map: ShardMap, wanted: ShardMap): void {
    this.other = other;
    this.core.onMap(map, { selfId: this.id, wanted, live: new Map([[other.id, '1']]) });
  }

  work(): void {
    let looks = 0;
    this.core.work(this.nowMs, () => ++looks > LOOKS_PER_TURN, true);
    this.core.followers.flush();
    for (const answer of this.answers.splice(0)) answer();
  }

  set(key: Buffer, n: number): void {
    const { core, keyspace, nowMs } = this;
    const isLarge = n % KEYS_PER_LARGE === KEYS_PER_LARGE - 1;
    const bytes = isLarge ? LARGE_BYTES : (VALUE_BYTES[n % VALUE_BYTES.length] as number);
    const expiresAtMs = n % KEYS_PER_EXPIRING === 0 ? nowMs + LONG_MS : NO_EXPIRY;
    core.beginWrite(nowMs);
    keyspace.set(key, 0, key.length, Buffer.alloc(bytes, '1'), 0, bytes, expiresAtMs, nowMs);
    core.onWrite(slotOf(key), key, 0, key.length);
  }

  delete(key: Buffer): void {
    const { core, keyspace, nowMs } = this;
    const ref = keyspace.peek(key, 0, key.length, nowMs);
    if (ref === NO_ENTRY) return;
    core.beginWrite(nowMs);
    keyspace.delete(ref);
    core.onWrite(slotOf(key), key, 0, key.length);
  }

  private readonly ask = (
    _peer: string,
    buf: Buffer,
    start: number,
    end: number,
    onReply: (reply?: Buffer) => void,
  ): boolean => {
    const answer = this.other?.core.onMessage(this.id, buf, start, end, this.nowMs);
    this.answers.push(() => onReply(answer));
    return true;
  };
}
