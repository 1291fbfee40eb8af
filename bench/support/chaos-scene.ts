/** What the scenes of bench-chaos share: a load on a cluster, and what came of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosLoad, type Gap, type Spread, type Writer } from './chaos-load.ts';
import type { Fleet } from './chaos-members.ts';

const WRITERS = 12;
const WARM_UP_MS = 1000;
export const KEYS_PER_WRITER = 200;

/** What was seen in one run of a scene. */
export interface Outcome {
  readonly scene: string;
  readonly fleet: string;
  readonly answered: number;
  /** Keys that do not hold what their last acknowledged write left. */
  readonly lost: number;
  readonly stale: number;
  readonly readErrors: Readonly<Record<string, number>>;
  readonly writeErrors: Readonly<Record<string, number>>;
  /** The longest time without an acknowledged write, of clients of the affected member's keys and of the others. */
  readonly affectedGap: Gap;
  readonly othersGap: Gap;
  /** The same of the others before anything happened: what the machine does by itself. */
  readonly quietGap: Gap;
  readonly before: Spread;
  readonly during: Spread;
  /** More figures, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** Why it is not as promised; none if it is. */
  readonly faults: readonly string[];
}

/** Clients beside those that write. */
export interface Audience {
  /** So many that write each of their keys once, then read. */
  readonly readers?: number;
  /** So many of this member that read what the clients of the affected keys write. */
  readonly watchers?: { readonly count: number; readonly member: number };
}

/** A load whose even clients use keys of `affected` only, and the odd ones keys of the others; `entry` are the members that clients know. */
export async function startLoad(
  fleet: Fleet,
  entry: readonly number[],
  affected: number,
  { readers = 0, watchers = { count: 0, member: 0 } }: Audience = {},
): Promise<ChaosLoad> {
  const ownerOf = await fleet.ownersNow();
  const writers = Array.from({ length: WRITERS + readers }, (_, at): Writer => {
    const isAffected = at % 2 === 0;
    return {
      client: fleet.client(entry[at % entry.length] as number),
      keys: keysOf(at, (key) => (ownerOf(key) === affected) === isAffected),
      kind: isAffected ? 'affected' : 'others',
      role: at < WRITERS ? 'writes' : 'reads',
    };
  });
  const watched = writers.filter(({ kind, role }) => kind === 'affected' && role === 'writes');
  for (let at = 0; at < watchers.count; at++) {
    const { keys, kind } = watched[at % watched.length] as Writer;
    writers.push({ client: fleet.client(watchers.member), keys, kind, role: 'watches' });
  }
  const load = new ChaosLoad(writers);
  await sleep(WARM_UP_MS);
  load.enter('before');
  return load;
}

/** The keys of a client, all of which are `suitable`. */
export function keysOf(client: number, suitable: (key: string) => boolean): string[] {
  const keys: string[] = [];
  for (let number = 0; keys.length < KEYS_PER_WRITER; number++) {
    const key = `chaos:${client}:${number}`;
    if (suitable(key)) keys.push(key);
  }
  return keys;
}

/** How many keys are not, to a client of any of these members, what they ought to be. */
export async function lostKeys(fleet: Fleet, members: readonly number[], load: ChaosLoad): Promise<number> {
  const lost = new Set<string>();
  for (const member of members) {
    const client = fleet.client(member);
    const look = async (key: string): Promise<void> => {
      const found = await client.get(key).catch((error: Error) => `error: ${error.message}`);
      if (!load.ledger.isRight(key, found, load.ledger.acked(key))) lost.add(key);
    };
    await Promise.all(load.ledger.keys().map(look));
    client.disconnect();
  }
  return lost.size;
}

export interface Judged {
  readonly scene: string;
  readonly fleet: Fleet;
  readonly load: ChaosLoad;
  readonly lost: number;
  readonly figures?: Readonly<Record<string, number>>;
  /** What else is not as promised. */
  readonly faults?: readonly (string | false)[];
  /** Codes of errors that reads and writes may have got. */
  readonly mayRead?: readonly string[];
  readonly mayWrite?: readonly string[];
  /** Lost writes are part of the deal, and only counted. */
  readonly mayLose?: boolean;
  /** Reads meanwhile may miss what is acknowledged. */
  readonly mayMiss?: boolean;
}

export function outcomeOf(seen: Judged): Outcome {
  const { scene, fleet, load, lost, figures = {}, faults = [], mayRead = [], mayWrite = [] } = seen;
  const { answered, stale, readErrors, writeErrors } = load;
  const all = [
    lost > 0 && !seen.mayLose && `${lost} keys lost`,
    stale > 0 && !seen.mayLose && !seen.mayMiss && `${stale} stale reads (${load.firstStale})`,
    ...answerFaults('clients', load, mayRead, mayWrite),
    ...faults,
  ];
  return {
    ...{ scene, fleet: fleet.label, answered, lost, stale, readErrors, writeErrors, figures },
    affectedGap: load.longestGap('during', 'affected'),
    othersGap: load.longestGap('during', 'others'),
    quietGap: load.longestGap('before', 'others'),
    before: load.spread('before'),
    during: load.spread('during'),
    faults: all.filter((fault) => fault !== false),
  };
}

/** What these clients were answered, or were not, and ought not to have been. */
export function answerFaults(
  who: string,
  { hanging, readErrors, writeErrors }: ChaosLoad,
  mayRead: readonly string[],
  mayWrite: readonly string[],
): (string | false)[] {
  return [
    hanging > 0 && `${hanging} ${who} never got an answer`,
    unexpected(`${who}: read`, readErrors, mayRead),
    unexpected(`${who}: write`, writeErrors, mayWrite),
  ];
}

function unexpected(
  what: string,
  errors: Readonly<Record<string, number>>,
  expected: readonly string[],
): string | false {
  const odd = Object.entries(errors).filter(([kind]) => !expected.includes(kind));
  return odd.length > 0 && `${what} errors: ${odd.map(([kind, count]) => `${count} x ${kind}`).join(', ')}`;
}

/** A fault if it is longer than promised, and longer than what the machine does by itself. */
export function gapFault(what: string, gap: Gap, promisedMs: number, quietMs: number): string | false {
  const { ms, endedAtMs } = gap;
  return (
    ms > Math.max(promisedMs, 2 * quietMs) &&
    `${what} could not be written for ${ms} ms (until ${endedAtMs} ms after it), promised are ${promisedMs} ms`
  );
}
