/**
 * Who holds a slot: the members in order of their scores, spread over zones. All slots at once, in typed arrays.
 *
 * One pass over the scores, member by member, keeps for each slot the best so far in order. Nearly all scores are below the
 * last of them and cost one comparison.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.ts';

/** For each slot the members at its places, best first, and their scores; place p of a slot is at p * SLOT_COUNT + slot. */
interface Ranking {
  readonly places: number;
  /** Indexes of members; -1 where there is none. */
  readonly members: Int16Array;
  readonly scores: Uint32Array;
}

/**
 * The indexes of the members that hold each slot, `places` of them: the highest score first, the lower index among equals; then
 * at each place the highest score of a zone that has none yet, or, when all zones have one, of the other members. -1 where
 * there are not so many members. Place p of a slot is at p * SLOT_COUNT + slot; the caller owns the array.
 *
 * `scores` and `zones` by member index; zones are numbered from 0.
 */
export function holdersByRank(
  scores: readonly Uint32Array[],
  zones: Uint16Array,
  places: number,
): Int16Array {
  const zoneCount = new Set(zones).size;
  if (zoneCount <= 1 || places === 1) return rankAll(scores, places).members;
  const { members } = rankZones(scores, zones, places);
  if (zoneCount < places) fillUp(members, zoneCount, places, rankAll(scores, places).members);
  return members;
}

function emptyRanking(places: number): Ranking {
  return {
    places,
    members: new Int16Array(places * SLOT_COUNT).fill(-1),
    scores: new Uint32Array(places * SLOT_COUNT),
  };
}

/** The best of all members. */
function rankAll(scores: readonly Uint32Array[], places: number): Ranking {
  const ranking = emptyRanking(places);
  const last = (places - 1) * SLOT_COUNT;
  const lastScores = ranking.scores.subarray(last);
  for (let member = 0; member < scores.length; member++) {
    const candidate = scores[member] as Uint32Array;
    // Until all places are taken, a score of 0 gets one too.
    const isFull = member >= places;
    const end = isFull ? last : member * SLOT_COUNT;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const score = candidate[slot] as number;
      if (isFull && score <= (lastScores[slot] as number)) continue;
      insert(ranking, end + slot, slot, member, score);
    }
  }
  return ranking;
}

/** The best member of each zone, for the best zones. What is not the best of its zone so far never gets in. */
function rankZones(scores: readonly Uint32Array[], zones: Uint16Array, places: number): Ranking {
  const ranking = emptyRanking(places);
  const last = (places - 1) * SLOT_COUNT;
  const lastScores = ranking.scores.subarray(last);
  const seen = new Set<number>();
  for (let member = 0; member < scores.length; member++) {
    const candidate = scores[member] as Uint32Array;
    const zone = zones[member] as number;
    const isKnownZone = seen.has(zone);
    const isFull = seen.size >= places;
    const firstFree = Math.min(seen.size, places - 1) * SLOT_COUNT;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const score = candidate[slot] as number;
      if (isFull && score <= (lastScores[slot] as number)) continue;
      const own = isKnownZone ? placeOfZone(ranking, slot, zones, zone) : -1;
      if (own >= 0 && score <= (ranking.scores[own] as number)) continue;
      insert(ranking, own >= 0 ? own : firstFree + slot, slot, member, score);
    }
    seen.add(zone);
  }
  return ranking;
}

/** Where in `ranking` the slot has a member of that zone; -1 if nowhere. */
function placeOfZone(ranking: Ranking, slot: number, zones: Uint16Array, zone: number): number {
  const { members } = ranking;
  for (let at = slot; at < members.length; at += SLOT_COUNT) {
    const member = members[at] as number;
    if (member < 0) return -1;
    if (zones[member] === zone) return at;
  }
  return -1;
}

/** Puts the member at its place; what is there and below moves down by one, and what is at `end` is dropped. */
function insert(
  { members, scores }: Ranking,
  end: number,
  slot: number,
  member: number,
  score: number,
): void {
  let at = end;
  while (at > slot && score > (scores[at - SLOT_COUNT] as number)) {
    members[at] = members[at - SLOT_COUNT] as number;
    scores[at] = scores[at - SLOT_COUNT] as number;
    at -= SLOT_COUNT;
  }
  members[at] = member;
  scores[at] = score;
}

/** From place `from` on, each slot gets the members of `ranked` that it does not have, in their order. */
function fillUp(holders: Int16Array, from: number, places: number, ranked: Int16Array): void {
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    let to = from;
    for (let place = 0; place < places && to < places; place++) {
      const member = ranked[place * SLOT_COUNT + slot] as number;
      if (has(holders, slot, to, member)) continue;
      holders[to * SLOT_COUNT + slot] = member;
      to++;
    }
  }
}

/** Whether the member is at one of the slot's first `places` places. */
function has(holders: Int16Array, slot: number, places: number, member: number): boolean {
  for (let place = 0; place < places; place++) {
    if (holders[place * SLOT_COUNT + slot] === member) return true;
  }
  return false;
}
