/**
 * Load whose arrivals follow a schedule, not the server: a request that is due while the server stalls waits like its users would,
 * and its latency counts from when it was due. (A client that waits for a reply before it sends on hides stalls.)
 */
import { Random } from '../../lib/base/random.ts';
import { Connection, commandText } from './connection.ts';
import { filling, keyName } from './dataset.ts';
import { writeNumber } from './numbered-keys.ts';
import { percentile } from './rounds.ts';

const SEED = 3;
const READ_SHARE = 0.9;
const WARM_UP_SECONDS = 2;
const ERROR = 0x2d;

export interface OpenLoopRun {
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
  readonly keys: number;
  readonly valueBytes: number;
}

/** Milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** How late the generator itself sent a request, 99.9th percentile: what it adds to the figures above. */
  readonly lateP999: number;
}

/** Sends GET and SET, 9 to 1, at random times, `perSecond` on average, spread over the connections in turn. */
export async function runOpenLoop(port: number, run: OpenLoopRun): Promise<Latencies> {
  const dueMs = schedule(run.perSecond, run.seconds + WARM_UP_SECONDS);
  const nextCommand = commandsOf(run);
  const latenciesMs = new Float64Array(dueMs.length);
  const lateMs = new Float64Array(dueMs.length);
  const connections = await Promise.all(Array.from({ length: run.connections }, () => Connection.open(port)));
  const beginMs = performance.now();
  connections.forEach((connection, first) => {
    let arrival = first;
    connection.onReply = (buf, start, end) => {
      if (buf[start] === ERROR) throw new Error(`answered ${buf.toString('latin1', start, end).trim()}`);
      latenciesMs[arrival] = performance.now() - beginMs - (dueMs[arrival] as number);
      arrival += run.connections;
    };
  });
  for (let next = 0; next < dueMs.length; ) {
    const nowMs = performance.now() - beginMs;
    for (; next < dueMs.length && (dueMs[next] as number) <= nowMs; next++) {
      connections[next % run.connections]?.send(nextCommand(), 1);
      lateMs[next] = performance.now() - beginMs - (dueMs[next] as number);
    }
    // Timers are in whole milliseconds, far too coarse here.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(connections.map((connection) => connection.answered()));
  for (const connection of connections) connection.close();
  const first = dueMs.findIndex((due) => due > WARM_UP_SECONDS * 1000);
  return summary(latenciesMs.subarray(first), lateMs.subarray(first));
}

/** A Poisson process: exponential times between arrivals. */
function schedule(perSecond: number, seconds: number): Float64Array {
  const random = new Random(SEED);
  const dueMs = new Float64Array(Math.round(perSecond * seconds));
  let atMs = 0;
  for (let i = 0; i < dueMs.length; i++) {
    atMs -= (Math.log(1 - random.fraction()) * 1000) / perSecond;
    dueMs[i] = atMs;
  }
  return dueMs;
}

/** Gives one command after the other, its key drawn from all: a copy of a GET or a SET of key 0, with another number. */
function commandsOf({ keys, valueBytes }: OpenLoopRun): () => Buffer {
  const random = new Random(SEED + 1);
  const read = Buffer.from(commandText('GET', keyName(0)), 'latin1');
  const write = Buffer.from(commandText('SET', keyName(0), filling(valueBytes)), 'latin1');
  const digitsEnd = read.indexOf(keyName(0)) + keyName(0).length;
  return () => {
    // The socket may keep it for a while, so that each has bytes of its own.
    const command = Buffer.from(random.chance(READ_SHARE) ? read : write);
    writeNumber(command, digitsEnd, random.below(keys));
    return command;
  };
}

function summary(latenciesMs: Float64Array, lateMs: Float64Array): Latencies {
  latenciesMs.sort();
  lateMs.sort();
  return {
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    p999: percentile(latenciesMs, 0.999),
    max: percentile(latenciesMs, 1),
    lateP999: percentile(lateMs, 0.999),
  };
}
