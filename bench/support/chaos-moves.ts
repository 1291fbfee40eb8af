/** Scenes of bench-chaos in which members come and go in order, while 12 clients read and write beside keys that were there before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import type { ChaosLoad } from './chaos-load.ts';
import type { Members } from './chaos-members.ts';
import { lostKeys, type Outcome, outcomeOf, startLoad } from './chaos-scene.ts';
import { Connection, commandText } from './connection.ts';
import { filling, keyName } from './dataset.ts';
import { setNumbered } from './numbered-keys.ts';

const QUIET_MS = 3000;
const AFTER_MS = 1500;
/** Of the values that were there before. */
const VALUE_BYTES = 64;
const MB = 1e6;
/** While keys move the 99th percentile is to be at most so many times what it was before. */
const P99_LIMIT = 3;
/** At which a share is to come to who joins, beside the load. Two cores that clients fill do not have it. */
const MB_PER_SECOND = 50;

/** A third member joins two that hold `keys` keys with values of `valueBytes`. */
export async function joining(
  members: Members,
  scene: string,
  keys: number,
  valueBytes = VALUE_BYTES,
): Promise<Outcome> {
  await fill(members, keys, valueBytes);
  const load = await startLoad(members, [0, 1], 1);
  await sleep(QUIET_MS);
  load.enter('during');
  const node = await members.add();
  await members.settled([]);
  const first = members.nodes[0];
  const joined = first?.log.find(({ event, member }) => event === 'joined' && member === node.id);
  const map = first?.log.findLast(({ event }) => event === 'map');
  const seconds = ((map?.time ?? Number.NaN) - (joined?.time ?? Number.NaN)) / 1000;
  load.enter('after');
  const { owners, copies } = await members.shares(0);
  const share = owners.filter((owner, slot) => owner === 2 || copies[slot]?.includes(2)).length / SLOT_COUNT;
  await sleep(AFTER_MS);
  await load.stop();
  const missing = await missingKeys(members, keys, valueBytes);
  const lost = missing + (await lostKeys(members, [0, 1, 2], load));
  const speed = (keys * (keyName(0).length + valueBytes) * share) / MB / seconds;
  const faults = [
    p99Fault(load),
    keys >= 1e6 && speed < MB_PER_SECOND && `${speed.toFixed(0)} MB/s, expected are ${MB_PER_SECOND}`,
  ];
  return outcomeOf({ scene, fleet: members, load, lost, faults, figures: { seconds, 'MB/s': speed } });
}

/** One of three members that hold `keys` keys gets SIGTERM. */
export async function leaving(members: Members, scene: string, keys: number): Promise<Outcome> {
  await fill(members, keys);
  const load = await startLoad(members, [0, 1], 2);
  await sleep(QUIET_MS);
  load.enter('during');
  const toldMs = performance.now();
  members.signal(2, 'SIGTERM');
  const exit = await members.nodes[2]?.exited;
  const seconds = (performance.now() - toldMs) / 1000;
  load.enter('after');
  await members.settled([2]);
  await sleep(AFTER_MS);
  await load.stop();
  const missing = await missingKeys(members, keys);
  const lost = missing + (await lostKeys(members, [0, 1], load));
  const faults = [exit?.code !== 0 && `it ended with ${exit?.code ?? exit?.signal}`, p99Fault(load)];
  return outcomeOf({ scene, fleet: members, load, lost, faults, figures: { seconds } });
}

/** Each of three members gets SIGTERM and is started again when it has ended; clients know one member each and connect again. */
export async function rolling(members: Members, scene: string, keys: number): Promise<Outcome> {
  await fill(members, keys);
  const load = await startLoad(members, [0, 1, 2], 2);
  await sleep(QUIET_MS);
  load.enter('during');
  const beganMs = performance.now();
  for (const member of members.nodes.keys()) {
    members.signal(member, 'SIGTERM');
    await members.nodes[member]?.exited;
    await members.restart(member);
    await members.settled([]);
  }
  const seconds = (performance.now() - beganMs) / 1000;
  await sleep(AFTER_MS);
  await load.stop();
  const missing = await missingKeys(members, keys);
  const lost = missing + (await lostKeys(members, [0, 1, 2], load));
  return outcomeOf({ scene, fleet: members, load, lost, figures: { seconds } });
}

function p99Fault(load: ChaosLoad): string | false {
  const [before, during] = [load.spread('before').p99, load.spread('during').p99];
  return during > P99_LIMIT * before && `p99 rose from ${before.toFixed(1)} to ${during.toFixed(1)} ms`;
}

async function fill(members: Members, keys: number, valueBytes = VALUE_BYTES): Promise<void> {
  const value = filling(valueBytes);
  await setNumbered({ port: members.portOf(0) }, { first: 0, count: keys, zeroKey: keyName(0), value });
}

/** How many of the keys that `fill` wrote do not have their value. */
async function missingKeys(members: Members, keys: number, valueBytes = VALUE_BYTES): Promise<number> {
  const connection = await Connection.open(members.portOf(0));
  const replyBytes = `$${valueBytes}\r\n`.length + valueBytes + 2;
  let missing = 0;
  await connection.stream(
    keys,
    (at) => commandText('GET', keyName(at)),
    (_, start, end) => {
      if (end - start !== replyBytes) missing++;
    },
  );
  connection.close();
  return missing;
}
