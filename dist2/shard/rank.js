/**
 * Who holds a slot: the members in order of their scores, spread over zones. All slots at once, in typed arrays.
 *
 * Members are added one by one. For each slot the best so far are kept in order; nearly all scores are below the last of them
 * and cost one comparison. A ranking can be derived from the one before: only slots that lost one of their best are
 * ranked anew, and of the others only the new members are compared. Ties go to the lower index, so that the result depends
 * neither on the order in which members are added nor on the ranking before.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.js';
const ALL_SLOTS = Uint16Array.from({ length: SLOT_COUNT }, (_, slot) => slot);
/** Ranks the candidates for so many places of each slot. The result is the same without `previous`, but takes longer. */
export function rankCandidates(candidates, places, previous) {
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
export function holdersOf({ places, all, zones }) {
    const holders = new Int16Array(places * SLOT_COUNT).fill(-1);
    holders.set((zones ?? all)?.best ?? []);
    if (zones !== undefined && all !== undefined)
        fillUp(holders, zones.places, all);
    return holders;
}
function rank(candidates, places, perZone, previous) {
    const ranking = {
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
    const { lost, whole } = takeOver(ranking, previous, present);
    addAll(ranking, indexes, lost, []);
    addAll(ranking, indexes.filter((index) => !kept.has(index)), whole, indexes.filter((index) => kept.has(index)));
    return ranking;
}
function zoneNumbers(candidates) {
    const numbers = new Map();
    for (const { zone } of candidates)
        if (!numbers.has(zone))
            numbers.set(zone, numbers.size);
    return Uint16Array.from(candidates, ({ zone }) => numbers.get(zone));
}
/** All indexes, one of each zone before the others: the sooner all places are taken, the more is skipped. */
function zonesFirst(candidates) {
    const ofZones = new Map(candidates.map(({ zone }, index) => [zone, index]));
    const all = new Set([...ofZones.values(), ...candidates.keys()]);
    return [...all];
}
/** For each candidate of before its index now; -1 if it is gone or in another zone. */
function presentIndexes(before, now) {
    const indexes = new Map(now.map(({ scores }, index) => [scores, index]));
    return Int16Array.from(before, ({ scores, zone }) => {
        const index = indexes.get(scores) ?? -1;
        return now[index]?.zone === zone ? index : -1;
    });
}
/** Copies the best of the slots that are whole, and leaves those empty that lost one. Says which are which. */
function takeOver({ places, best, scores }, previous, present) {
    const end = places * SLOT_COUNT;
    const lost = new Uint16Array(SLOT_COUNT);
    const whole = new Uint16Array(SLOT_COUNT);
    let lostCount = 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
        let at = slot;
        // -1 where there was none: `present` says nothing of it.
        while (at < end && present[previous.best[at]] !== -1)
            at += SLOT_COUNT;
        if (at < end) {
            lost[lostCount++] = slot;
            continue;
        }
        whole[slot - lostCount] = slot;
        for (at = slot; at < end; at += SLOT_COUNT) {
            best[at] = present[previous.best[at]] ?? -1;
            scores[at] = previous.scores[at];
        }
    }
    return { lost: lost.subarray(0, lostCount), whole: whole.subarray(0, SLOT_COUNT - lostCount) };
}
/** Adds candidates to these slots, which have been given those of `earlier`. */
function addAll(ranking, indexes, slots, earlier) {
    const { zoneOf, perZone, places } = ranking;
    const keyOf = (index) => (perZone ? zoneOf[index] : index);
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
function add(ranking, index, slots, end) {
    const { best, scores: bestScores, zoneOf } = ranking;
    const { scores } = ranking.candidates[index];
    const zone = zoneOf[index];
    const least = bestScores.subarray(end * SLOT_COUNT, (end + 1) * SLOT_COUNT);
    const isOneOfMany = !ranking.perZone;
    for (let i = 0; i < slots.length; i++) {
        const slot = slots[i];
        const score = scores[slot];
        if (score < least[slot])
            continue;
        let at = isOneOfMany ? end * SLOT_COUNT + slot : slot;
        // The best of the same zone makes room, if it is there, else the last.
        while (!isOneOfMany && at < end * SLOT_COUNT && zoneOf[best[at]] !== zone)
            at += SLOT_COUNT;
        const last = best[at];
        const lastScore = bestScores[at];
        if (last >= 0 && (score < lastScore || (score === lastScore && index > last)))
            continue;
        while (at > slot) {
            const before = at - SLOT_COUNT;
            const other = bestScores[before];
            if (score < other || (score === other && index > best[before]))
                break;
            best[at] = best[before];
            bestScores[at] = other;
            at = before;
        }
        best[at] = index;
        bestScores[at] = score;
    }
}
/** From place `from` on, each slot gets the best of all that it does not have yet, in order. */
function fillUp(holders, from, { best, places }) {
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
        let to = from;
        for (let place = 0; place < places && to < places; place++) {
            const index = best[place * SLOT_COUNT + slot];
            if (holds(holders, slot, to, index))
                continue;
            holders[to * SLOT_COUNT + slot] = index;
            to++;
        }
    }
}
/** Whether the candidate is at one of the slot's first `places` places. */
function holds(holders, slot, places, index) {
    for (let place = 0; place < places; place++) {
        if (holders[place * SLOT_COUNT + slot] === index)
            return true;
    }
    return false;
}
//# sourceMappingURL=rank.js.map