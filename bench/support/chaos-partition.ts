/** A scene of bench-chaos: three members and two cannot reach each other for a while, and clients of both sides write. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosLoad, type Writer } from './chaos-load.ts';
import { type MemberOptions, Members } from './chaos-members.ts';
import { answerFaults, KEYS_PER_WRITER, keysOf, lostKeys, type Outcome, outcomeOf } from './chaos-scene.ts';
import { CLIENT_HOSTS, TwoNetworks } from './namespaces.ts';

const LARGER = [0, 1, 2];
const SMALLER = [3, 4];
const ALL = [...LARGER, ...SMALLER];
const CLIENTS_A_SIDE = 6;
/** Those that write the same keys on both sides. */
const RIVALS_A_SIDE = 3;
/** They draw their keys at random: were fewer than this written by both, little would have been compared. */
const LEAST_SHARED = (RIVALS_A_SIDE * KEYS_PER_WRITER) / 3;
/** The numbers of writes of the smaller side's rivals begin here, so that a value tells who wrote it. */
const SMALLER_FROM = 1e9;
const QUIET_MS = 2000;
const CUT_OFF_LIMIT_MS = 20_000;
/** For clients that go on after it. */
const MERGE_MS = 2000;
/** Two writes that were under way this close to each other may win either way. */
const CLOSE_MS = 5;
const UNKNOWN = ['OUTCOMEUNKNOWN'];

export type Policy = 'serve' | 'majority';

/** Starts the members, cuts them apart for `cutMs` once both sides know of it, and joins them again. */
export async function partition(options: MemberOptions, policy: Policy, cutMs: number): Promise<Outcome> {
  const networks = await TwoNetworks.make();
  try {
    const spotOf = (member: number) => {
      const side = member < LARGER.length ? 0 : 1;
      const { prefix, host } = networks.places[side];
      return { prefix, host, clientHost: CLIENT_HOSTS[side] };
    };
    const flags = [...options.flags, '--partition-policy', policy];
    const members = await Members.start(ALL.length, { ...options, flags, spotOf });
    try {
      return await play(members, networks, policy, cutMs);
    } finally {
      await members.close();
    }
  } finally {
    networks.close();
  }
}

async function play(
  members: Members,
  networks: TwoNetworks,
  policy: Policy,
  cutMs: number,
): Promise<Outcome> {
  const load = new ChaosLoad([
    ...clients(members, LARGER, 0, CLIENTS_A_SIDE),
    ...clients(members, SMALLER, CLIENTS_A_SIDE, CLIENTS_A_SIDE),
  ]);
  await sleep(QUIET_MS / 2);
  load.enter('before');
  await sleep(QUIET_MS);
  networks.deafen(0);
  networks.deafen(1);
  load.enter('cut');
  await bothKnow(members, policy);
  load.enter('during');
  const rivals = policy === 'serve' ? startRivals(members) : [];
  await sleep(cutMs);
  await Promise.all(rivals.map((rival) => rival.stop()));
  const minorityWrites = load.acknowledged('during', 'affected');
  networks.heal();
  load.enter('after');
  await members.rebuilt([]);
  await sleep(MERGE_MS);
  await load.stop();
  const lost = await lostKeys(members, ALL, load);
  // What a side has no copy of is missing there until it heals.
  const seen = { scene: `partition 3 + 2, ${policy}`, fleet: members, load, lost, mayMiss: true };
  if (policy === 'majority') {
    const faults = [minorityWrites > 0 && `${minorityWrites} writes acknowledged on the small side`];
    const figures = { 'writes on the small side': minorityWrites };
    const mayWrite = [...UNKNOWN, 'CLUSTERDOWN'];
    return outcomeOf({ ...seen, figures, faults, mayWrite, mayRead: ['CLUSTERDOWN'] });
  }
  const shared = await compareRivals(members, rivals as [ChaosLoad, ChaosLoad]);
  const faults = [
    shared.wrong > 0 && `${shared.wrong} keys of the rivals do not have the newer version`,
    shared.keys < LEAST_SHARED && `both sides wrote only ${shared.keys} of the same keys`,
    ...rivals.flatMap((rival) => answerFaults('rivals', rival, [], UNKNOWN)),
  ];
  const figures = { 'keys written by both': shared.keys, wrong: shared.wrong };
  return outcomeOf({ ...seen, figures, faults, mayWrite: UNKNOWN });
}

/** Clients of these members that write; the numbers `from` on decide their keys. */
function clients(members: Members, side: readonly number[], from: number, count: number): Writer[] {
  return Array.from({ length: count }, (_, at) => ({
    client: members.client(side[at % side.length] as number),
    keys: keysOf(from + at, () => true),
    kind: side === SMALLER ? 'affected' : 'others',
    role: 'writes',
  }));
}

/** Both write the same keys. */
function startRivals(members: Members): ChaosLoad[] {
  const from = 2 * CLIENTS_A_SIDE;
  return [
    new ChaosLoad(clients(members, LARGER, from, RIVALS_A_SIDE)),
    new ChaosLoad(clients(members, SMALLER, from, RIVALS_A_SIDE), SMALLER_FROM),
  ];
}

/** Resolves when each side goes on by itself, or knows that it may not. */
async function bothKnow(members: Members, policy: Policy): Promise<void> {
  await members.settled(SMALLER);
  if (policy === 'serve') {
    await members.settled(LARGER);
    return;
  }
  const cutOff = SMALLER.map((member) =>
    members.nodes[member]?.waitFor(({ event }) => event === 'cut-off', CUT_OFF_LIMIT_MS),
  );
  await Promise.all(cutOff);
}

/** How many keys both sides' rivals wrote; and how many of all do not, to a client of any member, have what the later of the last writes left. */
async function compareRivals(
  members: Members,
  rivals: readonly [ChaosLoad, ChaosLoad],
): Promise<{ readonly keys: number; readonly wrong: number }> {
  const wrong = new Set<string>();
  const [some, others] = rivals.map(({ ledger }) => ledger) as [ChaosLoad['ledger'], ChaosLoad['ledger']];
  const all = [...new Set([...some.keys(), ...others.keys()])];
  for (const member of ALL) {
    const client = members.client(member);
    const look = async (key: string): Promise<void> => {
      const found = await client.get(key).catch((error: Error) => `error: ${error.message}`);
      const isLater = (one: ChaosLoad['ledger'], other: ChaosLoad['ledger']): boolean =>
        (one.lastWrite(key)?.ackedMs ?? 0) + CLOSE_MS >= (other.lastWrite(key)?.sentMs ?? 0);
      const mayWin = [isLater(some, others) ? some : [], isLater(others, some) ? others : []].flat();
      if (!mayWin.some((one) => one.isRight(key, found, one.acked(key)))) wrong.add(key);
    };
    await Promise.all(all.map(look));
    client.disconnect();
  }
  const isShared = (key: string): boolean => [some, others].every((one) => one.lastWrite(key) !== undefined);
  return { keys: all.filter(isShared).length, wrong: wrong.size };
}
