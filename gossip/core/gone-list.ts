/**
 * The dead and left members, in the order in which they are dropped when there are too many.
 *
 * Where members dropped different ones, each sync would bring back what the other has dropped, for ever. So the order is the same
 * in all lists: by when they went, and of those that went at about the same time, by id. Members know of a death at different
 * times, which is why the time is only looked at in steps of STEP_MS.
 *
 * Invariant: sorted. `sinceMs` does not change while a member is in it.
 */
import type { Member } from './member.ts';

const STEP_MS = 10_000;

export class GoneList {
  private readonly members: Member[] = [];

  get size(): number {
    return this.members.length;
  }

  /** The first to be dropped first; the list itself. */
  all(): readonly Member[] {
    return this.members;
  }

  /** Whether this member, which is not in the list, would come first. */
  isFirst(member: Member): boolean {
    return this.placeOf(member) === 0;
  }

  add(member: Member): void {
    this.members.splice(this.placeOf(member), 0, member);
  }

  delete(member: Member): void {
    const place = this.placeOf(member);
    if (this.members[place] === member) this.members.splice(place, 1);
  }

  /** Where it stands, or would stand. */
  private placeOf(member: Member): number {
    let low = 0;
    let high = this.members.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.members[middle] as Member, member)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: Member, b: Member): boolean {
  const steps = Math.floor(a.sinceMs / STEP_MS) - Math.floor(b.sinceMs / STEP_MS);
  return steps === 0 ? a.record.id < b.record.id : steps < 0;
}
