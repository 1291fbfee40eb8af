/**
 * Who holds a slot: the members in order of their scores, spread over zones. All slots at once, in typed arrays.
 *
 * Members are added one by one. For each slot the best so far are kept in order; nearly all scores are below the last of them
 * and cost one comparison. A ranking can be derived from the one before: only slots that lost one of their best are
 * ranked anew, and of the others only the new members are compared. Ties go to the lower index, so that the result depends
 * neither on the order in which members are added nor on the ranking before.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.ts';

/** A member that may hold slots. Its scores are never written to: the same array is the same member. */
export interface Candidate {
  /** Of each slot. */
  readonly scores: Uint32Array;
  readonly zone: string;
}

/** For each slot the best candidates, in order. Place p of a slot is at p * SLOT_COUNT + slot. */
interface Ranking {
  readonly candidates: readonly Candidate[];
  /** How many are kept for each slot. */
  readonly places: number;
  /** Of each zone only its best is kept. */
  readonly perZone: boolean;
  /** The zone of each candidate, as a number from 0. */
  readonly zoneOf: Uint16Array;
  /** Indexes into `candidates`; -1 where there are not so many. */
  readonly best: Int16Array;
  /** Their scores; 0 where there is none. */
  readonly scores: Uint32Array;
}

/** What the holders of slots follow from, to derive the next from. */
export interface Ranks {
  readonly places: number;
  /** The best of all; absent when there are zones enough for all places. */
  readonly all: Ranking | undefined;
  /** The best of each zone; absent when all are in one. */
  readonly zones: Ranking | undefined;
}

const ALL_SLOTS = Uint16Array.from({ length: SLOT_COUNT }, (_, slot) => slot);

/** Ranks the candidates for so many places of each slot. The result is the same without `previous`, but takes longer. */
export function rankCandidates(
  candidates: readonly Candidate[],
  places: number,
  previous: Ranks | undefined,
): Ranks {
  const zoneCount = new Set(candidates.map(({ zone }) => zone)).size;
  const inZones = zoneCount > 1 && places > 1;
  const enoughZones = inZones && zoneCount >= places;
  return {
    places,
    all: enoughZones ? undefined : rank(candidates, places, false, previous?.all),
    zones: inZones ? rank(candidates, Math.min(places, zoneCount), true, previous?.zones) : undefined,
  };
}

/**
 * Indexes of the candidates that hold each slot: the highest score first, then at each place the highest of a zone that has
 * none yet, or, when all zones have one, of the others. -1 where there are not so many candidates. Place p of a
 * slot is at p * SLOT_COUNT + slot; the caller owns the array.
 */
export function holdersOf({ places, all, zones }: Ranks): Int16Array {
  const holders = new Int16Array(places * SLOT_COUNT).fill(-1);
  holders.set((zones ?? all)?.best ?? []);
  if (zones !== undefined && all !== undefined) fillUp(holders, zones.places, all);
  return holders;
}

function rank(
  candidates: readonly Candidate[],
  places: number,
  perZone: boolean,
  previous: Ranking | undefined,
): Ranking {
  const ranking: Ranking = {
    ...{ candidates, places, perZone, zoneOf: zoneNumbers(candidates) },
    best: new Int16Array(places * SLOT_COUNT).fill(-1),
    scores: new Uint32Array(places * SLOT_COUNT),
  };
  const indexes = zonesFirst(candidates);
  if (previous?.places !== places) {
    addAll(ranking, indexes, ALL_SLOTS, []);
    return ranking;
  }
  const present = presentIndexes(previous.candidates, candidates);
  const kept = new Set(present);
  const isLost = takeOver(ranking, previous, present);
  addAll(ranking, indexes, slotsWith(1, isLost), []);
  const added = indexes.filter((index) => !kept.has(index));
  const earlier = indexes.filter((index) => kept.has(index));
  if (added.length > 0) addAll(ranking, added, slotsWith(0, isLost), earlier);
  return ranking;
}

function zoneNumbers(candidates: readonly Candidate[]): Uint16Array {
  const numbers = new Map<string, number>();
  for (const { zone } of candidates) if (!numbers.has(zone)) numbers.set(zone, numbers.size);
  return Uint16Array.from(candidates, ({ zone }) => numbers.get(zone) as number);
}

/** All indexes, one of each zone before the others: the sooner all places are taken, the more is skipped. */
function zonesFirst(candidates: readonly Candidate[]): number[] {
  const ofZones = new Map(candidates.map(({ zone }, index) => [zone, index]));
  const all = new Set([...ofZones.values(), ...candidates.keys()]);
  return [...all];
}

/** For each candidate of before its index now; -1 if it is gone or in another zone. */
function presentIndexes(before: readonly Candidate[], now: readonly Candidate[]): Int16Array {
  const indexes = new Map(now.map(({ scores }, index) => [scores, index]));
  return Int16Array.from(before, ({ scores, zone }) => {
    const index = indexes.get(scores) ?? -1;
    return now[index]?.zone === zone ? index : -1;
  });
}

/**
 * Copies the best of the slots that are whole, and leaves those empty that lost one: 1 for each of these. Clients wait for it, and as
 * members seldom die it is not compiled yet: so this reads nothing in its loop but arrays.
 */
function takeOver({ places, best, scores }: Ranking, previous: Ranking, present: Int16Array): Uint8Array {
  const isLost = new Uint8Array(SLOT_COUNT);
  const before = previous.best;
  const slots = SLOT_COUNT;
  const end = places * slots;
  scores.set(previous.scores);
  let hasLost = false;
  for (let at = 0; at < end; at++) {
    const index = before[at] as number;
    if (index < 0) continue;
    const now = present[index] as number;
    best[at] = now;
    if (now >= 0) continue;
    isLost[at & (slots - 1)] = 1;
    hasLost = true;
  }
  for (let slot = 0; hasLost && slot < slots; slot++) {
    if (isLost[slot] === 0) continue;
    for (let at = slot; at < end; at += slots) {
      best[at] = -1;
      scores[at] = 0;
    }
  }
  return isLost;
}

/** The slots with that mark, in order. */
function slotsWith(mark: number, marks: Uint8Array): Uint16Array {
  const slots = new Uint16Array(SLOT_COUNT);
  const end = SLOT_COUNT;
  let count = 0;
  for (let slot = 0; slot < end; slot++) if (marks[slot] === mark) slots[count++] = slot;
  return slots.subarray(0, count);
}

/** Adds candidates to these slots, which have been given those of `earlier`. */
function addAll(
  ranking: Ranking,
  indexes: readonly number[],
  slots: Uint16Array,
  earlier: readonly number[],
): void {
  const { zoneOf, perZone, places } = ranking;
  const keyOf = (index: number): number => (perZone ? (zoneOf[index] as number) : index);
  const seen = new Set(earlier.map(keyOf));
  for (const index of indexes) {
    add(ranking, index, slots, Math.min(seen.size, places - 1));
    seen.add(keyOf(index));
  }
}

/**
 * Puts a candidate at its place in each of these slots, if it has one; those after it move down by one, and what is at place
 * `end` is dropped: the first that is free, or the last. One function, as nothing else is as hot here.
 */
function add(ranking: Ranking, index: number, slots: Uint16Array, end: number): void {
  const { best, scores: bestScores, zoneOf } = ranking;
  const { scores } = ranking.candidates[index] as Candidate;
  const zone = zoneOf[index];
  const least = bestScores.subarray(end * SLOT_COUNT, (end + 1) * SLOT_COUNT);
  const isOneOfMany = !ranking.perZone;
  const count = slots.length;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    const score = scores[slot] as number;
    if (score < (least[slot] as number)) continue;
    let at = isOneOfMany ? end * SLOT_COUNT + slot : slot;
    // The best of the same zone makes room, if it is there, else the last.
    while (!isOneOfMany && at < end * SLOT_COUNT && zoneOf[best[at] as number] !== zone) at += SLOT_COUNT;
    const last = best[at] as number;
    const lastScore = bestScores[at] as number;
    if (last >= 0 && (score < lastScore || (score === lastScore && index > last))) continue;
    while (at > slot) {
      const before = at - SLOT_COUNT;
      const other = bestScores[before] as number;
      if (score < other || (score === other && index > (best[before] as number))) break;
      best[at] = best[before] as number;
      bestScores[at] = other;
      at = before;
    }
    best[at] = index;
    bestScores[at] = score;
  }
}

/** From place `from` on, each slot gets the best of all that it does not have yet, in order. */
function fillUp(holders: Int16Array, from: number, { best, places }: Ranking): void {
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    let to = from;
    for (let place = 0; place < places && to < places; place++) {
      const index = best[place * SLOT_COUNT + slot] as number;
      if (holds(holders, slot, to, index)) continue;
      holders[to * SLOT_COUNT + slot] = index;
      to++;
    }
  }
}

/** Whether the candidate is at one of the slot's first `places` places. */
function holds(holders: Int16Array, slot: number, places: number, index: number): boolean {
  for (let place = 0; place < places; place++) {
    if (holders[place * SLOT_COUNT + slot] === index) return true;
  }
  return false;
}
